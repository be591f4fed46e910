"""Finding the part by its own outline and edges."""

import numpy as np

from camera.frame import Pixels
from inspection.locating.alignment import FeatureAlignment
from inspection.locating.placement import Placement


def placement_by_edges(grey: Pixels, golden_grey: Pixels, alignment: FeatureAlignment) -> Placement | None:
    """Where the golden part's edges lie in the picture; None where they are not found."""
    import cv2

    factor = 160 / golden_grey.shape[1]
    small, template = (
        cv2.GaussianBlur(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), (0, 0), 1)
        for picture in (grey, golden_grey)
    )
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
    start = np.eye(2, 3, dtype=np.float32)
    try:
        score, matrix = cv2.findTransformECC(template, small, start, cv2.MOTION_EUCLIDEAN, criteria)
    except cv2.error:
        return None
    found = np.asarray(matrix, np.float64)
    found[:, 2] /= factor
    return Placement.of(found, (golden_grey.shape[1], golden_grey.shape[0]), float(np.clip(score, 0, 1)))
