"""From a fitted lens to the scale of the plane that the target lay in, and what a length in it is uncertain by."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inspection.calibration.lens import LENS, POSE, LensFit
from inspection.scale import Nine, PlaneScale, to_plane

Array = NDArray[np.float64]

_PLACES: Final = (12, 9)
_SEGMENT: Final = 0.03
"""Length of the short lines that are measured at every place, as a share of the picture's longer side."""


def plane_scale(values: Array, pose: Array, resolution_wh: tuple[int, int], relative_uncertainty: float) -> PlaneScale:
    """The scale of the plane that `pose` (6,) puts in front of the camera of `values`."""
    import cv2

    fx, fy, cx, cy, k1, k2, p1, p2, k3 = (float(value) for value in values[:LENS])
    rotation, translation = cv2.Rodrigues(pose[:3])[0], pose[3:]
    matrix = np.array([(fx, 0, cx), (0, fy, cy), (0, 0, 1)])
    to_px = matrix @ np.column_stack([rotation[:, 0], rotation[:, 1], translation])
    to_mm = np.linalg.inv(to_px)
    a, b, c, d, e, f, g, h, i = (float(one) for one in (to_mm / to_mm[2, 2]).reshape(-1))
    nine: Nine = (a, b, c, d, e, f, g, h, i)
    return PlaneScale(
        resolution_wh=resolution_wh,
        focal_px=(fx, fy),
        centre_px=(cx, cy),
        distortion=(k1, k2, p1, p2, k3),
        to_mm=nine,
        distance_mm=distance_mm(pose),
        relative_uncertainty=min(1.0, relative_uncertainty),
    )


def distance_mm(pose: Array) -> float:
    """How far the camera is from the plane, square to it."""
    return float(abs(_normal(pose) @ pose[3:]))


def tilt_deg(pose: Array) -> float:
    """Angle between the camera's axis and the plane's plumb line."""
    return float(np.degrees(np.arccos(np.clip(abs(_normal(pose)[2]), 0, 1))))


def widest_angle_deg(poses: Array) -> float:
    """The largest angle between the planes of any two views, poses (views, 6)."""
    normals = np.array([_normal(pose) for pose in poses])
    return float(np.degrees(np.arccos(np.clip((normals @ normals.T).min(), -1, 1))))


def distance_spread_mm(fit: LensFit) -> float:
    """Standard uncertainty of `distance_mm` of the last view, from the fit alone."""
    covariance = fit.covariance[-POSE:, -POSE:]
    steps = np.diag(np.sqrt(np.diag(covariance)) / 10)
    changes = [distance_mm(fit.last_pose + step) - distance_mm(fit.last_pose - step) for step in steps]
    slopes = np.array(changes) / (2 * np.diag(steps))
    return float(np.sqrt(slopes @ covariance @ slopes))


def shares_of_fit(fit: LensFit, resolution_wh: tuple[int, int], flatness_mm: float) -> tuple[float, float]:
    """Standard uncertainty of a length as a share of it: from the corners, and from the sheet.

    It is meant for a length anywhere in the picture, and so the root mean square over many places: in the middle a
    length is several times surer, in the outermost corners several times less sure.

    The corners' is what the fit would leave open on a flat sheet; the sheet's what its bulges add to that, and that the
    parts' plane may lie anywhere within `flatness_mm` of the sheet's middle.
    """
    slopes = _slopes(fit, resolution_wh)
    last = len(fit.values) - POSE
    plane = np.r_[:LENS, last : last + POSE]

    def share(covariance: Array) -> float:
        return float(np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance[np.ix_(plane, plane)], slopes).mean()))

    corners, everything = share(fit.if_flat), share(fit.covariance)
    bulges = max(0.0, everything**2 - corners**2) ** 0.5
    return corners, float(np.hypot(bulges, flatness_mm / 3**0.5 / distance_mm(fit.last_pose)))


def _normal(pose: Array) -> Array:
    import cv2

    return np.asarray(cv2.Rodrigues(pose[:3])[0][:, 2], np.float64)


def _of_plane(values: Array) -> Array:
    """Of all values, those that the last view's plane depends on: the lens and its pose, (15,)."""
    return np.concatenate([values[:LENS], values[-POSE:]])


def _slopes(fit: LensFit, resolution_wh: tuple[int, int]) -> Array:
    """Relative change of short lengths all over the picture, (lengths, 15), with the values of `_of_plane`."""
    values, spreads = _of_plane(fit.values), _of_plane(np.sqrt(np.diag(fit.covariance)))
    slopes = []
    for place, spread in enumerate(spreads):
        step = np.zeros(len(values))
        step[place] = spread / 10
        up, down = (_lengths(values + way * step, resolution_wh) for way in (1, -1))
        slopes.append((np.log(up) - np.log(down)) / (2 * step[place]))
    return np.column_stack(slopes)


def _lengths(values: Array, resolution_wh: tuple[int, int]) -> Array:
    """Lengths in the plane of short lines in four directions at places all over the picture."""
    half = _SEGMENT * max(resolution_wh) / 2
    x, y = np.meshgrid(*((np.arange(n) + 0.5) / n * side - 0.5 for n, side in zip(_PLACES, resolution_wh, strict=True)))
    middles = np.column_stack([x.reshape(-1), y.reshape(-1)])
    scale = plane_scale(values, values[LENS:], resolution_wh, 0)
    lengths = []
    for angle in np.deg2rad([0, 45, 90, 135]):
        reach = half * np.array([np.cos(angle), np.sin(angle)])
        lengths.append(np.linalg.norm(to_plane(middles + reach, scale) - to_plane(middles - reach, scale), axis=1))
    return np.concatenate(lengths)
