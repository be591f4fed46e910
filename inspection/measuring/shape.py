"""What is measured: a closed line in the picture, and how surely it lies where it lies."""

from dataclasses import dataclass

from inspection.scale import Points

LINES = frozenset({"crack"})
"""Classes that are lines, a pixel or two wide: their length is that of their way, whatever their outline looks like."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shape:
    """The outline of a defect in pixels of the frame.

    `outline_px` (n, 2), n >= 3, is closed; `edge_px` is the standard uncertainty of where it lies, outwards or inwards
    as a whole. `way_px` (m, 2) runs along a thin defect from tip to tip; None where the defect is not thin.
    `is_line` says that the defect is hardly wider than a pixel: the outline is then wider than the defect.
    """

    outline_px: Points
    edge_px: float
    way_px: Points | None = None
    is_line: bool = False
