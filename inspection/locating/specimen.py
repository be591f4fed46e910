"""Finding the very same thing again: not another of its kind, but this one, by the texture of its surface."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.locating.placement import Placement, Points

MIN_AGREEING: Final = 12
"""So many points must agree on one movement: twice what pictures of different parts agree on by chance (6 at most, 700
pairs of rendered parts)."""
_POINTS: Final = 1500
_LEAST_CONTRAST: Final = 0.005
"""An eighth of SIFT's own: machined metal shows little contrast."""
_MOST_PIXELS: Final = 1_000_000
"""Larger pictures are reduced: this is enough for a scale to 0.1 %, and takes half a second."""
_TOLERANCE_PX: Final = 2.0


def find_again(grey: Pixels, golden_grey: Pixels) -> Placement | None:
    """The thing on `golden_grey` (height, width) on another picture of it, moved, turned and scaled; None if not found.

    Right to 0.5 px and 0.1 % of scale on sharp pictures, to 1.4 px and 0.15 % on soft ones (3 px of blur), where it is
    found on them: rendered parts, 640 x 480, other noise and light. Takes a third of a second. SIFT and RANSAC are
    OpenCV's.
    """
    import cv2

    taught, seen = _points(golden_grey), _points(grey)
    if min(len(taught.xy), len(seen.xy)) < MIN_AGREEING:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2, crossCheck=True).match(taught.descriptors, seen.descriptors)
    if len(pairs) < MIN_AGREEING:
        return None
    here, there = taught.xy[[pair.queryIdx for pair in pairs]], seen.xy[[pair.trainIdx for pair in pairs]]
    cv2.setRNGSeed(0)  # the same pictures, the same answer
    matrix, agreeing = cv2.estimateAffinePartial2D(
        here, there, ransacReprojThreshold=_TOLERANCE_PX * taught.px_per_px, maxIters=5000
    )
    if matrix is None or int(agreeing.sum()) < MIN_AGREEING:
        return None
    golden_wh = (golden_grey.shape[1], golden_grey.shape[0])
    return Placement.of(np.asarray(matrix, np.float64), golden_wh, float(agreeing.sum()) / len(pairs))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Points:
    """`xy` (n, 2) in pixels of the whole picture, `descriptors` (n, 128); `px_per_px` is how far it was reduced."""

    xy: Points
    descriptors: NDArray[np.float32]
    px_per_px: float


def _points(grey: Pixels) -> _Points:
    import cv2

    factor = max(1.0, (grey.size / _MOST_PIXELS) ** 0.5)
    size_wh = (round(grey.shape[1] / factor), round(grey.shape[0] / factor))
    small = grey if factor == 1 else cv2.resize(grey, size_wh, interpolation=cv2.INTER_AREA)
    keypoints, descriptors = cv2.SIFT.create(_POINTS, contrastThreshold=_LEAST_CONTRAST).detectAndCompute(small, None)
    xy = np.array([keypoint.pt for keypoint in keypoints], np.float64).reshape(-1, 2)
    per_px = np.array([grey.shape[1] / size_wh[0], grey.shape[0] / size_wh[1]])
    return _Points(
        xy=(xy + 0.5) * per_px - 0.5,
        descriptors=np.empty((0, 128), np.float32) if descriptors is None else np.asarray(descriptors, np.float32),
        px_per_px=factor,
    )
