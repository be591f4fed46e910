"""A USB camera (UVC): what came is handed over as the camera sent it, or refused where it is not whole.

Nothing is decoded here. Of a truncated JPEG a decoder that means well makes a picture whose missing rows are those of
the frame before, the part before.
"""

import sys
from pathlib import Path
from typing import Final, Literal

import numpy as np

from camera.config import UsbConfig
from camera.decoding import outline_jpeg
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost, FrameBroken, WrongCamera
from camera.settings import CameraSettings
from camera.usb.controls import apply_settings, settings_now
from camera.usb.devices import DEV, SYSFS, find_node
from camera.usb.stream import Payload, Stream

_FOURCC: Final[dict[Literal["mjpeg", "yuyv"], str]] = {"mjpeg": "MJPG", "yuyv": "YUYV"}
_STALLED_AFTER_S: Final = 0.8
_NEXT_STEP: Final = "trigger again; look at cable and hub if it happens often"


class UsbDriver:
    """One USB camera."""

    def __init__(self, config: UsbConfig, *, sysfs: Path = SYSFS, dev: Path = DEV) -> None:
        """Nothing is opened yet. `sysfs` and `dev` are where the kernel and udev tell of cameras."""
        self._config = config
        self._sysfs, self._dev = sysfs, dev
        self._stream: Stream | None = None
        self._interval_s = 0.0
        self._settings = CameraSettings()
        self._sent_s: float | None = None

    @property
    def feed(self) -> Feed:
        """Frames come by themselves."""
        return "stream"

    @property
    def noisy(self) -> bool:
        """A real sensor."""
        return True

    @property
    def stalled_after_s(self) -> float | None:
        """0.8 s, or three frame intervals of a slow camera."""
        return max(_STALLED_AFTER_S, 3 * self._interval_s)

    def open(self) -> None:
        """Find the camera and start it with the format and size that were asked for, and no other.

        Raises CameraAbsent where it is not there, may not be opened, or gives another format or size; WrongCamera where
        another serial number was found.
        """
        self.close()
        self._stream = self._start()
        self._interval_s = self._stream.interval_s
        self._settings = settings_now(self._stream)

    def close(self) -> None:
        """Let go of the device; the next `open` starts afresh."""
        if self._stream is not None:
            self._stream.close()
        self._stream, self._sent_s = None, None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Turn the knobs that `settings` names. Raises ValueError for one that this camera does not have or take."""
        stream = self._opened()
        try:
            apply_settings(stream, settings)
        finally:  # some knobs may have been turned before one failed
            self._settings = settings_now(stream)
        return self._settings

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame, as the camera sent it. Raises SnapTimeout, FrameBroken, CameraLost."""
        payload = self._opened().next(timeout_s)
        began_s = self._began_s(payload)
        if payload.damaged:
            raise FrameBroken(f"bytes of the frame were lost on the way from the camera; {_NEXT_STEP}")
        match self._config.pixel_format:
            case "mjpeg":
                return self._jpeg(payload, began_s)
            case "yuyv":
                return self._yuyv(payload, began_s)

    def show(self, lamp: Lamp) -> None:
        """A USB camera has no lamp."""

    def _start(self) -> Stream:
        device, serial = self._config.device, self._config.serial
        fourcc, rate = _FOURCC[self._config.pixel_format], self._config.frames_per_second
        width_px, height_px = self._config.width_px, self._config.height_px
        if sys.platform != "win32":
            from camera.usb.v4l2 import V4l2Stream

            node = find_node(device, serial, sysfs=self._sysfs, dev=self._dev)
            return V4l2Stream(node, fourcc=fourcc, width_px=width_px, height_px=height_px, frames_per_second=rate)
        from camera.usb.windows import WindowsStream

        if serial is not None:
            raise WrongCamera(f"on Windows no serial number can be read, {serial} was asked for; leave `serial` out")
        if device is None or not device.isdigit():
            raise CameraAbsent(f"on Windows a camera has a number, 0 for the first; got the device {device}")
        return WindowsStream(int(device), fourcc=fourcc, width_px=width_px, height_px=height_px, frames_per_second=rate)

    def _opened(self) -> Stream:
        if self._stream is None:
            raise CameraLost(f"the camera {self._config.device or self._config.serial} is not open; open it first")
        return self._stream

    def _began_s(self, payload: Payload) -> float:
        """A camera sends what it has just exposed, for one frame interval at most unless it was told to take longer.

        By itself it takes longer in the dark, and then sends fewer frames than it announced: so the interval is also
        what lay between the last two.
        """
        before_s, self._sent_s = self._sent_s, payload.sent_after_s
        gap_s = payload.sent_after_s - before_s if before_s is not None else 0.0
        exposure_s = (self._settings.exposure_time_us or 0) * 1e-6
        return payload.sent_after_s - max(self._interval_s, exposure_s, gap_s)

    def _jpeg(self, payload: Payload, began_s: float) -> RawFrame:
        outline = outline_jpeg(payload.data)
        return RawFrame(
            data=payload.data[: outline.end],
            layout="jpeg",
            width_px=outline.width_px,
            height_px=outline.height_px,
            number=payload.number,
            began_s=began_s,
            exposure_time_us=self._settings.exposure_time_us,
        )

    def _yuyv(self, payload: Payload, began_s: float) -> RawFrame:
        width_px, height_px = self._config.width_px, self._config.height_px
        expected, got = width_px * height_px * 2, len(payload.data)
        if got != expected:
            raise FrameBroken(
                f"expected {expected} bytes of YUYV for {width_px} x {height_px} px, got {got}; {_NEXT_STEP}"
            )
        return RawFrame(
            data=np.frombuffer(payload.data, np.uint8),
            layout="yuyv",
            width_px=width_px,
            height_px=height_px,
            number=payload.number,
            began_s=began_s,
            exposure_time_us=self._settings.exposure_time_us,
        )
