"""A USB camera (UVC) through OpenCV: V4L2 on Linux, Media Foundation or DirectShow on Windows.

OpenCV's own decoding is switched off: of a truncated JPEG it makes a picture whose missing rows are those of the frame
before, the part before. What comes is taken as the camera sent it, and refused where it is not whole.

The Windows branches are written by OpenCV's documentation and type-checked; no camera has been read through them yet.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

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

if TYPE_CHECKING:
    from cv2 import VideoCapture

_FOURCC: Final[dict[Literal["mjpeg", "yuyv"], str]] = {"mjpeg": "MJPG", "yuyv": "YUYV"}
_USUAL_FRAMES_PER_SECOND: Final = 30.0
_STALLED_AFTER_S: Final = 0.8


class UsbDriver:
    """One USB camera. Frames are the camera's own bytes, whole; their `number` is the kernel's time of the buffer."""

    def __init__(self, config: UsbConfig, *, sysfs: Path = SYSFS, dev: Path = DEV) -> None:
        """Nothing is opened yet. `sysfs` and `dev` are where the kernel and udev tell of cameras."""
        self._config = config
        self._sysfs, self._dev = sysfs, dev
        self._capture: VideoCapture | None = None
        self._node: Path | int = 0
        self._interval_s = 1 / (config.frames_per_second or _USUAL_FRAMES_PER_SECOND)
        self._timing = Timing(self._interval_s, opened_s=0)
        self._settings = CameraSettings()

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

        Raises CameraAbsent where it is not there, may not be opened, or gives another format or size, WrongCamera where
        another serial number was found.
        """
        self.close()
        self._node = self._find()
        capture = open_capture(self._node)
        try:
            self._ask_for_format(capture)
        except BaseException:
            capture.release()
            raise
        self._capture = capture
        self._settings = settings_now(capture)
        self._timing = Timing(self._interval_s, opened_s=time.monotonic())

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
        import cv2

        capture = self._opened()
        wait_for_frame(capture, self._node, timeout_s)
        there, data = capture.retrieve()
        number, began_s = self._timing.of_frame(
            stamp_s=capture.get(cv2.CAP_PROP_POS_MSEC) / 1000,
            arrived_s=time.monotonic(),
            exposure_s=(self._settings.exposure_time_us or 0) * 1e-6,
        )
        if not there or data is None:
            raise FrameBroken("the camera sent a frame without bytes; trigger again")
        payload, width_px, height_px = self._whole(np.asarray(data, np.uint8).reshape(-1))
        return RawFrame(
            data=payload,
            layout="jpeg" if self._config.pixel_format == "mjpeg" else "yuyv",
            width_px=width_px,
            height_px=height_px,
            number=number,
            began_s=began_s,
            exposure_time_us=self._settings.exposure_time_us,
        )

    def show(self, lamp: Lamp) -> None:
        """A USB camera has no lamp."""

    def _find(self) -> Path | int:
        device, serial = self._config.device, self._config.serial
        if sys.platform != "win32":
            return find_node(device, serial, sysfs=self._sysfs, dev=self._dev)
        if serial is not None:
            raise WrongCamera(f"on Windows no serial number can be read, {serial} was asked for; leave `serial` out")
        if device is None or not device.isdigit():
            raise CameraAbsent(f"on Windows a camera has a number, 0 for the first; got the device {device}")
        return int(device)

    def _ask_for_format(self, capture: "VideoCapture") -> None:
        import cv2

        config, fourcc = self._config, _FOURCC[self._config.pixel_format]
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*fourcc))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, config.width_px)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, config.height_px)
        if config.frames_per_second is not None:
            capture.set(cv2.CAP_PROP_FPS, config.frames_per_second)
        capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        got = _format_name(
            int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode("ascii", "replace"),
            int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )
        expected = _format_name(fourcc, config.width_px, config.height_px)
        if got != expected:
            raise CameraAbsent(
                f"expected {expected} from the camera {self._node}, it gives {got}; set pixel_format, width_px and "
                "height_px to what it can do"
            )
        frames_per_second = capture.get(cv2.CAP_PROP_FPS)
        if frames_per_second > 0:
            self._interval_s = 1 / frames_per_second

    def _opened(self) -> "VideoCapture":
        if self._capture is None:
            raise CameraLost(f"the camera {self._config.device or self._config.serial} is not open; open it first")
        return self._capture

    def _whole(self, data: Pixels) -> tuple[bytes | Pixels, int, int]:
        """The picture's bytes, width and height. Raises FrameBroken where something is missing."""
        if self._config.pixel_format == "mjpeg":
            encoded = data.tobytes()
            outline = outline_jpeg(encoded)
            return encoded[: outline.end], outline.width_px, outline.height_px
        width_px, height_px = self._config.width_px, self._config.height_px
        if data.size != width_px * height_px * 2:
            raise FrameBroken(
                f"expected {width_px * height_px * 2} bytes of YUYV for {width_px} x {height_px} px, got {data.size}; "
                "trigger again, and look at cable and hub if it happens often"
            )
        return data, width_px, height_px


def _format_name(fourcc: str, width_px: int, height_px: int) -> str:
    return f"{fourcc} {width_px} x {height_px}"
