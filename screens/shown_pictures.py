"""Pictures as a browser gets them: the live picture, and small ones of recorded parts. Never for judging."""

import threading
from collections import OrderedDict

from camera.frame import Frame, Pixels
from inspection.pictures import jpeg_to_show

LIVE_WIDTH_PX = 1280
THUMBNAIL_WIDTH_PX = 240
THUMBNAILS_KEPT = 256


def live_jpeg(frame: Frame) -> bytes:
    """A frame as JPEG, at most 1280 px wide; the camera's own JPEG where that is narrow enough."""
    if frame.encoded is not None and frame.media_type == "image/jpeg" and frame.width_px <= LIVE_WIDTH_PX:
        return frame.encoded
    return jpeg_to_show(at_most(frame.pixels, LIVE_WIDTH_PX))


class Thumbnails:
    """Small JPEGs of pictures, by the picture's SHA-256; the 256 used last are kept. May be asked from any thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, sha256: str) -> bytes | None:
        """The small picture, if it was made before."""
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
            return self._kept.get(sha256)

    def make(self, sha256: str, picture: bytes) -> bytes:
        """Make and keep the small picture of an encoded one. Raises ValueError for bytes that are no picture."""
        import cv2
        import numpy as np

        decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR_RGB)
        if decoded is None:
            raise ValueError(f"the picture {sha256} cannot be decoded")
        small = jpeg_to_show(at_most(np.asarray(decoded, np.uint8), THUMBNAIL_WIDTH_PX))
        with self._lock:
            self._kept[sha256] = small
            while len(self._kept) > THUMBNAILS_KEPT:
                self._kept.popitem(last=False)
        return small


def at_most(pixels: Pixels, width_px: int) -> Pixels:
    """The picture, made smaller where it is wider than this."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    if width <= width_px:
        return pixels
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
