"""OpenCV's hold on one USB camera: opening it, its format, waiting for a frame; V4L2 on Linux, and Windows' own.

The Windows branches are written by OpenCV's documentation and type-checked; no camera has been read through them yet.
"""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from camera.config import UsbConfig
from camera.errors import CameraAbsent, CameraLost, SnapTimeout
from camera.usb.devices import is_there

if TYPE_CHECKING:
    from cv2 import VideoCapture

_FOURCC: Final = {"mjpeg": "MJPG", "yuyv": "YUYV"}
_AT_ONCE_S: Final = 0.5
"""OpenCV waits 1 s in vain for a stream's first frame (see `open_capture`); what fails sooner is an error."""


def open_capture(node: Path | int, config: UsbConfig) -> "VideoCapture":
    """The camera at a node (/dev/videoN), on Windows by its number, in the very format and size of `config`.

    Raises CameraAbsent where it does not open, or gives another format or size.
    """
    # Read by OpenCV when it first waits for a frame, in whole seconds; its own default is ten.
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")
    capture = _open(node)
    try:
        if not capture.isOpened():
            raise CameraAbsent(
                f"the device {node} does not open as a camera; close other programs that use it, or choose another "
                "device"
            )
        _ask_for_format(capture, node, config)
    except BaseException:
        capture.release()
        raise
    return capture


def wait_for_frame(capture: "VideoCapture", node: Path | int, timeout_s: float) -> None:
    """Until the next frame can be retrieved; 1 s more at most for the first of a stream.

    Raises SnapTimeout, and CameraLost where the camera answers no more. On Windows OpenCV waits as long as it likes.
    """
    began_s = time.monotonic()
    if _grabbed(capture, timeout_s):
        return
    waited_s = time.monotonic() - began_s
    if isinstance(node, Path) and not is_there(node):
        raise CameraLost(f"the camera {node} was unplugged; plug it in again")
    if waited_s < min(_AT_ONCE_S, timeout_s):
        raise CameraLost(f"the camera {node} answers with an error; if it stays so, pull its plug and put it in again")
    raise SnapTimeout(f"no frame came from the camera {node} within {waited_s:.1f} s; trigger again")


def _open(node: Path | int) -> "VideoCapture":
    import cv2

    if isinstance(node, Path):
        return cv2.VideoCapture(str(node), cv2.CAP_V4L2)
    capture = cv2.VideoCapture(node, cv2.CAP_MSMF)
    return capture if capture.isOpened() else cv2.VideoCapture(node, cv2.CAP_DSHOW)


def _ask_for_format(capture: "VideoCapture", node: Path | int, config: UsbConfig) -> None:
    import cv2

    fourcc = _FOURCC[config.pixel_format]
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*fourcc))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, config.width_px)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, config.height_px)
    if config.frames_per_second is not None:
        capture.set(cv2.CAP_PROP_FPS, config.frames_per_second)
    # OpenCV would make of a truncated JPEG a picture whose missing rows are those of the frame before.
    capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    got_fourcc = int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode("ascii", "replace")
    got_px = int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    if (got_fourcc, *got_px) != (fourcc, config.width_px, config.height_px):
        raise CameraAbsent(
            f"expected {fourcc} {config.width_px} x {config.height_px} from the camera {node}, it gives {got_fourcc} "
            f"{got_px[0]} x {got_px[1]}; set pixel_format, width_px and height_px to what it can do"
        )


def _grabbed(capture: "VideoCapture", timeout_s: float) -> bool:
    import cv2

    if sys.platform == "win32":  # where OpenCV cannot wait for a limited time
        return capture.grab()
    try:
        _, ready = cv2.VideoCapture.waitAny([capture], max(1, round(timeout_s * 1e9)))
    except cv2.error:  # for the device's errors; and for a wait in vain, when it is the stream's first
        return False
    return len(ready) > 0
