"""How large a closed line in the plane is. Plain geometry: no picture, no units, no doubt."""

from dataclasses import dataclass
from math import hypot, pi, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inspection.scale import Points

Complex: TypeAlias = NDArray[np.complex128]
Direction = tuple[float, float]
"""A vector of length 1."""
NOTHING = 1e-12
"""A shorter side has no direction."""


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
    hull = _complex(hull_of(outline))
    turned = hull * complex(*direction).conjugate()
    low, high = float(turned.real.min()), float(turned.real.max())
    diameter = float(np.abs(hull[:, None] - hull).max())
    area = area_of(outline)
    return Sizes(
        diameter=diameter,
        equivalent_diameter=2 * sqrt(area / pi),
        width=_smallest_width(hull),
        area=area,
        along=high - low,
        across=float(turned.imag.max() - turned.imag.min()),
        middle=(low + high) / 2,
        length=diameter if way is None else max(way_length(way), diameter),
        girth=girth_of(outline),
    )


def hull_of(points: Points) -> Points:
    """The corners of the convex hull; all points where they lie too close together to have one."""
    import cv2

    near = np.ascontiguousarray(points - points[0], np.float32)  # float32 is fine near the origin only
    corners = np.asarray(cv2.convexHull(near, returnPoints=False))
    return points if corners.ndim == 0 else np.asarray(points[corners.ravel()], np.float64)


def extent(points: Points, direction: Direction) -> tuple[float, float]:
    """From where to where points reach in a direction."""
    places = points @ np.array(direction, np.float64)
    return float(places.min()), float(places.max())


def area_of(outline: Points) -> float:
    """What a closed line encloses."""
    corners = _complex(outline - outline[0])
    return abs(float((corners[:-1].conj() * corners[1:]).imag.sum())) / 2


def girth_of(outline: Points) -> float:
    """How long a closed line is."""
    corners = _complex(outline)
    return float(np.abs(corners[1:] - corners[:-1]).sum() + abs(corners[0] - corners[-1]))


def way_length(way: Points) -> float:
    """How long a line through points is."""
    points = _complex(way)
    return float(np.abs(points[1:] - points[:-1]).sum())


def direction_of(start: Points, end: Points) -> Direction:
    """The direction from one point (2,) to another."""
    x, y = (float(value) for value in end - start)
    far = hypot(x, y)
    return (x / far, y / far)


def _smallest_width(hull: Complex) -> float:
    """One of the two parallels always lies on a side of the hull."""
    sides = np.append(hull[1:], hull[0]) - hull
    lengths = np.abs(sides)
    some = lengths > NOTHING
    if not some.any():
        return 0.0
    beside = (hull[:, None] * (sides[some] / lengths[some]).conj()).imag
    return float((beside.max(axis=0) - beside.min(axis=0)).min())


def _complex(points: Points) -> Complex:
    """Points (n, 2) as complex numbers (n,): lengths, turns and projections are short then, and quick."""
    return np.ascontiguousarray(points, np.float64).view(np.complex128).ravel()
