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

from inspection.measuring.ranks import median_across, percentile

Grey: TypeAlias = NDArray[np.uint8]
"""Shape (height, width)."""
Array: TypeAlias = NDArray[np.float32]

RAYS = 64
TURNS: Array = (np.arange(RAYS, dtype=np.float32) + np.float32(0.5)) * np.float32(2 * np.pi / RAYS)
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
NEIGHBOURS = (np.arange(RAYS)[:, None] + np.arange(-3, 4)) % RAYS
BELL = np.exp(-0.5 * np.arange(-3, 4) ** 2)
"""An outline is smoothed over the neighbours of each ray, round the circle, with these weights."""
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
ALONG_CUT: Array = np.linspace(-1, 1, CUT_SAMPLES, dtype=np.float32)[:, None, None]
NEAREST_FIRST = np.abs(np.arange(CUT_SAMPLES - 1) + 0.5 - CUT_SAMPLES // 2).argsort(kind="stable")
"""Places between two samples, from the middle of a cut outwards."""
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
    low, high = boxes.T.reshape(2, 2, len(boxes), 1)
    middles = np.asarray((low + high) / 2, np.float32)
    ahead = np.arcsin(leans)[:, None]
    ellipses = np.stack([np.cos(TURNS) + 0 * ahead, np.sin(TURNS + ahead)])
    radii = np.asarray((high - low) / 2 * ellipses, np.float32)
    steps, places, roughness, side = _steps(grey, middles, radii)
    path = _closed_path(_worth(steps, places))
    found = np.take_along_axis(steps, path[None], axis=0)[0]
    cuts, softness = np.split(_smooth(np.concatenate(_cut(grey, middles, radii, places[path]))), 2)
    step = percentile(found, 30)
    return Traced(
        points_px=np.moveaxis(middles + radii * cuts, 0, 2),
        softness_px=softness,
        clearness=step / roughness,
        step=step,
        straying=np.abs(places[path] - 1).mean(axis=1),
        side=side,
    )


# In what follows `middles` is (2, n, 1) and `radii` (2, n, rays), x and y; what lies along a ray comes first: NumPy is
# quick where it adds up and compares long lines, and slow along short ones.


def _steps(grey: Grey, middles: Array, radii: Array) -> tuple[Array, Array, Array, Array]:
    """How much brighter it is beyond than before each place on each ray (places, n, rays); the places (places,);
    roughness and side (`Traced`)."""
    step = (TO - FROM) / STEPS
    shortest_px = np.hypot(*radii).min(axis=1)
    width = np.clip(np.ceil(np.maximum(SIDE, SIDE_PX / shortest_px) / step).astype(int), 1, STEPS // 3)
    margin = int(width.max())
    sampled = np.float32(FROM) + (np.arange(-margin, STEPS + margin, dtype=np.float32) + np.float32(0.5)) * np.float32(
        step
    )
    seen = _sample(grey, middles, radii, np.maximum(sampled, 0)[:, None, None])
    sums = _summed(seen)
    at = margin + np.arange(STEPS + 1)[:, None]
    inner, outer = (sums[at + way * width, np.arange(len(width))] for way in (-1, 1))
    steps = (inner + outer - 2 * sums[at[:, 0]]).astype(np.float32) / width[:, None].astype(np.float32)
    places = np.float32(FROM) + np.arange(STEPS + 1, dtype=np.float32) * np.float32(step)
    roughness = np.maximum(percentile(seen[sampled > 1.2].astype(np.float32).std(axis=0), 50), np.float32(1))
    quarters = seen[(sampled > 0.5) & (sampled < 1.1)].reshape(-1, len(width), 4, RAYS // 4).mean(axis=(0, 3))
    down = quarters[:, 0] + quarters[:, 2] < quarters[:, 1] + quarters[:, 3]
    return steps, places, roughness, np.where(down, 1, -1).astype(np.float32)


def _summed(seen: Grey) -> NDArray[np.int32]:
    """What `seen` (samples, n, rays) adds up to before each sample and after the last, (samples + 1, n, rays)."""
    import cv2

    # over all rays at once, then apart again: a sixth of the time of np.cumsum; differences survive an overflow
    over_rays = cv2.integral(seen.reshape(len(seen), -1))
    return np.diff(over_rays, axis=1).reshape(-1, *seen.shape[1:])


def _worth(steps: Array, places: Array) -> Array:
    """Steps in units of the clearest of their blob, less what straying from the ellipse costs; (places, n, rays)."""
    either = np.maximum(steps, -WRONG_WAY * steps)
    of_each = np.moveaxis(either, 1, 0).reshape(either.shape[1], -1)
    clearest = np.maximum(percentile(of_each, 95), np.float32(1e-3))
    straying = np.float32(STRAYING) * np.abs(places - 1)
    return np.asarray(np.minimum(either / clearest[:, None], 1) - straying[:, None, None], np.float32)


def _closed_path(worth: Array) -> NDArray[np.intp]:
    """Of each blob's closed lines (n, rays) through `worth` (places, n, rays) the one that is worth most.

    The search goes one and a half times round and keeps the middle: there the ends no longer know where they began. It
    sets out from both ends at the same time, as if there were twice as many blobs, and meets half way.
    """
    places, count, rays = worth.shape
    lead = rays // 4
    order = np.arange(-lead, rays + lead) % rays
    both_ways = np.stack([order, order[::-1]], axis=1)[: len(order) // 2]
    jumps = np.arange(-REACH, REACH + 1)
    cost = (JUMPING * np.abs(jumps)).astype(np.float32)[:, None]
    # every place of every blob on both ways in one line of cells, so that a jump to the next place is one over `cells`
    cells = 2 * count
    away = jumps * cells
    gains = worth[:, :, both_ways].transpose(2, 0, 3, 1).reshape(len(both_ways), -1)
    best = np.full((len(gains), (places + 2 * REACH) * cells), -np.inf, np.float32)
    reached_from = np.lib.stride_tricks.sliding_window_view(best, places * cells, axis=1, writeable=True)[:, ::cells]
    inner = reached_from[:, REACH]
    inner[0] = gains[0]
    candidates = np.empty(reached_from.shape[1:], np.float32)
    for before, now, gain in zip(reached_from[:-1], inner[1:], gains[1:], strict=True):
        np.subtract(before, cost, out=candidates)
        np.maximum.reduce(candidates, axis=0, out=now)
        np.add(now, gain, out=now)

    from_one_end, from_other = (
        inner[-1].reshape(places, cells)[:, :count],
        (reached_from[-1] - cost).reshape(len(jumps), places, cells)[:, :, count:],
    )
    meets = (from_one_end + from_other.max(axis=0)).argmax(axis=0)
    blob = np.arange(count)
    jump = jumps[from_other[:, meets, blob].argmax(axis=0)]
    at = np.concatenate([meets, meets + jump]) * cells + REACH * cells + np.arange(cells)
    path = np.empty((rays, count), np.intp)
    path[both_ways[-1]] = at.reshape(2, count)
    for before, two_rays in zip(best[lead:-1][::-1], both_ways[lead:-1][::-1], strict=True):
        at = at + away.take((before.take(at + away[:, None]) - cost).argmax(axis=0))
        path[two_rays] = at.reshape(2, count)
    return np.asarray(path.T // cells - REACH, np.intp)


def _cut(grey: Grey, middles: Array, radii: Array, found: Array) -> tuple[Array, Array]:
    """Where near `found` (n, rays) each ray crosses from dark to bright, and over how many pixels it does."""
    long_px = np.hypot(*radii)
    half_px = np.clip(0.25 * long_px, *CUT_PX)
    seen = _sample(grey, middles, radii, np.maximum(found + half_px / long_px * ALONG_CUT, 0)).astype(np.float32)
    fifth, middle = CUT_SAMPLES // 5, CUT_SAMPLES // 2
    dark = np.minimum(median_across(seen[:fifth]), seen[: middle + 1].min(axis=0))
    bright = median_across(seen[-2 * fifth :])
    level = bright - EDGE_AT * (bright - dark)
    crosses = (seen[:-1] < level) & (seen[1:] >= level)
    nearest = NEAREST_FIRST[crosses[NEAREST_FIRST].argmax(axis=0)]
    low, high = (np.take_along_axis(seen, nearest[None] + beyond, axis=0)[0] for beyond in (0, 1))
    cut = crosses.any(axis=0)
    at = nearest + np.where(cut, (level - low) / np.where(cut, high - low, 1), 0)
    sample_px = 2 * half_px / (CUT_SAMPLES - 1)
    steepest = (seen[3:] - seen[:-3]).max(axis=0) / (3 * sample_px)
    softness = np.where(cut, np.minimum((bright - dark) / np.maximum(steepest, 1e-3), 3 * half_px), 3 * half_px)
    shift = np.where(cut, (at - middle) * sample_px / long_px, 0)
    return (found + shift).astype(np.float32), softness.astype(np.float32)


def _smooth(values: Array) -> Array:
    """A median of three against strays, then a bell over the neighbouring rays (n, rays), round the circle."""
    once_round = np.concatenate([values[:, -1:], values, values[:, :1]], axis=1)
    before, after = once_round[:, :-2], once_round[:, 2:]
    steady = np.maximum(np.minimum(before, after), np.minimum(np.maximum(before, after), values))
    return np.asarray(steady[:, NEIGHBOURS] @ (BELL / BELL.sum()), np.float32)


def _sample(grey: Grey, middles: Array, radii: Array, places: Array) -> Grey:
    """The grey at `places` (samples, n or 1, rays or 1) of the rays, in radii; (samples, n, rays)."""
    import cv2

    # OpenCV counts from the middle of the first pixel
    x, y = (radius * places + middle - np.float32(0.5) for middle, radius in zip(middles, radii, strict=True))
    flat = (x.shape[1], -1)  # no side longer than OpenCV can take
    seen = cv2.remap(grey, x.reshape(flat), y.reshape(flat), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8).reshape(x.shape)
