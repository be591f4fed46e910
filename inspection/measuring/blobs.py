"""The shape of blobs: two witnesses, the outline that stands out in the picture and the sides of the box."""

from collections.abc import Sequence

import numpy as np

from inspection.finding import Detection
from inspection.measuring.box import side_px
from inspection.measuring.rays import CLEAR, Array, Grey, trace
from inspection.measuring.shape import Shape

APART = 0.1
"""An outline whose sides lie farther from those of the box, as a share of its size, is not that of what was detected:
such ones measured a fifth too little."""

# standard uncertainties, found out by measuring rendered defects (docs/measuring.md)
STEP_PX = 0.3
STEP_OF_SOFTNESS = 0.25
"""Where along a soft step the edge lies, as a share of the step's width."""
EDGE_PX = 0.3
EDGE_OF_SIZE = 0.025
EDGE_OF_DISAGREEMENT = 0.7
"""How far the outline and the box lie apart says most about how wrong either is."""


def blobs(detections: Sequence[Detection], grey: Grey) -> tuple[Shape | None, ...]:
    """The shape of the dark blob in each box, in the same order; None where no outline stands out.

    Each side of the outline is moved towards that of the box, as far as the doubt of both says.
    """
    boxes = np.array([detection.xyxy for detection in detections], np.float32)
    traced = trace(grey, boxes)
    doubt_px = np.array([side_px(detection, grey.shape[::-1]) for detection in detections])
    moved, apart_px = _moved(traced.points_px, traced.softness_px, boxes, doubt_px)
    size_px = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    stands_out = (traced.clearness >= CLEAR) & (apart_px <= np.maximum(2 * doubt_px, APART * size_px))
    edge_px = np.sqrt(EDGE_PX**2 + (EDGE_OF_SIZE * size_px) ** 2 + (EDGE_OF_DISAGREEMENT * apart_px) ** 2)
    return tuple(
        Shape(outline_px=points.astype(np.float64), edge_px=float(edge)) if clear else None
        for points, edge, clear in zip(moved, edge_px, stands_out, strict=True)
    )


def _moved(points_px: Array, softness_px: Array, boxes: Array, doubt_px: Array) -> tuple[Array, Array]:
    """The outlines (n, rays, 2) stretched to sides between their own and those of the boxes; how far these lay apart.

    `doubt_px` (n,) is that of a box's side; that of the outline's own is a share of the grey step's width there.
    """
    blob = np.arange(len(boxes))
    moved, apart = points_px.copy(), []
    for axis in (0, 1):
        places = points_px[:, :, axis]
        sides = []
        for ray, side in ((places.argmin(axis=1), boxes[:, axis]), (places.argmax(axis=1), boxes[:, axis + 2])):
            own, own_doubt = places[blob, ray], np.hypot(STEP_PX, STEP_OF_SOFTNESS * softness_px[blob, ray])
            apart.append(side - own)
            sides.append((own, own + (side - own) * own_doubt**2 / (own_doubt**2 + doubt_px**2)))
        (low, new_low), (high, new_high) = sides
        stretched = (new_high - new_low) / np.maximum(high - low, 1e-3)
        moved[:, :, axis] = new_low[:, None] + (places - low[:, None]) * stretched[:, None]
    return moved, np.sqrt(np.mean(np.square(apart), axis=0))
