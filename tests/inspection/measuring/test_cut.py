"""Defects that run out of the picture, and the edges that are the piece's own."""

import pytest

from inspection.finding import Detection
from inspection.measuring.cut import runs_out
from inspection.piece import Piece

WH = (640, 480)
LEFT, TOP, RIGHT, BOTTOM = (0, 100, 20, 120), (100, 0, 120, 20), (620, 100, 639.5, 120), (100, 460, 120, 479)


@pytest.mark.parametrize(
    ("xyxy", "piece", "out"),
    [
        ((100, 100, 120, 120), Piece(), False),
        ((3, 100, 20, 120), Piece(), False),
        *((xyxy, Piece(), True) for xyxy in (LEFT, TOP, RIGHT, BOTTOM)),
        (TOP, Piece(fills_width=True), False),  # the board's own edge
        (LEFT, Piece(fills_width=True), True),  # the board goes on
        (TOP, Piece(angle_deg=90, fills_width=True), True),
        (RIGHT, Piece(angle_deg=-90, fills_width=True), False),
    ],
)
def test_what_ends_at_the_edge_goes_on_unless_the_piece_ends_there(
    xyxy: tuple[float, float, float, float], piece: Piece, out: bool
) -> None:
    assert runs_out(Detection(class_name="pore", score=0.9, xyxy=xyxy), piece, WH) is out
