"""Whether a YUYV frame came whole, which OpenCV does not tell: its last rows must not be those of an older frame.

OpenCV hands over the kernel's buffer in full length, however little of it was filled. The buffers are used in turn:
behind a truncated frame lie the last rows of an older one, four frames before, byte for byte; or the zeros of fresh
memory. The noise of a sensor never gives the same row again.
"""

from collections import deque
from typing import Final

import numpy as np

from camera.errors import FrameBroken
from camera.frame import Pixels

MIN_CHANGES: Final = 32
"""So many bytes at least, in the rows that are equal, differ from those of the pixel pair beside. In clipped white or
black, and at the few clean edges between them, there is no noise, and equal rows are no sign."""
_PAIR: Final = 4
"""Bytes of two pixels, Y U Y V."""
_NEXT_STEP: Final = "trigger again; look at cable and hub if it happens often"


class WholeYuyv:
    """Of one stream. A frame of 1280 x 720 costs 0.02 ms, a truncated one 0.4 ms, a flat one 4 ms at most."""

    def __init__(self, width_px: int, height_px: int, *, buffers: int) -> None:
        """`width_px` and `height_px` of every frame; `buffers` is how many are used in turn."""
        self._width_px, self._height_px = width_px, height_px
        self._unseen = buffers
        self._frames: deque[Pixels] = deque(maxlen=2 * buffers)  # twice, should a frame be passed over
        self._newest_was_whole = False

    def check(self, data: Pixels) -> bool:
        """Whether the frame is known to be whole: not before every buffer was seen once (OpenCV hides the first frame).

        `data` (bytes,) is kept to compare with, whole or not. Raises FrameBroken where rows are missing. A frame that
        is the one before all over is left to the caller, as the same exposure again.
        """
        expected = self._height_px * self._width_px * 2
        if data.size != expected:
            raise FrameBroken(
                f"expected {expected} bytes of YUYV for {self._width_px} x {self._height_px} px, got {data.size}; "
                f"{_NEXT_STEP}"
            )
        rows = data.reshape(self._height_px, -1)
        why = self._missing(rows)
        self._frames.appendleft(rows)
        self._newest_was_whole = why is None
        if why is not None:
            raise FrameBroken(f"{why}; {_NEXT_STEP}")
        self._unseen -= 1
        return self._unseen < 0

    def _missing(self, rows: Pixels) -> str | None:
        if not rows[-1].any():  # a camera's black is 16 128 16 128
            return "the last rows of the frame never came: they are zeros"
        for age, older in enumerate(self._frames):
            equal = equal_last_rows(rows, older)
            if equal == self._height_px and age == 0 and self._newest_was_whole:
                return None
            if equal and _changes(rows[-equal:]) >= MIN_CHANGES:
                return f"the last {equal} of {self._height_px} rows of the frame are those of an older frame"
        return None


def equal_last_rows(rows: Pixels, older: Pixels) -> int:
    """How many of the last rows of two pictures (height, bytes) are equal, byte for byte.

    >>> equal_last_rows(np.array([[1, 2], [3, 4], [5, 6]], np.uint8), np.array([[1, 2], [0, 4], [5, 6]], np.uint8))
    1
    """
    if not np.array_equal(rows[-1], older[-1]):
        return 0
    different = np.flatnonzero((rows != older).any(axis=1))
    return len(rows) - 1 - int(different[-1]) if different.size else len(rows)


def _changes(rows: Pixels) -> int:
    return int(np.count_nonzero(rows[:, _PAIR:] != rows[:, :-_PAIR]))
