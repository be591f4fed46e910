"""Pictures of shapes whose sizes are exactly known: dark on a ground with a little noise, blurred as by a lens."""

from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.finding import Characteristic, Detection, Finding, Measurement
from inspection.scale import Points

SIZE_WH = (160, 120)
FINER = 8
GROUND, DARK = 170, 60


def disc(diameter: float, centre: tuple[float, float] = (80, 60)) -> Points:
    """A circle, (n, 2)."""
    return ellipse(diameter, diameter, 0, centre)


def ellipse(long: float, short: float, angle_deg: float, centre: tuple[float, float] = (80, 60)) -> Points:
    """An ellipse of these axes, the long one turned by an angle (0 to the right, 90 down)."""
    turns = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    return _turned(np.stack([long / 2 * np.cos(turns), short / 2 * np.sin(turns)], axis=1), angle_deg, centre)


def rectangle(long: float, short: float, angle_deg: float, centre: tuple[float, float] = (80, 60)) -> Points:
    """A rectangle of these sides."""
    a, b = long / 2, short / 2
    return _turned(np.array([(-a, -b), (a, -b), (a, b), (-a, b)], np.float64), angle_deg, centre)


def _turned(points: Points, angle_deg: float, centre: tuple[float, float]) -> Points:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return np.asarray(points @ np.array([(c, s), (-s, c)]) + centre, np.float64)


def picture(*outlines: Points, size_wh: tuple[int, int] = SIZE_WH, noise: float = 1.5, seed: int = 1) -> Pixels:
    """The areas within closed lines, dark."""
    large = np.zeros((size_wh[1] * FINER, size_wh[0] * FINER), np.uint8)
    for outline in outlines:
        cv2.fillPoly(large, [_fixed(outline)], 255, lineType=cv2.LINE_8, shift=4)
    return _exposed(large, size_wh, noise, seed)


def line_picture(way: Points, *, width: float = 1.5, size_wh: tuple[int, int] = SIZE_WH, seed: int = 1) -> Pixels:
    """A dark line through points."""
    large = np.zeros((size_wh[1] * FINER, size_wh[0] * FINER), np.uint8)
    cv2.polylines(large, [_fixed(way)], False, 255, round(width * FINER), lineType=cv2.LINE_8, shift=4)
    return _exposed(large, size_wh, 1.5, seed)


def _fixed(points: Points) -> NDArray[np.int32]:
    """As OpenCV takes them: from the middle of the first pixel, in sixteenths."""
    return np.rint((points * FINER - 0.5) * 16).astype(np.int32)


def _exposed(large: NDArray[np.uint8], size_wh: tuple[int, int], noise: float, seed: int) -> Pixels:
    cover = cv2.resize(large, size_wh, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    grey = np.asarray(cv2.GaussianBlur(GROUND + (DARK - GROUND) * cover, (0, 0), 0.6), np.float64)
    noisy = np.rint(grey + np.random.default_rng(seed).normal(0, noise, grey.shape))
    return np.repeat(np.clip(noisy, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def boxed(outline: Points, class_name: str = "pore", score: float = 0.9, wider_by: float = 0) -> Detection:
    """A detection with the box round a shape."""
    (x1, y1), (x2, y2) = outline.min(axis=0) - wider_by, outline.max(axis=0) + wider_by
    return Detection(class_name=class_name, score=score, xyxy=(float(x1), float(y1), float(x2), float(y2)))


def value(finding: Finding, characteristic: Characteristic) -> Measurement:
    """One of a finding's measurements."""
    [found] = [one for one in finding.measurements if one.characteristic is characteristic]
    return found
