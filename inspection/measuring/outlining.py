"""The outline of every detection: the model's own, else what stands out in its box."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inspection.finding import Detection, Outline
from inspection.measuring.blobs import blobs
from inspection.measuring.box import side_px
from inspection.measuring.cracks import follow
from inspection.measuring.rays import Grey
from inspection.measuring.shape import LINES, Shape
from inspection.measuring.sizes import area_of, girth_of
from inspection.measuring.skeleton import way_through
from inspection.scale import Points

SMALLEST_BOX_PX = 3.0
"""In a smaller box nothing has an outline; that of a line must only be as long as this."""
THIN = 4.0
"""From about so many times as long as wide on, straight or bent, a shape has a way along it."""
POLYGON_PX = 1.0
"""Standard uncertainty of a model's own outline: a net's masks are coarser than its picture."""


def outlines(detections: Sequence[Detection], grey: Grey) -> tuple[Shape | None, ...]:
    """The shape of each detection, in the same order; None where no outline stands out."""
    shapes: list[Shape | None] = [None] * len(detections)
    round_ones: dict[int, Detection] = {}
    for number, detection in enumerate(detections):
        if detection.polygon is not None:
            shapes[number] = _from_polygon(detection.polygon, is_line=detection.class_name in LINES)
        elif (inside := _within_frame(detection, grey)) is None:
            continue
        elif detection.class_name in LINES:
            shapes[number] = _line(inside, grey)
        else:
            round_ones[number] = inside
    if round_ones:
        for number, shape in zip(round_ones, blobs(list(round_ones.values()), grey), strict=True):
            shapes[number] = shape if shape is None or not _is_thin(shape.outline_px) else _with_way(shape)
    return tuple(shapes)


def _from_polygon(polygon: Outline, *, is_line: bool) -> Shape | None:
    corners = np.array(polygon, np.float64).reshape(-1, 2)
    if len(corners) < 3 or min(np.ptp(corners, axis=0)) <= 0:
        return None
    shape = Shape(outline_px=corners, edge_px=POLYGON_PX, is_line=is_line)
    return _with_way(shape) if is_line or _is_thin(corners) else shape


def _line(detection: Detection, grey: Grey) -> Shape | None:
    line = follow(grey, detection.xyxy)
    if line is None:
        return None
    height, width = grey.shape  # it ends where the box does
    edge_px = side_px(detection, (width, height)) / np.sqrt(2)
    return Shape(outline_px=line.outline_px, way_px=line.way_px, edge_px=float(edge_px), is_line=True)


def _with_way(shape: Shape) -> Shape:
    return replace(shape, way_px=way_through(shape.outline_px))


def _is_thin(outline_px: Points) -> bool:
    girth, area = girth_of(outline_px), area_of(outline_px)
    return girth**2 > 4 * (THIN + 2 + 1 / THIN) * area  # a rectangle's: (2 (l + w))² = 4 (l/w + 2 + w/l) l w


def _within_frame(detection: Detection, grey: Grey) -> Detection | None:
    """The detection with the part of its box that lies in the frame; None where there is no room for an outline."""
    height, width = grey.shape
    x1, y1, x2, y2 = detection.xyxy
    x1, y1, x2, y2 = max(x1, 0.0), max(y1, 0.0), min(x2, width), min(y2, height)
    short, long = sorted((x2 - x1, y2 - y1))
    if short <= 0 or (long if detection.class_name in LINES else short) < SMALLEST_BOX_PX:
        return None
    return detection.model_copy(update={"xyxy": (x1, y1, x2, y2)})
