"""Pictures that can be judged: sharp, evenly lit, with structure; noise is none of that."""

import numpy as np

from camera.frame import Pixels

CELL_PX = 8


def patchwork(width_px: int, height_px: int, seed: int = 1) -> Pixels:
    """Cells of 8 px in colours of their own, shape (height, width, 3)."""
    cells = (-(-height_px // CELL_PX), -(-width_px // CELL_PX), 3)
    colours = np.random.default_rng(seed).integers(40, 200, cells, np.uint8)
    picture = colours.repeat(CELL_PX, axis=0).repeat(CELL_PX, axis=1)
    return np.ascontiguousarray(picture[:height_px, :width_px])
