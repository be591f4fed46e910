"""The camera model that fits what several views of a target show, and how sure it is.

OpenCV finds the model; a few steps more weigh it against what is known beforehand (`_Beforehand`) of any camera (square
pixels, an axis near the middle of the picture, a lens that bends lines a little) and of any sheet (it bulges a little,
alike in all views). Many views outweigh that; with a single one it says what the view leaves open. Both together give
the covariance of everything that was fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LENS: Final = 9
"""Numbers of the lens: fx, fy, cx, cy, k1, k2, p1, p2, k3."""
SHEET: Final = 3
"""Numbers of the sheet, in mm: how far its edges lie above its middle, lengthways, crossways, and by twist."""
POSE: Final = 6
"""Numbers of a view: rotation vector and translation in mm, from the target to the camera."""
FIRST_POSE: Final = LENS + SHEET

_USUAL_FOCAL: Final = 1.2
"""Focal length in pixels as a share of the longer side: a field of view of 45°, where nothing else is known."""
_STEPS: Final = 40
_LEAST_NOISE_PX: Final = 0.03
"""No corner is seen better than this: the best that `view.look` does on rendered pictures (tests/.../test_view.py)."""
_OUTLIER: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """One view: points of the target's plane `plane_mm` (n, 2) and where they are in the picture `seen_px` (n, 2)."""

    plane_mm: Array
    seen_px: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LensFit:
    """Numbers `values` of lens (`LENS`), sheet (`SHEET`) and every view (`POSE` each), with their `covariance`.

    `if_flat` is the covariance that they would have on a sheet of which it is known that it is flat. `residual_px` is
    the root mean square distance of all `corners` from the model.
    """

    values: Array
    covariance: Array
    if_flat: Array
    residual_px: float
    corners: int

    @property
    def last_pose(self) -> Array:
        """Rotation vector and translation of the last view."""
        return self.values[-POSE:]

    @property
    def poses(self) -> Array:
        """All views' rotation vectors and translations, (views, 6)."""
        return self.values[FIRST_POSE:].reshape(-1, POSE)

    @property
    def bulge_mm(self) -> float:
        """By how much the sheet surely bulges: the largest of its numbers, less twice its standard uncertainty."""
        sheet = slice(LENS, FIRST_POSE)
        return float((np.abs(self.values[sheet]) - 2 * np.sqrt(np.diag(self.covariance)[sheet])).max())

    @property
    def focal_spread(self) -> float:
        """Standard uncertainty of the focal length as a share of it."""
        return float(np.sqrt(self.covariance[0, 0]) / self.values[0])


def fit_lens(sights: Sequence[Sight], resolution_wh: tuple[int, int], flatness_mm: float) -> LensFit:
    """The camera model for these views of a sheet that bulges by `flatness_mm` at most; stray corners are left out.

    Raises numpy.linalg.LinAlgError or cv2.error for views that no camera can have taken.
    """
    values = _start(sights, resolution_wh)
    known = _Beforehand.of(values, resolution_wh, flatness_mm)
    values = _settled(values, sights, known, noise_px=0.1)
    kept = _without_strays(values, sights)
    noise_px = _noise(values, kept)
    values = _settled(values, kept, known, noise_px=noise_px)
    left, jacobian = _residuals(values, kept)
    precision = jacobian.T @ jacobian / noise_px**2 + known.precision
    if_flat = np.zeros_like(precision)
    free = np.r_[:LENS, FIRST_POSE : len(values)]
    if_flat[np.ix_(free, free)] = np.linalg.inv(precision[np.ix_(free, free)])
    return LensFit(
        values=values,
        covariance=np.asarray(np.linalg.inv(precision), np.float64),
        if_flat=if_flat,
        residual_px=float(np.sqrt(2 * np.mean(left**2))),
        corners=len(left) // 2,
    )


def _start(sights: Sequence[Sight], resolution_wh: tuple[int, int]) -> Array:
    """OpenCV's answer; for a single view, which it cannot solve, that of a usual camera."""
    import cv2

    width, height = resolution_wh
    focal = _USUAL_FOCAL * max(resolution_wh)
    matrix = np.array([(focal, 0, (width - 1) / 2), (0, focal, (height - 1) / 2), (0, 0, 1)])
    spaces = [np.column_stack([sight.plane_mm, np.zeros(len(sight.plane_mm))]).astype(np.float32) for sight in sights]
    pictures = [sight.seen_px.astype(np.float32) for sight in sights]
    if len(sights) == 1:
        _, rotation, translation = cv2.solvePnP(spaces[0], pictures[0], matrix, np.zeros(5), flags=cv2.SOLVEPNP_IPPE)
        return _together(matrix, np.zeros(5), [(rotation, translation)])
    flags = cv2.CALIB_USE_INTRINSIC_GUESS | cv2.CALIB_FIX_ASPECT_RATIO | cv2.CALIB_FIX_K3
    _, found, bent, rotations, translations = cv2.calibrateCamera(
        spaces, pictures, resolution_wh, matrix, np.zeros(5), flags=flags
    )
    return _together(found, bent, list(zip(rotations, translations, strict=True)))


def _together(matrix: ArrayLike, distortion: ArrayLike, poses: Sequence[tuple[ArrayLike, ArrayLike]]) -> Array:
    square, bent = np.asarray(matrix, np.float64), np.asarray(distortion, np.float64).reshape(-1)
    lens = [square[0, 0], square[1, 1], square[0, 2], square[1, 2], *bent[:5]]
    placed = [np.asarray(part, np.float64).reshape(-1) for pose in poses for part in pose]
    return np.concatenate([lens, np.zeros(SHEET), *placed])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Beforehand:
    """What is known before any picture: `weights` (rows, values) times the difference from `expected` scatters by 1."""

    expected: Array
    weights: Array

    @property
    def precision(self) -> Array:
        """The inverse of the covariance that this knowledge alone gives."""
        return np.asarray(self.weights.T @ self.weights, np.float64)

    @classmethod
    def of(cls, values: Array, resolution_wh: tuple[int, int], flatness_mm: float) -> Self:
        """The knowledge about a camera of this picture size, whose field of view is about that of `values`.

        What the lens bends is told at the corner of the picture: k1 moves it by 15 % of its distance from the middle,
        k2 by 5 %, k3 by 2 %, p1 and p2 by 0.3 %. The axis is 3 % of the longer side off the middle, the pixels are
        square to 0.1 %, the focal length is within 60 %. These are standard deviations, wide enough for webcams as well
        as for lenses of machine vision. Bulges of up to `flatness_mm` are evenly likely.
        """
        width, height = resolution_wh
        longer, focal = max(resolution_wh), _USUAL_FOCAL * max(resolution_wh)
        reach = np.hypot(width, height) / (values[0] + values[1])
        expected, weights = np.zeros(len(values)), np.zeros((FIRST_POSE, len(values)))
        expected[:4] = focal, focal, (width - 1) / 2, (height - 1) / 2
        weights[0, :2] = 0.5 / (0.6 * focal)
        weights[1, :2] = 1 / (0.001 * focal), -1 / (0.001 * focal)
        of_axis = (1 / (0.03 * longer),) * 2
        of_bend = (reach**2 / 0.15, reach**4 / 0.05, reach / 0.003, reach / 0.003, reach**6 / 0.02)
        of_sheet = (np.sqrt(3) / max(flatness_mm, 1e-3),) * 3
        for place, weight in enumerate((*of_axis, *of_bend, *of_sheet), start=2):
            weights[place, place] = weight
        return cls(expected=expected, weights=weights)


def _residuals(values: Array, sights: Sequence[Sight]) -> tuple[Array, Array]:
    """How far the corners are seen from where the model puts them, (2 n,), and the model's derivatives."""
    rows = sum(2 * len(sight.seen_px) for sight in sights)
    left, jacobian = np.zeros(rows), np.zeros((rows, len(values)))
    all_mm = np.concatenate([sight.plane_mm for sight in sights])
    low, high = all_mm.min(axis=0), all_mm.max(axis=0)
    row = 0
    for number, sight in enumerate(sights):
        place = slice(FIRST_POSE + POSE * number, FIRST_POSE + POSE * (number + 1))
        x, y = ((2 * sight.plane_mm - low - high) / (high - low)).T
        seen, by_pose, by_lens, by_sheet = _project(
            values, values[place], sight.plane_mm, np.stack([x * x, y * y, x * y])
        )
        end = row + 2 * len(seen)
        left[row:end] = (sight.seen_px - seen).reshape(-1)
        jacobian[row:end, place], jacobian[row:end, :LENS] = by_pose, by_lens
        jacobian[row:end, LENS:FIRST_POSE] = by_sheet
        row = end
    return left, jacobian


def _project(values: Array, pose: Array, plane_mm: Array, bulges: Array) -> tuple[Array, Array, Array, Array]:
    """Where points (n, 2) of the sheet are seen, (n, 2), and the derivatives (2 n, ...) by pose, lens and sheet.

    `bulges` (3, n) is how far each number of the sheet lifts each point towards the camera.
    """
    import cv2

    fx, fy, cx, cy, *distortion = values[:LENS]
    matrix = np.array([(fx, 0, cx), (0, fy, cy), (0, 0, 1)])
    points = np.column_stack([plane_mm, -values[LENS:FIRST_POSE] @ bulges])
    seen, derivatives = cv2.projectPoints(points, pose[:3], pose[3:], matrix, np.array(distortion))
    slopes = np.asarray(derivatives, np.float64)
    upwards = -np.asarray(cv2.Rodrigues(pose[:3])[0], np.float64)[:, 2]
    lifted = slopes[:, 3:POSE] @ upwards
    by_sheet = lifted[:, None] * np.repeat(bulges.T, 2, axis=0)
    places = np.asarray(seen, np.float64).reshape(-1, 2)
    return places, slopes[:, :POSE], slopes[:, POSE : POSE + LENS], by_sheet


def _settled(values: Array, sights: Sequence[Sight], known: _Beforehand, *, noise_px: float) -> Array:
    """The most likely values, from pictures and what is known beforehand (Levenberg and Marquardt)."""

    def state(values: Array) -> tuple[float, Array, Array]:
        left, jacobian = _residuals(values, sights)
        off = known.weights @ (values - known.expected)
        normal = jacobian.T @ jacobian / noise_px**2 + known.precision
        pull = jacobian.T @ left / noise_px**2 - known.weights.T @ off
        return float(left @ left / noise_px**2 + off @ off), normal, pull

    cost, normal, pull = state(values)
    damping = 1e-3
    for _ in range(_STEPS):
        step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), pull)
        tried = state(values + step)
        if tried[0] < cost:
            gained = cost - tried[0]
            values, damping = values + step, damping / 10
            cost, normal, pull = tried
            if gained < 1e-6:
                break
        elif damping > 1e9:
            break
        else:
            damping *= 10
    return values


def _without_strays(values: Array, sights: Sequence[Sight]) -> list[Sight]:
    """The views without corners that lie far from the model: a speck, a reflection."""
    left, _ = _residuals(values, sights)
    ends = np.cumsum([len(sight.seen_px) for sight in sights])[:-1]
    kept = []
    for sight, off in zip(sights, np.split(np.linalg.norm(left.reshape(-1, 2), axis=1), ends), strict=True):
        good = off <= _OUTLIER * max(float(np.median(off)), _LEAST_NOISE_PX)
        kept.append(Sight(plane_mm=sight.plane_mm[good], seen_px=sight.seen_px[good]))
    return kept


def _noise(values: Array, sights: Sequence[Sight]) -> float:
    """Standard deviation of a corner in each direction, by what the model leaves over."""
    left, _ = _residuals(values, sights)
    freedom = max(1, len(left) - len(values))
    return max(_LEAST_NOISE_PX, float(np.sqrt(left @ left / freedom)))
