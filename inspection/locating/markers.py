"""Finding the part by a printed marker on its jig."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.locating.alignment import Dictionary, MarkerAlignment
from inspection.locating.placement import Placement, Points

OPENCV_NAMES: Final[dict[Dictionary, str]] = {
    "4x4-50": "DICT_4X4_50",
    "5x5-100": "DICT_5X5_100",
    "6x6-250": "DICT_6X6_250",
    "april-36h11": "DICT_APRILTAG_36h11",
}
_ALL_CORNERS_PX: Final = 1e6
"""No corner is left out: there are only four, and the marker's code has proved them."""
_BORDER: Final = 0.12
"""Of the marker's side: so much white round it is looked at as well, for its outer edge is its longest."""
_STEPS: Final = 30
_STRAYED: Final = 0.05
"""Of the marker's side: further from the corners that were seen, ECC has gone astray."""


def marker_corners(grey: Pixels, alignment: MarkerAlignment) -> tuple[Points, ...]:
    """The four corners (4, 2) of every marker of that number on the picture, from its top left clockwise."""
    import cv2

    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, OPENCV_NAMES[alignment.dictionary]))
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(grey)
    numbers = [] if ids is None else ids.ravel().tolist()
    return tuple(
        np.asarray(quad, np.float64).reshape(4, 2)
        for quad, number in zip(corners, numbers, strict=True)
        if number == alignment.marker_id
    )


def by_corners(corners: Points, golden_corners: Points, golden_wh: tuple[int, int]) -> Placement:
    """How the marker moved: the similarity that fits its four corners best. At the marker it is right to 0.2 px."""
    import cv2

    matrix, _ = cv2.estimateAffinePartial2D(golden_corners, corners, ransacReprojThreshold=_ALL_CORNERS_PX)
    return Placement.of(np.asarray(matrix, np.float64), golden_wh, 1.0)


def by_whole_marker(grey: Pixels, golden_grey: Pixels, golden_corners: Points, rough: Placement) -> Placement:
    """The same from every edge of the marker (ECC): then the far end of the picture is right as well, to 0.3 px of 640.

    The corners of a marker of 40 px alone leave 5 px there, for they tell its turn only roughly. The jig is taken to
    lie at its height: its scale is 1. Where ECC does not end where the corners are, `rough` stands.
    """
    import cv2

    margin = _BORDER * np.ptp(golden_corners, axis=0)
    first = np.maximum(np.floor(golden_corners.min(axis=0) - margin), 0).astype(int)
    last = np.ceil(golden_corners.max(axis=0) + margin).astype(int)
    piece = golden_grey[first[1] : last[1], first[0] : last[0]]
    rows, columns = grey.shape
    guess = _shifted(np.array(rough.to_frame, np.float64).reshape(2, 3), first).astype(np.float32)
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _STEPS, 1e-5)
    try:
        _, found = cv2.findTransformECC(
            piece, grey, guess, cv2.MOTION_EUCLIDEAN, until, np.ones((rows, columns), np.uint8), 5
        )
    except cv2.error:
        return rough
    exact = Placement.of(_shifted(np.asarray(found, np.float64), -first), rough.golden_wh, rough.score)
    strayed = np.hypot(*(exact.frame_points(golden_corners) - rough.frame_points(golden_corners)).T).max()
    return exact if strayed < _STRAYED * float(np.ptp(golden_corners)) else rough


def _shifted(matrix: NDArray[np.float64], origin: NDArray[np.int_]) -> NDArray[np.float64]:
    """The same movement, of points that are counted from another origin."""
    return np.hstack([matrix[:, :2], (matrix[:, :2] @ origin + matrix[:, 2])[:, None]])
