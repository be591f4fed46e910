"""Can this picture be judged at all? Light, focus, dead rows, and whether there is a part in it."""

from math import gcd

import numpy as np
from numpy.typing import NDArray

from camera.figures import Light, focus_of_half, grey_of, half_of, light_of, noise_of_half
from camera.frame import Pixels
from inspection.recipe import PictureChecks
from inspection.record import PictureLight
from inspection.verdict import Code, Reason

BLOCK_PX = 16
"""Side of a block of the half-size picture, in which structure is looked for."""
BLOCK_STRUCTURE = 2.5
"""Standard deviation in grey values from which on a block shows more than an evenly lit empty surface."""
MAX_DEAD_ROWS = 0.01
"""Share of rows that may be one single grey, or copies of the row above: more never happens with a working sensor."""
JPEG_BLOCK_PX = 8
"""Within a block of a JPEG, all rows of a smooth surface can come out the same: so many copies in a row are needed."""
COLUMNS_FIRST = 8
MOST_STRIPS = 8


def check_picture(pixels: Pixels, checks: PictureChecks) -> tuple[Reason, ...]:
    """What makes the picture, (height, width, 3) RGB of uint8, unfit to be judged; nothing where it is fit."""
    return look_at_picture(grey_of(pixels), checks)[0]


def look_at_picture(grey: Pixels, checks: PictureChecks) -> tuple[tuple[Reason, ...], PictureLight]:
    """What makes the picture unfit to be judged, nothing where it is fit; and the figures that came out on the way.

    `grey` is the picture's `grey_of`. Each reason carries the value and the limit it was held against.
    """
    light = light_of(grey)
    seen = PictureLight(mean_grey=round(light.mean_grey, 2))
    for reasons in (_light(light, checks), _dead_rows(grey)):
        if reasons:  # what comes after says nothing about a dark or torn picture
            return tuple(reasons), seen
    half = half_of(grey)
    noise = noise_of_half(half)
    texture = _share_of_blocks_with_structure(half, noise, checks.min_texture)
    if texture < checks.min_texture:
        return (_reason(Code.NO_PART, texture, checks.min_texture),), seen
    focus = focus_of_half(half, noise)
    seen = PictureLight(mean_grey=seen.mean_grey, focus=round(focus, 2))
    return ((_reason(Code.OUT_OF_FOCUS, focus, checks.min_focus),) if focus < checks.min_focus else ()), seen


def check_light(grey: Pixels, checks: PictureChecks) -> list[Reason]:
    """What is wrong with the light of a grey picture (h, w); nothing where it is as it should be."""
    return _light(light_of(grey), checks)


def _light(light: Light, checks: PictureChecks) -> list[Reason]:
    reasons = []
    if light.mean_grey < checks.min_mean_grey:
        reasons.append(_reason(Code.TOO_DARK, light.mean_grey, checks.min_mean_grey))
    elif light.clipped_dark > checks.max_clipped_dark:
        reasons.append(_reason(Code.TOO_DARK, light.clipped_dark, checks.max_clipped_dark))
    if light.mean_grey > checks.max_mean_grey:
        reasons.append(_reason(Code.TOO_BRIGHT, light.mean_grey, checks.max_mean_grey))
    elif light.clipped_bright > checks.max_clipped_bright:
        reasons.append(_reason(Code.TOO_BRIGHT, light.clipped_bright, checks.max_clipped_bright))
    return reasons


def _dead_rows(grey: Pixels) -> list[Reason]:
    dead = _all_the_same(grey, grey[:, :1])
    copied = np.zeros(len(grey) + 1, np.int8)
    copied[1:-1] = _all_the_same(grey[1:], grey[:-1])
    change = np.diff(copied)
    for start, end in zip(np.flatnonzero(change > 0) + 1, np.flatnonzero(change < 0) + 1, strict=True):
        if end - start >= JPEG_BLOCK_PX:
            dead[start:end] = True
    share = float(dead.mean())
    return [_reason(Code.DEAD_ROWS, share, MAX_DEAD_ROWS)] if share > MAX_DEAD_ROWS else []


def _all_the_same(rows: Pixels, others: Pixels) -> NDArray[np.bool_]:
    """Which of the rows equal that of the others: few columns are looked at first, for hardly any row ever does."""
    some = slice(None, None, max(1, rows.shape[1] // COLUMNS_FIRST))
    same: NDArray[np.bool_] = (rows[:, some] == others[:, some]).all(axis=1)
    same[same] = (rows[same] == others[same]).all(axis=1)
    return same


def _share_of_blocks_with_structure(half: Pixels, noise: float, enough: float) -> float:
    """Share of the blocks that vary by more than an empty surface does; `noise` is the variance of the sensor's own.

    Where that is `enough` or more, the blocks that come after are not counted: on most parts a few strips will do.
    """
    import cv2

    rows, columns = max(1, half.shape[0] // BLOCK_PX), max(1, half.shape[1] // BLOCK_PX)
    strips = gcd(len(half), rows, MOST_STRIPS)  # so that each has whole blocks
    found = 0
    for strip in np.split(half, strips):
        value = strip.astype(np.float32)
        mean = cv2.resize(value, (columns, rows // strips), interpolation=cv2.INTER_AREA)
        mean_of_squares = cv2.resize(value * value, (columns, rows // strips), interpolation=cv2.INTER_AREA)
        structured = mean_of_squares - mean * mean > BLOCK_STRUCTURE**2 + noise
        found += int(np.count_nonzero(structured))
        if found / (rows * columns) >= enough:
            break
    return float(found / (rows * columns))


def _reason(code: Code, value: float, limit: float) -> Reason:
    return Reason(code=code, value=round(value, 4), limit=limit)
