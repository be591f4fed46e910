"""The outline of a blob: rays from its middle outwards, and the closed line on which it best ends.

On every ray the step from dark to bright is looked for, and of all closed lines the one with the clearest steps is
taken that neither jumps from ray to ray nor strays far from the ellipse in the box (a circular shortest path by dynamic
programming: Sun and Pallottino, Pattern Recognition 36, 2003). Then each ray is cut about half way between the grey on
both sides, to a fraction of a pixel.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
"""Shape (height, width)."""
Array: TypeAlias = NDArray[np.float32]

RAYS = 64
STEPS = 40
FROM, TO = 0.25, 1.5
"""Where a ray is searched, in radii of the ellipse in the box."""
SIDE = 0.12
"""How much of a ray, in radii, is averaged on each side of a step; at least `SIDE_PX`."""
SIDE_PX = 1.5
WRONG_WAY = 0.3
"""What a step from bright to dark is worth: a defect may reach over the edge of the part, into the dark."""
STRAYING = 1.0
"""Cost of a radius off the ellipse, in steps as clear as the clearest."""
JUMPING = 0.1
"""Cost of one step up or down from a ray to the next."""
REACH = 2
"""At most so many steps up or down from a ray to the next."""
CLEAR = 1.5
"""So many times the roughness beyond it the step across an outline must be: of rendered pores 99 in 100 reach it, of
knots 98, of pits 87, of stains 66, and one of forty places without a defect."""
STRAYS = 0.15
"""Lines that are not clear, or stray farther than this on average, are looked for from slanted ellipses,"""
LEANS = (0.8, 0.95)
"""of these correlations between the extents, to the darker side: 3 and 6 times as long as wide."""
BETTER_BY = 0.1
"""By so much what is found from a slanted one must be worth more, and it must not stray so far itself."""
EDGE_AT = 0.45
"""Where on the way from bright to dark an edge is drawn. Lenses blur light, cameras then brighten what is dark: half
the light lies at 0.5 of the step in a picture without a tone curve, at 0.39 of one from 170 to 60 with a usual one."""
CUT_SAMPLES = 25
CUT_PX = (2.0, 8.0)
"""Half the way over which a ray is looked at closely: a quarter of it within these bounds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Traced:
    """Closed lines round blobs, n of them on `RAYS` rays each.

    `points_px` (n, rays, 2); `softness_px` (n, rays) is how many pixels the grey takes from one side to the other;
    `step` (n,) is the step in grey values which seven of ten rays have at least, `clearness` (n,) the same in units of
    the roughness beyond; `straying` (n,) is the mean distance from the ellipse in its radii; `side` (n,) is 1 where the
    box is darker from its upper left to its lower right than across, else -1.
    """

    points_px: Array
    softness_px: Array
    clearness: Array
    step: Array
    straying: Array
    side: Array

    def with_others(self, at: NDArray[np.intp], others: "Traced", numbers: NDArray[np.intp]) -> "Traced":
        """The same, but the lines `at` are those `numbers` of others."""
        fields = {name: getattr(self, name).copy() for name in self.__slots__}
        for name, values in fields.items():
            values[at] = getattr(others, name)[numbers]
        return Traced(**fields)


def trace(grey: Grey, boxes: Array) -> Traced:
    """The closed line round the blob in each of `boxes` (n, 4), xyxy in pixels of `grey`.

    A line that is not clear, or strays far from the upright ellipse, is looked for from slanted ones in the same box.
    """
    upright = _trace(grey, boxes, np.zeros(len(boxes), np.float32))
    strays = np.flatnonzero((upright.straying > STRAYS) | (upright.clearness < CLEAR))
    if strays.size == 0:
        return upright
    leans = (upright.side[strays, None] * np.array(LEANS, np.float32)).ravel()
    slanted = _trace(grey, np.repeat(boxes[strays], len(LEANS), axis=0), leans)
    steps = np.column_stack([upright.step[strays], slanted.step.reshape(-1, len(LEANS))])
    straying = np.column_stack([upright.straying[strays], slanted.straying.reshape(-1, len(LEANS))])
    worth = steps / np.maximum(steps.max(axis=1, keepdims=True), 1) - STRAYING * straying
    best = worth[:, 1:].argmax(axis=1)
    line = np.arange(strays.size)
    better = (worth[line, 1 + best] > worth[:, 0] + BETTER_BY) & (straying[line, 1 + best] < STRAYS)
    return upright.with_others(strays[better], slanted, (line * len(LEANS) + best)[better])


def _trace(grey: Grey, boxes: Array, leans: Array) -> Traced:
    """The closed lines that are found from the ellipses in `boxes` whose extents have the correlations `leans` (n,)."""
    turns = (np.arange(RAYS, dtype=np.float32) + np.float32(0.5)) * np.float32(2 * np.pi / RAYS)
    middles = np.asarray((boxes[:, None, :2] + boxes[:, None, 2:]) / 2, np.float32)
    ahead = np.arcsin(leans)[:, None]
    ellipses = np.stack([np.cos(turns) + 0 * ahead, np.sin(turns + ahead)], axis=2)
    radii = np.asarray((boxes[:, None, 2:] - boxes[:, None, :2]) / 2 * ellipses, np.float32)
    steps, places, roughness, side = _steps(grey, middles, radii)
    path = _closed_path(_worth(steps, places))
    found = np.take_along_axis(steps, path[:, :, None], axis=2)[:, :, 0]
    cuts, softness = _cut(grey, middles, radii, places[path])
    step = np.percentile(found, 30, axis=1).astype(np.float32)
    return Traced(
        points_px=middles + radii * _smooth(cuts)[:, :, None],
        softness_px=_smooth(softness),
        clearness=step / roughness,
        step=step,
        straying=np.abs(places[path] - 1).mean(axis=1),
        side=side,
    )


def _steps(grey: Grey, middles: Array, radii: Array) -> tuple[Array, Array, Array, Array]:
    """How much brighter it is beyond than before each place on each ray; the places; roughness and side (`Traced`)."""
    step = (TO - FROM) / STEPS
    shortest_px = np.hypot(radii[..., 0], radii[..., 1]).min(axis=1)
    width = np.clip(np.ceil(np.maximum(SIDE, SIDE_PX / shortest_px) / step).astype(int), 1, STEPS // 3)
    margin = int(width.max())
    sampled = np.float32(FROM) + (np.arange(-margin, STEPS + margin, dtype=np.float32) + np.float32(0.5)) * np.float32(
        step
    )
    seen = _sample(grey, middles, radii, np.maximum(sampled, 0)[None, None, :])
    sums = np.concatenate([np.zeros((*seen.shape[:2], 1), np.float32), np.cumsum(seen, axis=2)], axis=2)
    at = margin + np.arange(STEPS + 1)
    blob = np.arange(len(seen))[:, None]
    inner, outer = (sums[blob, :, at + way * width[:, None]].transpose(0, 2, 1) for way in (-1, 1))
    steps = (inner + outer - 2 * sums[:, :, at]) / width[:, None, None].astype(np.float32)
    places = np.float32(FROM) + np.arange(STEPS + 1, dtype=np.float32) * np.float32(step)
    roughness = np.maximum(np.median(seen[:, :, sampled > 1.2].std(axis=2), axis=1), 1)
    quarters = seen[:, :, (sampled > 0.5) & (sampled < 1.1)].reshape(len(seen), 4, -1).mean(axis=2)
    down = quarters[:, 0] + quarters[:, 2] < quarters[:, 1] + quarters[:, 3]
    return steps, places, roughness, np.where(down, 1, -1).astype(np.float32)


def _worth(steps: Array, places: Array) -> Array:
    """Steps in units of the clearest of their blob, less what straying from the ellipse costs."""
    either = np.where(steps < 0, -WRONG_WAY * steps, steps).astype(np.float32)
    clearest = np.maximum(np.percentile(either, 95, axis=(1, 2)), 1e-3).astype(np.float32)
    clear = np.minimum(either / clearest[:, None, None], 1)
    return np.asarray(clear - np.float32(STRAYING) * np.abs(places - 1), np.float32)


def _closed_path(worth: Array) -> NDArray[np.intp]:
    """Of each blob's closed lines (n, rays) through `worth` (n, rays, places) the one that is worth most.

    The search goes one and a half times round and keeps the middle: there the end no longer knows where the start was.
    """
    count, rays, places = worth.shape
    lead = rays // 4
    order = [ray % rays for ray in range(-lead, rays + lead)]
    jumps = np.arange(-REACH, REACH + 1)
    cost = (JUMPING * np.abs(jumps)).astype(np.float32)
    best = np.full((len(order), count, places + 2 * REACH), -np.inf, np.float32)
    inner = best[:, :, REACH : REACH + places]
    jumped = np.moveaxis(np.lib.stride_tricks.sliding_window_view(best, len(jumps), axis=2), 3, 1)
    inner[0] = worth[:, order[0]]
    for number in range(1, len(order)):
        inner[number] = (jumped[number - 1] - cost[:, None, None]).max(axis=0) + worth[:, order[number]]
    blob = np.arange(count)[:, None]
    at = best[-1].argmax(axis=1)
    path = np.empty((count, rays), np.intp)
    for number in range(len(order) - 2, lead - 1, -1):
        at = at + jumps[(best[number][blob, at[:, None] + jumps] - cost).argmax(axis=1)]
        path[:, order[number]] = at - REACH
    return path


def _cut(grey: Grey, middles: Array, radii: Array, found: Array) -> tuple[Array, Array]:
    """Where near `found` (n, rays) each ray crosses from dark to bright, and over how many pixels it does."""
    long_px = np.hypot(radii[..., 0], radii[..., 1])
    half_px = np.clip(0.25 * long_px, *CUT_PX)
    ways = np.linspace(-1, 1, CUT_SAMPLES, dtype=np.float32)
    seen = _sample(grey, middles, radii, np.maximum(found[:, :, None] + (half_px / long_px)[:, :, None] * ways, 0))
    fifth, middle = CUT_SAMPLES // 5, CUT_SAMPLES // 2
    dark = np.minimum(np.median(seen[:, :, :fifth], axis=2), seen[:, :, : middle + 1].min(axis=2))
    bright = np.median(seen[:, :, -2 * fifth :], axis=2)
    level = (bright - EDGE_AT * (bright - dark))[:, :, None]
    before, after = seen[:, :, :-1], seen[:, :, 1:]
    crosses = (before < level) & (after >= level)
    nearest = np.where(crosses, np.abs(np.arange(CUT_SAMPLES - 1) + 0.5 - middle), np.inf).argmin(axis=2)[:, :, None]
    low, high = (np.take_along_axis(side, nearest, axis=2)[:, :, 0] for side in (before, after))
    cut = crosses.any(axis=2)
    at = nearest[:, :, 0] + np.where(cut, (level[:, :, 0] - low) / np.where(cut, high - low, 1), 0)
    sample_px = 2 * half_px / (CUT_SAMPLES - 1)
    steepest = (seen[:, :, 3:] - seen[:, :, :-3]).max(axis=2) / (3 * sample_px)
    softness = np.where(cut, np.minimum((bright - dark) / np.maximum(steepest, 1e-3), 3 * half_px), 3 * half_px)
    shift = np.where(cut, (at - middle) * sample_px / long_px, 0)
    return (found + shift).astype(np.float32), softness.astype(np.float32)


def _smooth(values: Array) -> Array:
    """A median of three against strays, then a bell over the neighbouring rays, round the circle."""
    before, after = np.roll(values, 1, axis=1), np.roll(values, -1, axis=1)
    steady = np.maximum(np.minimum(before, after), np.minimum(np.maximum(before, after), values))
    bell = np.exp(-0.5 * np.arange(-3, 4) ** 2)
    round_it = np.concatenate([steady[:, -3:], steady, steady[:, :3]], axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(round_it, len(bell), axis=1)
    return np.asarray(windows @ (bell / bell.sum()), np.float32)


def _sample(grey: Grey, middles: Array, radii: Array, places: Array) -> Array:
    """The grey at `places` (n, rays, samples) of the rays, in radii; (n, rays, samples)."""
    import cv2

    # OpenCV counts from the middle of the first pixel
    x, y = (middles[..., axis, None] + radii[..., axis, None] * places - np.float32(0.5) for axis in (0, 1))
    flat = (len(x), -1)
    seen = cv2.remap(grey, x.reshape(flat), y.reshape(flat), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen.reshape(x.shape).astype(np.float32)
