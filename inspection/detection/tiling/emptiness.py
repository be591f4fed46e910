"""Which tiles show nothing but an even surface: a table, a background, a bare stretch of the part."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.figures import grey_of, half_of, noise_of_half
from camera.frame import Pixels
from inspection.detection.tiling.grid import Grid

BLOCK_PX: Final = 8
"""Side of the blocks of the half-size picture that are looked at: 16 px of the picture."""
STRUCTURE: Final = 2.5
"""Standard deviation in grey values, beside the noise, from which on a block shows more than an even surface."""
APART: Final = 3
SHADE: Final = 4.0
"""By so many grey values may two blocks differ that lie `APART` blocks (48 px) apart: light falls off more slowly, the
edge of a stain does not."""


def even_tiles(pixels: Pixels, grid: Grid) -> NDArray[np.bool_]:
    """(n,): the tiles on which no block shows structure, and nothing changes faster than light falls off.

    A defect that shows on a picture differs from what is round it, so it does not lie on such a tile; a surface that is
    noisy or textured is none. `pixels` is (height, width, 3) RGB of uint8.
    """
    import cv2

    half = half_of(grey_of(pixels))
    size = (max(1, half.shape[1] // BLOCK_PX), max(1, half.shape[0] // BLOCK_PX))
    value = half.astype(np.float32)
    mean = np.asarray(cv2.resize(value, size, interpolation=cv2.INTER_AREA), np.float32)
    variance = cv2.resize(value * value, size, interpolation=cv2.INTER_AREA) - mean * mean
    shows = (variance > STRUCTURE**2 + noise_of_half(half)) | _changes(mean)
    scale = np.array([size[0] / pixels.shape[1], size[1] / pixels.shape[0]] * 2)
    first, last = np.floor(grid.xyxy * scale).astype(int)[:, :2], np.ceil(grid.xyxy * scale).astype(int)[:, 2:]
    return np.array([not shows[y1:y2, x1:x2].any() for (x1, y1), (x2, y2) in zip(first, last, strict=True)])


def _changes(mean: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Blocks whose brightness is another a little further along a row or a column, at both ends."""
    found = np.zeros(mean.shape, np.bool_)
    for grey, marked in ((mean, found), (mean.T, found.T)):
        step = np.abs(grey[APART:] - grey[:-APART]) > SHADE
        marked[APART:] |= step
        marked[:-APART] |= step
    return found
