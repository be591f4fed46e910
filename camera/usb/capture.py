"""OpenCV's hold on one USB camera: opening it, waiting for a frame; what differs between Linux and Windows."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from camera.errors import CameraAbsent, CameraLost, SnapTimeout
from camera.usb.devices import is_there

if TYPE_CHECKING:
    from cv2 import VideoCapture

_AT_ONCE_S: Final = 0.5
"""OpenCV waits 1 s in vain (see `open_capture`); a failure in less is an error that the device answered."""


def open_capture(node: Path | int) -> "VideoCapture":
    """The camera at a node (/dev/videoN), on Windows by its number. Raises CameraAbsent."""
    # Read by OpenCV when it first waits for a frame, in whole seconds; its own default is ten.
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")
    import cv2

    if isinstance(node, int):
        capture = cv2.VideoCapture(node, cv2.CAP_MSMF)
        if not capture.isOpened():
            capture = cv2.VideoCapture(node, cv2.CAP_DSHOW)
    else:
        capture = cv2.VideoCapture(str(node), cv2.CAP_V4L2)
    if not capture.isOpened():
        raise CameraAbsent(
            f"the device {node} does not open as a camera; close other programs that use it, or choose another device"
        )
    return capture


def wait_for_frame(capture: "VideoCapture", node: Path | int, timeout_s: float) -> None:
    """Until the next frame can be retrieved. Raises SnapTimeout, or CameraLost where the camera answers no more."""
    began_s = time.monotonic()
    if _grab(capture, timeout_s):
        return
    waited_s = time.monotonic() - began_s
    if isinstance(node, Path) and not is_there(node):
        raise CameraLost(f"the camera {node} was unplugged; plug it in again")
    if waited_s < min(_AT_ONCE_S, timeout_s):
        raise CameraLost(f"the camera {node} answers with an error; if it stays so, pull its plug and put it in again")
    raise SnapTimeout(f"no frame came from the camera {node} within {waited_s:.1f} s")


def _grab(capture: "VideoCapture", timeout_s: float) -> bool:
    import cv2

    if sys.platform == "win32":  # where OpenCV cannot wait for a limited time
        return capture.grab()
    try:
        ready, _ = cv2.VideoCapture.waitAny([capture], max(1, round(timeout_s * 1e9)))
    except cv2.error:  # for the device's errors; and for a wait in vain, when it is the stream's first
        return False
    return ready
