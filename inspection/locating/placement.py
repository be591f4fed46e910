"""Where the part lies."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from inspection.closed import Closed

Points = NDArray[np.float64]
"""Shape (n, 2), x and y."""

Six = tuple[float, float, float, float, float, float]
Positive = Annotated[int, Field(gt=0)]


class Placement(Closed):
    """How the part of the golden picture lies in the frame: moved, turned, and perhaps a little nearer.

    `to_frame` is the 2x3 matrix, row by row, that takes pixels of the golden picture (of size `golden_wh`) to pixels of
    the frame. `shift_px` (x, y) is how far the middle of the golden picture moved, `turn_deg` is clockwise as one sees
    it, `scale` is above 1 where the part shows larger than the golden one. `score` 0..1 is the likeness.
    """

    to_frame: Six
    golden_wh: tuple[Positive, Positive]
    shift_px: tuple[float, float]
    turn_deg: float
    scale: float = Field(gt=0)
    score: float = Field(ge=0, le=1)

    @classmethod
    def of(cls, matrix: NDArray[np.float64], golden_wh: tuple[int, int], score: float) -> "Placement":
        """From a 2x3 similarity; shift, turn and scale are read from it."""
        middle = np.array(golden_wh, np.float64) / 2
        shift = matrix[:, :2] @ middle + matrix[:, 2] - middle
        a, b, c, d, e, f = (float(value) for value in matrix.ravel())
        return cls(
            to_frame=(a, b, c, d, e, f),
            golden_wh=golden_wh,
            shift_px=(float(shift[0]), float(shift[1])),
            turn_deg=float(np.degrees(np.arctan2(d, a))),
            scale=float(np.hypot(a, d)),
            score=score,
        )

    def frame_points(self, golden_px: Points) -> Points:
        """Points (n, 2) of the golden picture in pixels of the frame."""
        matrix = np.array(self.to_frame, np.float64).reshape(2, 3)
        return np.asarray(golden_px @ matrix[:, :2].T + matrix[:, 2], np.float64)
