"""The way along a thin shape whose outline is known: the longest way through its skeleton."""

from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inspection.scale import Points

Bones: TypeAlias = NDArray[np.bool_]
Cell: TypeAlias = tuple[int, int]
Cells: TypeAlias = NDArray[np.intp]
"""Shape (m, 2), row and column of pixels one beside the other."""

FINER = 4.0
"""The raster in which the skeleton is taken is so many times finer than the picture,"""
MOST_PX = 400
"""but its longer side no longer than this."""
CONVEX = 0.97
"""Share of its hull that a convex shape fills, drawn with the steps of a raster."""
STRIDE = 8
"""One of so many pixels of the skeleton is kept: less staircase."""


def way_through(outline_px: Points) -> Points | None:
    """From tip to tip (m, 2) through the closed line `outline_px` (n, 2); None where it is too small to have a way.

    None for a convex outline as well: no way through it is longer than its diameter, but its skeleton forks into the
    corners, and a way through two of those would be. Of a skeleton that branches the longest way counts. It is drawn
    out at both ends by what the skeleton stays away from the tips.
    """
    import cv2
    from skimage.morphology import skeletonize

    if _is_convex(outline_px):
        return None
    low, size = outline_px.min(axis=0), np.ptp(outline_px, axis=0)
    scale = min(MOST_PX / max(float(size.max()), 1.0), FINER)
    inside = np.zeros((ceil(size[1] * scale) + 3, ceil(size[0] * scale) + 3), np.uint8)
    corners = (outline_px - low) * scale + 1
    cv2.fillPoly(inside, [np.rint(corners * 16).astype(np.int32)], (1,), shift=4)
    bones = np.asarray(skeletonize(inside > 0), np.bool_)  # type: ignore[no-untyped-call]
    if np.count_nonzero(bones) < 2:
        return None
    way = _longest_way(bones)
    kept = way[[*range(0, len(way) - 1, STRIDE), len(way) - 1]]
    away = cv2.distanceTransform(inside, cv2.DIST_L2, 5)[kept[[0, -1], 0], kept[[0, -1], 1]]
    points = kept[:, ::-1].astype(np.float64)
    first, last = (
        tip + far * (tip - near) / np.hypot(*(tip - near))
        for tip, near, far in ((points[0], points[1], away[0]), (points[-1], points[-2], away[1]))
    )
    whole = np.concatenate([first[None], points, last[None]])
    return np.asarray((whole - 1) / scale + low, np.float64)


def _is_convex(outline_px: Points) -> bool:
    """Whether next to nothing is missing to the outline's convex hull."""
    import cv2

    line = outline_px.astype(np.float32)
    return cv2.contourArea(line) >= CONVEX * cv2.contourArea(cv2.convexHull(line))


def _longest_way(bones: Bones) -> Cells:
    """Over the bones from the pixel farthest from any one of them to the pixel farthest from that."""
    from skimage.graph import MCP_Geometric

    search = MCP_Geometric(np.where(bones, 1.0, -1.0))

    def farthest_from(start: Cell) -> Cell:
        costs, _ = search.find_costs([start])
        row, column = np.unravel_index(int(np.where(np.isfinite(costs), costs, -1.0).argmax()), bones.shape)
        return int(row), int(column)

    row, column = np.argwhere(bones)[0].tolist()
    return np.array(search.traceback(farthest_from(farthest_from((row, column)))), np.intp)
