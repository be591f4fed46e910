"""A stream from a USB camera on Windows, through OpenCV: Media Foundation, else DirectShow.

Written by OpenCV's documentation and type-checked; no camera has been read through it yet.
"""

import time
from collections import deque
from typing import Final

import numpy as np

from camera.errors import CameraAbsent, CameraLost, SnapTimeout
from camera.usb.stream import Knob, Payload

_USUAL_FRAMES_PER_SECOND: Final = 30.0
_BUFFERS: Final = 4
"""How many frames Windows may hold ready; a guess on the safe side: each makes a frame look one interval older."""
_NO_SUCH_KNOB: Final = -1
_KNOBS: Final = {
    Knob.GAIN: "GAIN",
    Knob.AUTO_WHITE_BALANCE: "AUTO_WB",
    Knob.WHITE_BALANCE: "WB_TEMPERATURE",
    Knob.AUTO_FOCUS: "AUTOFOCUS",
    Knob.FOCUS: "FOCUS",
}
"""Without exposure, which Windows counts in powers of two of a second: set it in the camera's own program."""


class WindowsStream:
    """Streams from its making on, in the very format and size that were asked for."""

    def __init__(
        self, number: int, *, fourcc: str, width_px: int, height_px: int, frames_per_second: float | None = None
    ) -> None:
        """Raises CameraAbsent where the camera does not open, or gives another format or size."""
        import cv2

        self._number = number
        self._capture = cv2.VideoCapture(number, cv2.CAP_MSMF)
        if not self._capture.isOpened():
            self._capture = cv2.VideoCapture(number, cv2.CAP_DSHOW)
        if not self._capture.isOpened():
            raise CameraAbsent(f"there is no camera {number}, or another program uses it; plug it in, or close that")
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*fourcc))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
        if frames_per_second is not None:
            self._capture.set(cv2.CAP_PROP_FPS, frames_per_second)
        self._capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        got, expected = self._format(), f"{fourcc} {width_px} x {height_px}"
        if got != expected:
            self.close()
            raise CameraAbsent(
                f"expected {expected} from the camera {number}, it gives {got}; set pixel_format, width_px and "
                "height_px to what it can do"
            )
        self._interval_s = 1 / (self._capture.get(cv2.CAP_PROP_FPS) or _USUAL_FRAMES_PER_SECOND)
        self._taken_s = deque([time.monotonic()], maxlen=_BUFFERS)

    @property
    def interval_s(self) -> float:
        """From frame to frame, as the camera announces it."""
        return self._interval_s

    def next(self, timeout_s: float) -> Payload:
        """The next frame; blocks until OpenCV gives up, whatever `timeout_s` is. Raises SnapTimeout, CameraLost."""
        began_s = time.monotonic()
        taken, data = self._capture.read()
        if not taken or data is None:
            if time.monotonic() - began_s < timeout_s:
                raise CameraLost(f"the camera {self._number} answers with an error; pull its plug and put it in again")
            raise SnapTimeout(f"the camera {self._number} sent no frame in time; trigger again")
        sent_after_s = self._taken_s[0]
        self._taken_s.append(time.monotonic())
        return Payload(data=np.asarray(data, np.uint8).tobytes(), number=None, sent_after_s=sent_after_s)

    def get(self, knob: Knob) -> int | None:
        """What the knob stands at; None where the camera has none."""
        import cv2

        if knob not in _KNOBS:
            return None
        value = self._capture.get(getattr(cv2, f"CAP_PROP_{_KNOBS[knob]}"))
        return None if value == _NO_SUCH_KNOB else round(value)

    def turn(self, knob: Knob, value: int) -> None:
        """Ask for a value; what the camera does with it is seen by `get`."""
        import cv2

        self._capture.set(getattr(cv2, f"CAP_PROP_{_KNOBS[knob]}"), value)

    def close(self) -> None:
        """Let go of the camera; harmless twice."""
        self._capture.release()

    def _format(self) -> str:
        import cv2

        name = int(self._capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode("ascii", "replace")
        width_px = int(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH))
        height_px = int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        return f"{name} {width_px} x {height_px}"
