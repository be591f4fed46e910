"""Can this picture be judged at all? Light, focus, dead rows, and whether there is a part in it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.recipe import PictureChecks
from inspection.verdict import Code, Reason

CLIPPED_DARK = 2
CLIPPED_BRIGHT = 253
BLOCK_PX = 16
"""Side of a block of the half-size picture, in which structure is looked for."""
BLOCK_STRUCTURE = 2.5
"""Standard deviation in grey values from which on a block shows more than an evenly lit empty surface."""
MAX_DEAD_ROWS = 0.01
"""Share of rows that may be one single grey, or a copy of the row above: more never happens with a working sensor."""


def check_picture(pixels: Pixels, checks: PictureChecks) -> tuple[Reason, ...]:
    """What makes the picture unfit to be judged; nothing where it is fit.

    `pixels` is (height, width, 3) RGB of uint8. Each reason carries the value and the limit it was held against.
    """
    import cv2

    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    for reasons in (_light(gray, checks), _dead_rows(gray)):
        if reasons:  # what comes after says nothing about a dark or torn picture
            return tuple(reasons)
    half_wh = (max(1, gray.shape[1] // 2), max(1, gray.shape[0] // 2))
    half = cv2.resize(gray, half_wh, interpolation=cv2.INTER_AREA)
    texture = _share_of_blocks_with_structure(half)
    if texture < checks.min_texture:
        return (_reason(Code.NO_PART, texture, checks.min_texture),)
    focus = float(cv2.meanStdDev(cv2.Laplacian(half, cv2.CV_16S))[1][0, 0]) ** 2
    if focus < checks.min_focus:
        return (_reason(Code.OUT_OF_FOCUS, focus, checks.min_focus),)
    return ()


def _light(gray: NDArray[Any], checks: PictureChecks) -> list[Reason]:
    histogram = np.bincount(gray.ravel()[:: max(1, gray.size // 250_000)], minlength=256)
    n = int(histogram.sum())
    mean = float(histogram @ np.arange(256)) / n
    dark = float(histogram[: CLIPPED_DARK + 1].sum()) / n
    bright = float(histogram[CLIPPED_BRIGHT:].sum()) / n
    reasons = []
    if mean < checks.min_mean_grey:
        reasons.append(_reason(Code.TOO_DARK, mean, checks.min_mean_grey))
    elif dark > checks.max_clipped_dark:
        reasons.append(_reason(Code.TOO_DARK, dark, checks.max_clipped_dark))
    if mean > checks.max_mean_grey:
        reasons.append(_reason(Code.TOO_BRIGHT, mean, checks.max_mean_grey))
    elif bright > checks.max_clipped_bright:
        reasons.append(_reason(Code.TOO_BRIGHT, bright, checks.max_clipped_bright))
    return reasons


def _dead_rows(gray: NDArray[Any]) -> list[Reason]:
    one_grey = gray.max(axis=1) == gray.min(axis=1)
    copied = np.zeros_like(one_grey)
    copied[1:] = (gray[1:] == gray[:-1]).all(axis=1)
    share = float((one_grey | copied).mean())
    return [_reason(Code.DEAD_ROWS, share, MAX_DEAD_ROWS)] if share > MAX_DEAD_ROWS else []


def _share_of_blocks_with_structure(half: NDArray[Any]) -> float:
    import cv2

    size = (max(1, half.shape[1] // BLOCK_PX), max(1, half.shape[0] // BLOCK_PX))
    value = half.astype(np.float32)
    mean = cv2.resize(value, size, interpolation=cv2.INTER_AREA)
    mean_of_squares = cv2.resize(value * value, size, interpolation=cv2.INTER_AREA)
    return float((mean_of_squares - mean * mean > BLOCK_STRUCTURE**2).mean())


def _reason(code: Code, value: float, limit: float) -> Reason:
    return Reason(code=code, value=round(value, 4), limit=limit)
