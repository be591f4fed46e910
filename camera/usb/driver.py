"""A USB camera (UVC), through OpenCV: what came is handed over as the camera sent it, or refused where it is not whole.

Nothing is decoded here.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from camera.config import UsbConfig
from camera.decoding import outline_jpeg
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost, FrameBroken, WrongCamera
from camera.frame import Pixels
from camera.settings import CameraSettings
from camera.usb.capture import open_capture, wait_for_frame
from camera.usb.controls import apply_settings, settings_now
from camera.usb.devices import DEV, SYSFS, find_node
from camera.usb.timing import Timing
from camera.usb.whole_yuyv import WholeYuyv

if TYPE_CHECKING:
    from cv2 import VideoCapture

_STALLED_AFTER_S: Final = 0.7
_STARTS_WITHIN_S: Final = 3.0
"""Many a camera takes a second from the start of its stream to the first frame."""
_USUAL_FRAMES_PER_SECOND: Final = 30.0
_USUAL_BUFFERS: Final = 4
"""Where the camera or OpenCV does not say: what OpenCV asks V4L2 for, on Windows a guess."""


class UsbDriver:
    """One USB camera. A frame's `number` is the kernel's time of it; None on Windows."""

    def __init__(self, config: UsbConfig, *, sysfs: Path = SYSFS, dev: Path = DEV) -> None:
        """Nothing is opened yet. `sysfs` and `dev` are where the kernel and udev tell of cameras."""
        self._config = config
        self._sysfs, self._dev = sysfs, dev
        self._node: Path | int = 0
        self._capture: VideoCapture | None = None
        self._settings = CameraSettings()
        self._interval_s = 1 / (config.frames_per_second or _USUAL_FRAMES_PER_SECOND)
        self._start(_USUAL_BUFFERS)

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
        """0.7 s, or three intervals or exposures of a slow camera; 3 s at least before the first frame."""
        least_s = _STALLED_AFTER_S if self._streams else _STARTS_WITHIN_S
        return max(least_s, 3 * self._interval_s, 3 * self._exposure_s)

    def open(self) -> None:
        """Find the camera and take hold of it, with the format and size that were asked for, and no other.

        Raises CameraAbsent where it is not there, may not be opened, or gives another format or size; WrongCamera where
        another serial number was found. Its frames begin with the first `read`.
        """
        import cv2

        self.close()
        self._node = self._find()
        capture = self._capture = open_capture(self._node, self._config)
        rate = capture.get(cv2.CAP_PROP_FPS)
        buffers = round(capture.get(cv2.CAP_PROP_BUFFERSIZE))
        if rate > 0:
            self._interval_s = 1 / rate
        self._start(buffers if buffers > 0 else _USUAL_BUFFERS)
        self._settings = settings_now(capture)

    def close(self) -> None:
        """Let go of the device; the next `open` starts afresh."""
        if self._capture is not None:
            self._capture.release()
        self._capture = None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Turn the knobs that `settings` names. Raises ValueError for one that this camera does not have or take."""
        capture = self._opened()
        try:
            apply_settings(capture, settings)
        finally:  # some knobs may have been turned before one failed
            self._settings = settings_now(capture)
        return self._settings

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame, as the camera sent it. Raises SnapTimeout, FrameBroken, CameraLost."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            frame = self._next(deadline_s - time.monotonic())
            if frame is not None:
                return frame

    def show(self, lamp: Lamp) -> None:
        """A USB camera has no lamp."""

    @property
    def _exposure_s(self) -> float:
        """0 where the camera decides."""
        return (self._settings.exposure_time_us or 0) * 1e-6

    def _start(self, buffers: int) -> None:
        """What is known of the stream's frames begins anew."""
        self._streams = False
        self._timing = Timing(self._interval_s, buffers=buffers, opened_s=time.monotonic())
        self._whole_yuyv = WholeYuyv(self._config.width_px, self._config.height_px, buffers=buffers)

    def _find(self) -> Path | int:
        device, serial = self._config.device, self._config.serial
        if sys.platform != "win32":
            return find_node(device, serial, sysfs=self._sysfs, dev=self._dev)
        if serial is not None:
            raise WrongCamera(f"on Windows no serial number can be read, {serial} was asked for; leave `serial` out")
        if device is None or not device.isdigit():
            raise CameraAbsent(f"on Windows a camera has a number, 0 for the first; got the device {device}")
        return int(device)

    def _opened(self) -> "VideoCapture":
        if self._capture is None:
            raise CameraLost(f"the camera {self._config.device or self._config.serial} is not open; open it first")
        return self._capture

    def _next(self, timeout_s: float) -> RawFrame | None:
        """None for a frame of which cannot be told yet whether it is whole: the first few of a stream."""
        import cv2

        capture = self._opened()
        wait_for_frame(capture, self._node, timeout_s)
        taken_s, self._streams = time.monotonic(), True
        there, data = capture.retrieve()
        number, began_s = self._timing.of_frame(
            stamp_s=0.0 if sys.platform == "win32" else capture.get(cv2.CAP_PROP_POS_MSEC) / 1000,
            taken_s=taken_s,
            exposure_s=self._exposure_s,
        )
        if not there or data is None:
            raise FrameBroken("the camera sent a frame without bytes; trigger again")
        whole = self._whole(np.asarray(data, np.uint8).reshape(-1))
        if whole is None:
            return None
        payload, width_px, height_px = whole
        return RawFrame(
            data=payload,
            layout="jpeg" if self._config.pixel_format == "mjpeg" else "yuyv",
            width_px=width_px,
            height_px=height_px,
            number=number,
            began_s=began_s,
            exposure_time_us=self._settings.exposure_time_us,
        )

    def _whole(self, data: Pixels) -> tuple[bytes | Pixels, int, int] | None:
        """The picture's bytes, width and height. Raises FrameBroken where something is missing."""
        match self._config.pixel_format:
            case "mjpeg":
                encoded = data.tobytes()
                outline = outline_jpeg(encoded)
                return encoded[: outline.end], outline.width_px, outline.height_px
            case "yuyv":
                known = self._whole_yuyv.check(data)
                return (data, self._config.width_px, self._config.height_px) if known else None
