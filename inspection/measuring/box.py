"""What a box alone says of the defect in it: how large it can be at most, and how small."""

from dataclasses import replace
from math import hypot, sqrt

import numpy as np

from inspection.finding import Detection
from inspection.measuring.ground import Ground
from inspection.measuring.shape import LINES
from inspection.measuring.sizes import Direction, Sizes, sizes_of, way_length
from inspection.scale import Points, length_per_px

SIDE_PX = 1.0
"""Standard uncertainty of one side of a box: a net's is seldom better than a pixel of the picture that it looks at,"""
SIDE_OF_SIZE = 0.03
"""nor than so much of its size;"""
NET_PX = 640
"""and it looks at a picture whose longer side has been brought down to this."""


def corners_of(detection: Detection) -> Points:
    """The box as a closed line, (4, 2)."""
    x1, y1, x2, y2 = detection.xyxy
    return np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], np.float64)


def side_px(detection: Detection, frame_wh: tuple[int, int]) -> float:
    """Standard uncertainty of one side of the box, in pixels of a frame of that size."""
    x1, y1, x2, y2 = detection.xyxy
    return hypot(SIDE_PX * max(max(frame_wh) / NET_PX, 1), SIDE_OF_SIZE * max(x2 - x1, y2 - y1))


def sizes_of_box(detection: Detection, ground: Ground) -> tuple[Sizes, Sizes]:
    """The largest sizes that a defect which touches all four sides can have, and their standard uncertainty.

    The smallest that it can have lies two standard uncertainties below: so a box never proves that a limit is exceeded
    which the defect might keep. A thin line may run from corner to corner and have hardly any area or width. The way of
    a line that only goes forward is not longer than two sides together; of all else the length is the diameter.
    """
    corners_px = corners_of(detection)
    corners = ground.flat(corners_px)
    largest = sizes_of(corners, ground.along)
    a, b = way_length(corners[:2]), way_length(corners[1:3])
    if detection.class_name in LINES:
        largest = replace(largest, length=max(a + b, largest.diameter))

    x, y = corners_px.mean(axis=0)
    side = side_px(detection, ground.frame_wh) * length_per_px(ground.scale, (float(x), float(y)))
    sides = sqrt(2) * side  # two of them, independent
    across: Direction = (-ground.along[1], ground.along[0])

    def doubt(of: float, at_least: float) -> float:
        return hypot(sides, (of - at_least) / 2)

    return largest, Sizes(
        diameter=doubt(largest.diameter, max(a, b)),
        equivalent_diameter=doubt(largest.equivalent_diameter, 0),
        width=doubt(largest.width, 0),
        area=hypot(sides * hypot(a, b), largest.area / 2),
        along=doubt(largest.along, _of_a_diagonal(corners, ground.along)),
        across=doubt(largest.across, _of_a_diagonal(corners, across)),
        middle=sides / 2,
        length=doubt(largest.length, max(a, b)),
        girth=0,
    )


def _of_a_diagonal(corners: Points, direction: Direction) -> float:
    """The smaller extent of the two diagonals: a line between opposite corners touches all four sides, too."""
    return float(np.abs((corners[2:] - corners[:2]) @ np.array(direction)).min())
