"""Where the piece lies in the plane: which way is along, where it starts, how long and wide it is."""

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from inspection.measuring.sizes import Direction, direction_of, extent
from inspection.piece import Piece
from inspection.scale import Points, Scale, to_plane


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The plane that a picture shows; lengths in the scale's unit.

    `along` is the piece's direction in the plane; `start` is where the frame begins in it. `length` and `width` are the
    piece's, or the frame's extents where the piece's are not known: then the scale's doubt falls out of shares of them.
    """

    scale: Scale
    frame_wh: tuple[int, int]
    along: Direction
    start: float
    length: float
    width: float
    length_is_known: bool
    width_is_known: bool

    def flat(self, points_px: Points) -> Points:
        """Points (n, 2) of the frame in the plane."""
        return to_plane(points_px, self.scale)


def ground_of(scale: Scale, piece: Piece, frame_wh: tuple[int, int]) -> Ground:
    """The plane under a frame of that many pixels."""
    wide, tall = frame_wh
    turn = radians(piece.angle_deg)
    middle = np.array([wide / 2, tall / 2])
    step = np.array([cos(turn), sin(turn)])
    ends = to_plane(np.stack([middle - step, middle + step]), scale)
    along = direction_of(ends[0], ends[1])
    corners = to_plane(np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float64), scale)
    start, end = extent(corners, along)
    left, right = extent(corners, (-along[1], along[0]))
    return Ground(
        scale=scale,
        frame_wh=frame_wh,
        along=along,
        start=start,
        length=piece.length or end - start,
        width=piece.width or right - left,
        length_is_known=piece.length is not None,
        width_is_known=piece.width is not None,
    )
