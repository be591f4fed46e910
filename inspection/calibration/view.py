"""What one picture shows of a target: which one, where its corners lie, how sharp its edges are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from camera.figures import grey_of
from camera.frame import Pixels
from inspection.calibration.refusal import Problem
from inspection.calibration.target import TARGETS, Target, dictionary
from inspection.calibration.wording import refused

Points = NDArray[np.float64]

MIN_MARKERS: Final = 4
MIN_CORNERS: Final = 12
"""Twice what the lens and the place of one view need (9 and 6 numbers, two from each corner), and some to check by."""
MIN_SHARE: Final = 0.04
"""Of the picture, within the outermost corners."""
MAX_BLUR_PX: Final = 2.2
MAX_MOTION_PX: Final = 1.6
"""Standard deviation of the smear across an edge; a stroke of 4 px gives this value."""
STROKE: Final = 1.5
"""How many times more one direction must be smeared than the other for it to be movement."""

_WINDOW: Final = 0.11
"""Half of the window in which a corner is refined, as a share of a square: up to the nearest marker it is 0.125."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """Corners `corners_px` (n, 2) with their numbers `ids` (n,) on the target, both read-only.

    `blur_px` is the smear across edges, the larger of both directions first.
    """

    target: Target
    resolution_wh: tuple[int, int]
    ids: NDArray[np.intp]
    corners_px: Points
    blur_px: tuple[float, float]

    def __post_init__(self) -> None:
        for array in (self.ids, self.corners_px):
            array.flags.writeable = False

    @property
    def share(self) -> float:
        """How much of the picture lies within the outermost corners, 0 to 1."""
        import cv2

        hull = cv2.convexHull(self.corners_px.astype(np.float32))
        width, height = self.resolution_wh
        return float(cv2.contourArea(hull)) / (width * height)


def look(pixels: Pixels, number: int | None = None) -> View:
    """Find a target in a picture (height, width, 3), RGB; `number` is the picture's, for the message.

    Raises CalibrationRefused where none is to be seen, or too little of it, or not sharply enough.
    """
    view = _seen(grey_of(pixels))
    if view is None:
        raise refused(Problem.NO_TARGET, view=number)
    _must_do(view, number)
    return view


def _seen(grey: Pixels) -> View | None:
    """The target with all its corners that are found; None where there is none."""
    from cv2 import aruco

    markers, marker_ids, _ = aruco.ArucoDetector(dictionary()).detectMarkers(grey)
    target = _most_seen(marker_ids)
    if target is None:
        return None
    detector = aruco.CharucoDetector(target.charuco_board())
    found, ids, _, _ = detector.detectBoard(grey, markerCorners=markers, markerIds=marker_ids)
    if ids is None:
        return None
    numbers = np.asarray(ids, np.intp).reshape(-1)
    rough = np.asarray(found, np.float64).reshape(-1, 2)
    neighbours = _neighbours(target, numbers)
    return View(
        target=target,
        resolution_wh=(grey.shape[1], grey.shape[0]),
        ids=numbers,
        corners_px=_refined(grey, rough, neighbours),
        blur_px=_blur(grey, rough, neighbours),
    )


def _must_do(view: View, number: int | None) -> None:
    larger, smaller = view.blur_px
    if larger > MAX_MOTION_PX and larger > STROKE * smaller:
        raise refused(Problem.MOTION_BLUR, view=number, value=larger, limit=MAX_MOTION_PX)
    if larger > MAX_BLUR_PX:
        raise refused(Problem.OUT_OF_FOCUS, view=number, value=larger, limit=MAX_BLUR_PX)
    if len(view.ids) < MIN_CORNERS:
        raise refused(Problem.TOO_FEW_CORNERS, view=number, value=len(view.ids), limit=MIN_CORNERS)
    if view.share < MIN_SHARE:
        raise refused(Problem.TARGET_TOO_SMALL, view=number, value=view.share, limit=MIN_SHARE)


def _most_seen(marker_ids: ArrayLike | None) -> Target | None:
    """The target that most of these markers belong to; None where they are too few."""
    if marker_ids is None:
        return None
    seen = np.asarray(marker_ids).reshape(-1)
    counts = [np.sum((seen >= one.first_id) & (seen < one.first_id + one.marker_count)) for one in TARGETS]
    best = int(np.argmax(counts))
    return TARGETS[best] if counts[best] >= MIN_MARKERS else None


def _neighbours(target: Target, ids: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places in `ids` of corners side by side, (n, 2), and of corners one below the other."""
    across = target.columns - 1
    place = np.full(target.corner_count + across, -1)
    place[ids] = np.arange(len(ids))
    right = np.where((ids + 1) % across == 0, -1, place[ids + 1])
    below = place[ids + across]
    beside = [np.column_stack([np.flatnonzero(other >= 0), other[other >= 0]]) for other in (right, below)]
    return beside[0], beside[1]


def _refined(grey: Pixels, rough: Points, neighbours: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Points:
    """The corners to a few hundredths of a pixel, from a window that is as large as the squares allow."""
    import cv2

    pairs = np.concatenate(neighbours)
    if not len(pairs):
        return rough
    sides = np.linalg.norm(rough[pairs[:, 0]] - rough[pairs[:, 1]], axis=1)
    half = int(np.clip(round(_WINDOW * np.percentile(sides, 10)), 2, 15))
    criteria = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, 50, 1e-3)
    start = rough.astype(np.float32).reshape(-1, 1, 2)
    fine = cv2.cornerSubPix(grey, start, (half, half), (-1, -1), criteria)
    return np.asarray(fine, np.float64).reshape(-1, 2)


def _blur(grey: Pixels, corners: Points, neighbours: tuple[NDArray[np.intp], NDArray[np.intp]]) -> tuple[float, float]:
    """Smear across the edges of the squares in both directions, larger first; 0 where no edge is whole."""
    first, second = (_smear(grey, corners[pairs[:, 0]], corners[pairs[:, 1]]) for pairs in neighbours)
    return max(first, second), min(first, second)


def _smear(grey: Pixels, start: Points, end: Points) -> float:
    """Median standard deviation, in pixels, of the smear across edges that run from `start` to `end` (n, 2).

    An edge between black and white that is smeared by a normal distribution rises by its height / (sigma sqrt(2 pi)) a
    pixel where it is steepest.
    """
    import cv2

    side = np.linalg.norm(end - start, axis=1)
    if not len(side):
        return 0.0
    reach, step = max(2.0, _WINDOW * float(np.median(side))), 0.25
    across = np.arange(-reach, reach + step, step)
    along = np.linspace(0.3, 0.7, 9)
    normal = np.column_stack([start[:, 1] - end[:, 1], end[:, 0] - start[:, 0]]) / side[:, None]
    on_edge = start[:, None] + (end - start)[:, None] * along[None, :, None]
    places = (on_edge[:, :, None] + normal[:, None, None] * across[None, None, :, None]).astype(np.float32)
    flat = places.reshape(len(side) * len(along), len(across), 2)
    light = cv2.remap(
        grey.astype(np.float32), flat[..., 0], flat[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    profile = np.asarray(light).reshape(len(side), len(along), len(across)).mean(axis=1)
    steepest = np.abs(profile[:, 2:] - profile[:, :-2]).max(axis=1) / (2 * step)
    height = profile.max(axis=1) - profile.min(axis=1)
    return float(np.median(height / np.maximum(steepest, 1e-6)) / np.sqrt(2 * np.pi))
