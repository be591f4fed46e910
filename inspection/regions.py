"""What of a part is judged: regions drawn on the golden picture, and what they leave of the detections."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Annotated, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Detection
from inspection.locating.placement import Placement, Points

MIN_INSIDE: Final = 0.02
"""A detection of which less than this share of its box lies in what is judged may be dropped: a box's edge is seldom
right to the pixel, so the box of a defect that lies outside reaches in a little."""

REACH_PX: Final = 4.0
"""So far, in pixels, a box may reach in by mistake; what reaches in further both ways is judged however large it is."""

_POINTS: Final = (1597, 987)
"""A Fibonacci lattice: points spread so that every row and column of the box is met by one, and a straight edge divides
them as it divides the area, to 0.001 or so."""

Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["in", "out"]


class Region(Closed):
    """A polygon on the golden picture: only what lies in one of kind `in`, and in none of kind `out`, is judged.

    The corners are shares of the picture's width and height, from its top left. Where all regions are `out` the rest of
    the picture is judged.
    """

    kind: Kind = "in"
    polygon: tuple[tuple[Share, Share], ...] = Field(min_length=3)

    @model_validator(mode="after")
    def _encloses_something(self) -> Self:
        corners = self.polygon
        sides = [(corners[i], corners[(i + 1) % len(corners)]) for i in range(len(corners))]
        for i, (start, end) in enumerate(sides):
            if start == end:
                raise ValueError(f"corner {i + 1} of the region stands twice: {start}; remove one")
        for (i, one), (j, other) in combinations(enumerate(sides), 2):
            neighbours = j - i == 1 or (i == 0 and j == len(sides) - 1)
            if _cross(one, other, neighbours=neighbours):
                raise ValueError(
                    f"the region's sides {i + 1} and {j + 1} cross or touch; go round it once, corner by corner"
                )
        return self


def inside(
    detections: Iterable[Detection],
    regions: Sequence[Region],
    placement: Placement | None,
    frame_wh: tuple[int, int],
) -> tuple[Detection, ...]:
    """The detections that touch what is judged, in their order; without regions all of them.

    `placement` moves the regions with the part; without it they lie where they were drawn. Only what has less than
    `MIN_INSIDE` of its box in the judged area, and reaches in by no more than `REACH_PX`, is dropped: half a defect at
    the edge counts as a whole one.
    """
    if not regions:
        return tuple(detections)
    polygons = region_polygons_px(regions, placement, frame_wh)
    return tuple(detection for detection in detections if _is_judged(detection, polygons))


def judged_boxes(
    regions: Sequence[Region], placement: Placement | None, frame_wh: tuple[int, int]
) -> tuple[tuple[float, float, float, float], ...] | None:
    """Boxes xyxy in px of the frame outside of which nothing is judged; None where no region says what is."""
    corners = [points for kind, points in region_polygons_px(regions, placement, frame_wh) if kind == "in"]
    if not corners:
        return None
    return tuple((*points.min(axis=0).tolist(), *points.max(axis=0).tolist()) for points in corners)


def out_of_frame_px(regions: Sequence[Region], placement: Placement | None, frame_wh: tuple[int, int]) -> float:
    """How far a region that is to be judged reaches out of the picture, in pixels; 0 where all of it shows."""
    corners = [corners for kind, corners in region_polygons_px(regions, placement, frame_wh) if kind == "in"]
    if not corners:
        return 0.0
    points = np.concatenate(corners)
    return float(max(0.0, -points.min(), (points - np.array(frame_wh)).max()))


def region_polygons_px(
    regions: Iterable[Region], placement: Placement | None, frame_wh: tuple[int, int]
) -> tuple[tuple[Kind, Points], ...]:
    """Kind and corners (n, 2) of every region in pixels of the frame, for drawing over it."""
    golden_wh = placement.golden_wh if placement else frame_wh
    drawn = [(region.kind, np.array(region.polygon, np.float64) * golden_wh) for region in regions]
    if placement is None:
        return tuple(drawn)
    return tuple((kind, placement.frame_points(corners)) for kind, corners in drawn)


def _is_judged(detection: Detection, polygons: Sequence[tuple[Kind, Points]]) -> bool:
    """Whether enough of the detection's box lies where it counts."""
    x1, y1, x2, y2 = detection.xyxy
    count, step = _POINTS
    order = np.arange(count)
    x = x1 + (order + 0.5) / count * (x2 - x1)
    y = y1 + (order * step % count + 0.5) / count * (y2 - y1)
    judged = np.full(x.shape, all(kind == "out" for kind, _ in polygons))
    for kind, corners in polygons:
        if kind == "in":
            judged |= _within(x, y, corners)
    for kind, corners in polygons:
        if kind == "out":
            judged &= ~_within(x, y, corners)
    if not judged.any():
        return False
    reaches_px = min(np.ptp(x[judged]), np.ptp(y[judged]))
    return bool(judged.mean() >= MIN_INSIDE or reaches_px > REACH_PX)


def _within(x: NDArray[np.float64], y: NDArray[np.float64], corners: Points) -> NDArray[np.bool_]:
    """Which points lie in the polygon: those from which a ray crosses its outline an odd number of times."""
    odd = np.zeros(x.shape, np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 != y2:
            odd ^= ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * ((x2 - x1) / (y2 - y1)))
    return odd


Corner = tuple[float, float]
Side = tuple[Corner, Corner]


def _cross(one: Side, other: Side, *, neighbours: bool) -> bool:
    """Whether two sides have a point in common, for neighbours one beside the corner that they share."""
    if neighbours:
        corner = one[1] if one[1] in other else one[0]
        (a,) = {*one} - {corner}
        (b,) = {*other} - {corner}
        folded_back = (a[0] - corner[0]) * (b[0] - corner[0]) + (a[1] - corner[1]) * (b[1] - corner[1]) > 0
        return _side_of((corner, a), b) == 0 and folded_back
    apart_of_one = _side_of(one, other[0]) * _side_of(one, other[1])
    apart_of_other = _side_of(other, one[0]) * _side_of(other, one[1])
    if apart_of_one < 0 and apart_of_other < 0:
        return True
    return any(_lies_on(line, point) for line, ends in ((one, other), (other, one)) for point in ends)


def _side_of(line: Side, point: Corner) -> int:
    (x1, y1), (x2, y2) = line
    turned = (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)
    return (turned > 0) - (turned < 0)


def _lies_on(line: Side, point: Corner) -> bool:
    (x1, y1), (x2, y2) = line
    between = min(x1, x2) <= point[0] <= max(x1, x2) and min(y1, y2) <= point[1] <= max(y1, y2)
    return between and _side_of(line, point) == 0
