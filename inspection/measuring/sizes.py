"""How large a closed line in the plane is. Plain geometry: no picture, no units, no doubt."""

from dataclasses import dataclass
from math import hypot, pi, sqrt

import numpy as np

from inspection.scale import Points

Direction = tuple[float, float]
"""A vector of length 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Lengths in the plane's unit; `area` in its square.

    `diameter` is the largest distance between two points, `equivalent_diameter` that of the circle of the same area,
    `width` the smallest distance between two parallels that enclose the line; `along` and `across` are the extents in
    the piece's direction and square to it, `middle` lies halfway along; `length` is the way from tip to tip where one
    is known, else the diameter; `girth` the way round.
    """

    diameter: float
    equivalent_diameter: float
    width: float
    area: float
    along: float
    across: float
    middle: float
    length: float
    girth: float


def sizes_of(outline: Points, direction: Direction, way: Points | None = None) -> Sizes:
    """Sizes of the closed line through `outline` (n, 2), n >= 3; `way` (m, 2) runs along it from tip to tip.

    >>> square = np.array([(0, 0), (30, 0), (30, 40), (0, 40)], np.float64)
    >>> sizes = sizes_of(square, direction=(1, 0))
    >>> sizes.diameter, sizes.width, sizes.along, sizes.across, sizes.area
    (50.0, 30.0, 30.0, 40.0, 1200.0)
    """
    hull = hull_of(outline)
    corners = hull[:, 0] + 1j * hull[:, 1]
    diameter = float(np.abs(corners[:, None] - corners).max())
    low, high = extent(outline, direction)
    side_low, side_high = extent(outline, (-direction[1], direction[0]))
    area = area_of(outline)
    return Sizes(
        diameter=diameter,
        equivalent_diameter=2 * sqrt(area / pi),
        width=_smallest_width(hull),
        area=area,
        along=high - low,
        across=side_high - side_low,
        middle=(low + high) / 2,
        length=diameter if way is None else max(way_length(way), diameter),
        girth=way_length(np.concatenate([outline, outline[:1]])),
    )


def hull_of(points: Points) -> Points:
    """The corners of the convex hull; all points where they lie too close together to have one."""
    import cv2

    near = np.ascontiguousarray(points - points.mean(axis=0), np.float32)  # float32 is fine near the origin only
    corners = np.asarray(cv2.convexHull(near, returnPoints=False))
    return points if corners.ndim == 0 else np.asarray(points[corners.ravel()], np.float64)


def extent(points: Points, direction: Direction) -> tuple[float, float]:
    """From where to where points reach in a direction."""
    places = points @ np.array(direction, np.float64)
    return float(places.min()), float(places.max())


def area_of(outline: Points) -> float:
    """What a closed line encloses."""
    x, y = (outline - outline.mean(axis=0)).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def way_length(way: Points) -> float:
    """How long a line through points is."""
    steps = np.diff(way, axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def direction_of(start: Points, end: Points) -> Direction:
    """The direction from one point (2,) to another."""
    x, y = (float(value) for value in end - start)
    far = hypot(x, y)
    return (x / far, y / far)


def _smallest_width(hull: Points) -> float:
    """One of the two parallels always lies on a side of the hull."""
    sides = np.roll(hull, -1, axis=0) - hull
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    sides, lengths = sides[lengths > 0], lengths[lengths > 0]
    if lengths.size == 0:
        return 0.0
    normals = np.stack([-sides[:, 1], sides[:, 0]], axis=1) / lengths[:, None]
    return float(np.ptp(hull @ normals.T, axis=0).min())
