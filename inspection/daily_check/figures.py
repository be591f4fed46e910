"""What is measured on the reference."""

from typing import Annotated

import numpy as np
from pydantic import Field

from camera.figures import focus_score, grey_of
from camera.frame import Pixels
from inspection.closed import Closed

GRID = 4
Positive = Annotated[float, Field(gt=0)]


class Figures(Closed):
    """Mean grey value, the grey values of a 4 x 4 grid (row by row) as shares of it, sharpness, and red and blue as
    shares of green. `scale` is how large the reference shows, 1 on the day of teaching.
    """

    mean_grey: Positive
    grid: tuple[Positive, ...] = Field(min_length=GRID * GRID, max_length=GRID * GRID)
    focus: Positive
    red_to_green: Positive
    blue_to_green: Positive
    scale: Positive = 1


def figures_of(pixels: Pixels) -> Figures:
    """Measure a picture (height, width, 3)."""
    import cv2

    grey = grey_of(pixels)
    mean = max(float(grey.mean()), 1e-3)
    grid = cv2.resize(grey.astype(np.float32), (GRID, GRID), interpolation=cv2.INTER_AREA).ravel() / mean
    red, green, blue = (max(float(value), 1e-3) for value in cv2.mean(pixels)[:3])
    return Figures(
        mean_grey=mean,
        grid=tuple(max(float(value), 1e-3) for value in grid),
        focus=max(focus_score(pixels), 1e-3),
        red_to_green=red / green,
        blue_to_green=blue / green,
    )
