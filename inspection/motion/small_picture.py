"""The live picture, so small that looking at it ten times a second costs next to nothing."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from camera.figures import grey_of
from camera.frame import Pixels

SmallPicture = NDArray[np.float32]
"""(rows, 40): mean grey values, 0 to 255."""

Mean = SmallPicture | np.floating[Any]

WIDTH_CELLS: Final = 40
"""A cell is the mean of hundreds of pixels, so noise is gone; a move by a tenth of a cell still shows at an edge."""
SAMPLED_WIDTH_PX: Final = 640
DIFFERENT_GREY: Final = 4.0
"""From here on a cell shows something else: six times the noise of a sensor at high gain (sigma 8), after averaging."""
DIFFERENT_CELLS: Final = 2
OTHER_GREY: Final = 8.0
OTHER_SHARE: Final = 0.01
"""So many cells must show something else, and more clearly, before it is called another part."""
CLIPPED_GREY: Final = 245.0
NEARLY_CLIPPED_GREY: Final = 195.0
"""A highlight between these two does not follow the light: what it does says nothing."""
GAINS: Final = (0.6, 1.6)
"""So much darker or brighter everything may be between two pictures because the light flickers."""
ROW_GAINS: Final = (0.94, 1.06)
"""Lamps on mains current lay faint bands over the rows of a rolling shutter; more than that is a thing, not a lamp."""


def sample_of(pixels: Pixels) -> Pixels:
    """Grey picture (h, w) of every n-th pixel, at most 640 wide: enough to tell the light, nothing is averaged."""
    import cv2

    rows, columns = pixels.shape[:2]
    step = -(-columns // SAMPLED_WIDTH_PX)
    if step == 1:
        return grey_of(pixels)
    size = (columns // step, max(1, rows // step))
    return grey_of(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST), np.uint8))


def small_of(sample: Pixels) -> SmallPicture:
    """The means of the cells of a grey picture."""
    import cv2

    rows = max(1, round(WIDTH_CELLS * sample.shape[0] / sample.shape[1]))
    return np.asarray(cv2.resize(sample.astype(np.float32), (WIDTH_CELLS, rows), interpolation=cv2.INTER_AREA))


def shows_motion(before: SmallPicture, now: SmallPicture) -> bool:
    """Whether something has moved between two pictures."""
    return _count(before, now, DIFFERENT_GREY) >= DIFFERENT_CELLS


def shows_other_part(before: SmallPicture, now: SmallPicture) -> bool:
    """Whether what lies there now is something else than what lay there before."""
    return _count(before, now, OTHER_GREY) >= max(DIFFERENT_CELLS, OTHER_SHARE * now.size)


def _count(before: SmallPicture, now: SmallPicture, grey: float) -> int:
    """How many cells differ by more than `grey`, once light that changed is taken out."""
    if before.shape != now.shape:
        return now.size
    expected = before * _gain(before.mean(), now.mean(), GAINS)
    expected = expected * _gain(expected.mean(axis=1, keepdims=True), now.mean(axis=1, keepdims=True), ROW_GAINS)
    clipped = (np.maximum(before, now) >= CLIPPED_GREY) & (np.minimum(before, now) >= NEARLY_CLIPPED_GREY)
    return int(((np.abs(now - expected) > grey) & ~clipped).sum())


def _gain(before: Mean, now: Mean, within: tuple[float, float]) -> SmallPicture:
    return np.asarray(np.clip(now / np.maximum(before, 1), *within), np.float32)
