"""Whether a defect runs out of the picture."""

from math import cos, radians, sin

from inspection.finding import Detection
from inspection.piece import Piece

EDGE_PX = 1.5
"""A box that ends so near to the picture's edge is taken to end there: a net's box is seldom better."""


def runs_out(detection: Detection, piece: Piece, frame_wh: tuple[int, int]) -> bool:
    """Whether the box ends at an edge of the picture where the piece goes on.

    Where the piece fills the picture's width, the two edges along its direction are its own.
    """
    width_px, height_px = frame_wh
    x1, y1, x2, y2 = detection.xyxy
    sideways = x1 <= EDGE_PX or x2 >= width_px - EDGE_PX
    upright = y1 <= EDGE_PX or y2 >= height_px - EDGE_PX
    if not piece.fills_width:
        return sideways or upright
    along = radians(piece.angle_deg)
    return sideways if abs(cos(along)) >= abs(sin(along)) else upright
