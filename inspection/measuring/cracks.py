"""The way of a crack: the darkest way through the box, from end to end.

A crack is a dark line a pixel or two wide that wanders and branches. Which way it takes is found as the cheapest one,
each pixel costing the more the less it lies on a dark line (a minimal path: Cohen and Kimmel, Int. J. of Computer
Vision 24, 1997). Branches are not followed; the outline has them where they hang together with the way.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inspection.measuring.ranks import percentile
from inspection.measuring.rays import Array, Grey
from inspection.scale import Points

Cells: TypeAlias = NDArray[np.intp]
"""Shape (m, 2), row and column of pixels one beside the other."""

CLEAR = 2.5
"""So many times the mean of the window a line must stand out on three quarters of its way: 97 of 100 rendered cracks
do, and one of twelve places without any."""
AROUND_PX = 6
"""What is seen of the surroundings."""
LINE_PX = 1.0
"""Standard deviation of the blur under which lines are looked for."""
DIM = 0.05
"""A pixel on no line at all costs as much as twenty on a clear one."""
MOST_PIXELS = 40_000
"""A larger window is looked at in a coarser picture."""
WIDEST_PX = 15
"""Dark lines up to this wide are told from dark ground."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A dark line in pixels of the picture: its way (m, 2) from tip to tip, and its outline (n, 2)."""

    way_px: Points
    outline_px: Points


def follow(grey: Grey, box: tuple[float, float, float, float]) -> Line | None:
    """The dark line through a box from one end of its longer side to the other; None where none stands out."""
    x1, y1, x2, y2 = box
    left, top = max(int(x1) - AROUND_PX, 0), max(int(y1) - AROUND_PX, 0)
    window, coarse = _at_most(grey[top : ceil(y2) + AROUND_PX, left : ceil(x2) + AROUND_PX], MOST_PIXELS)
    rows, columns = (
        _pixels((y1 - top) / coarse, (y2 - top) / coarse),
        _pixels((x1 - left) / coarse, (x2 - left) / coarse),
    )
    lines = _lines(window)
    way = _cheapest_way(lines[rows, columns])
    if way is None or percentile(lines[rows, columns][tuple(way.T)], 25) < CLEAR * float(lines.mean()):
        return None
    first = np.array([columns.start, rows.start]) + 0.5
    return Line(
        way_px=(_steady(way[:, ::-1]) + first) * coarse + (left, top),
        outline_px=(_outline(window[rows, columns], way) + first) * coarse + (left, top),
    )


def _at_most(window: Grey, pixels: int) -> tuple[Grey, float]:
    """The window, coarser by the factor returned where it is larger than so many pixels."""
    import cv2

    if window.size <= pixels:
        return window, 1.0
    coarse = sqrt(window.size / pixels)
    smaller = cv2.resize(window, None, fx=1 / coarse, fy=1 / coarse, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8), coarse


def _pixels(low: float, high: float) -> slice:
    """The whole pixels from one place to another, at least two."""
    return slice(max(round(low), 0), max(round(high), round(low) + 2))


def _lines(window: Grey) -> Array:
    """How much the grey curves upwards across the darkest line through each pixel: the Hessian's larger eigenvalue."""
    import cv2

    soft = cv2.GaussianBlur(window.astype(np.float32), (0, 0), LINE_PX)
    xx, yy, xy = (cv2.Sobel(soft, cv2.CV_32F, dx, dy, ksize=3) for dx, dy in ((2, 0), (0, 2), (1, 1)))
    return np.maximum((xx + yy) / 2 + np.hypot((xx - yy) / 2, xy), 0).astype(np.float32)


def _cheapest_way(lines: Array) -> Cells | None:
    """From one end of the longer side to the other; None where there is nothing dark."""
    from skimage.graph import MCP_Geometric

    height, width = lines.shape
    if min(height, width) < 2 or (clear := float(percentile(lines.ravel(), 95))) <= 0:
        return None
    if width >= height:
        starts, ends = ([(row, column) for row in range(height)] for column in (0, width - 1))
    else:
        starts, ends = ([(row, column) for column in range(width)] for row in (0, height - 1))
    search = MCP_Geometric(1 / (DIM + np.minimum(lines / clear, 1.5) ** 2))
    costs, _ = search.find_costs(starts, ends, find_all_ends=False)
    return np.array(search.traceback(min(ends, key=lambda end: float(costs[end]))), np.intp)


def _outline(window: Grey, way: Cells) -> Points:
    """Round all that is at least half as dark as the way and hangs together with it."""
    import cv2
    from skimage.measure import find_contours

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (WIDEST_PX, WIDEST_PX))
    darkness = cv2.morphologyEx(window, cv2.MORPH_BLACKHAT, disc)
    line = darkness >= max(float(np.median(darkness[tuple(way.T)])) / 2, 1.0)
    line[tuple(way.T)] = True
    _, pieces = cv2.connectedComponents(line.astype(np.uint8), connectivity=8)
    piece = np.pad(pieces == pieces[tuple(way[0])], 1).astype(np.float64)
    contours = find_contours(piece, 0.5, fully_connected="high")  # type: ignore[no-untyped-call]
    round_it = max(contours, key=len)
    return np.asarray(round_it[:-1, ::-1] - 1, np.float64)


def _steady(way: NDArray[np.intp]) -> Points:
    """Less of the pixels' staircase, and from the outer edge of the first pixel to that of the last."""
    points = way.astype(np.float64)
    inner = 0.2 * points[:-2] + 0.6 * points[1:-1] + 0.2 * points[2:]
    first, last = points[:1] + (points[:1] - points[1:2]) / 2, points[-1:] + (points[-1:] - points[-2:-1]) / 2
    return np.concatenate([first, inner, last])
