"""Finding the part by a printed marker on its jig."""

from typing import Final

import numpy as np

from camera.frame import Pixels
from inspection.locating.alignment import Dictionary, MarkerAlignment
from inspection.locating.placement import Placement, Points

_OPENCV_NAMES: Final[dict[Dictionary, str]] = {
    "4x4-50": "DICT_4X4_50",
    "5x5-100": "DICT_5X5_100",
    "6x6-250": "DICT_6X6_250",
    "april-36h11": "DICT_APRILTAG_36h11",
}


def marker_corners(grey: Pixels, alignment: MarkerAlignment) -> tuple[Points, ...]:
    """The four corners (4, 2) of every marker of that number on the picture, from its top left clockwise."""
    import cv2

    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, _OPENCV_NAMES[alignment.dictionary]))
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(grey)
    numbers = [] if ids is None else ids.ravel().tolist()
    return tuple(
        np.asarray(quad, np.float64).reshape(4, 2)
        for quad, number in zip(corners, numbers, strict=True)
        if number == alignment.marker_id
    )


def placement_of(corners: Points, golden_corners: Points, golden_wh: tuple[int, int]) -> Placement | None:
    """How the marker moved."""
    import cv2

    matrix, _ = cv2.estimateAffinePartial2D(golden_corners, corners)
    if matrix is None:
        return None
    return Placement.of(np.asarray(matrix, np.float64), golden_wh, 1.0)
