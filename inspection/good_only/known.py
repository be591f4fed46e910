"""What is unlike the good parts, and what of it the other detector has found already."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from inspection.finding import Detection
from inspection.good_only.unlike import UNLIKE_GOOD
from inspection.recipe import Recipe

EXPLAINED: Final = 0.5
"""What is unlike the good parts counts as known where so much of its box lies under what was found beyond doubt."""


def without_known(judged: Sequence[Detection], recipe: Recipe) -> tuple[Detection, ...]:
    """`judged` without the places unlike good parts that lie under a finding of another class: its limits decide.

    `judged` are the detections that the recipe judges, `recipe` has the bands in force (`Recipe.with_bands`). What lies
    outside the judged regions, or does not count beyond doubt, has no limit that would speak for the place.
    """
    named = [one for one in judged if one.class_name != UNLIKE_GOOD]
    clear = [one for one in named if one.score >= recipe.band(one.class_name).clear_from]
    return tuple(one for one in judged if one.class_name != UNLIKE_GOOD or covered(one, clear) < EXPLAINED)


def covered(detection: Detection, by: Sequence[Detection]) -> float:
    """Which share of a detection's box lies under the boxes of others, 0 to 1.

    >>> pore = Detection(class_name="pore", score=0.9, xyxy=(0, 0, 10, 10))
    >>> covered(Detection(class_name="unlike_good", score=0.6, xyxy=(0, 0, 20, 10)), [pore])
    0.5
    """
    x1, y1, x2, y2 = detection.xyxy
    # the boxes' own edges cut the box into cells that lie under a box as a whole, or not at all
    xs = sorted({x1, x2, *(min(max(x, x1), x2) for one in by for x in one.xyxy[::2])})
    ys = sorted({y1, y2, *(min(max(y, y1), y2) for one in by for y in one.xyxy[1::2])})
    under = sum(
        (right - left) * (bottom - top)
        for left, right in pairwise(xs)
        for top, bottom in pairwise(ys)
        if any(_over((left + right) / 2, (top + bottom) / 2, one) for one in by)
    )
    return under / ((x2 - x1) * (y2 - y1))


def _over(x: float, y: float, detection: Detection) -> bool:
    x1, y1, x2, y2 = detection.xyxy
    return x1 <= x <= x2 and y1 <= y <= y2
