"""The scrap rate over time with its limits (p-chart for samples of different sizes; Shewhart, Montgomery chapter 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

from inspection.rate import Rate
from inspection.scrap_book.enough import MOST_BY_CHANCE

SIGMAS: Final = 3


class Side(StrEnum):
    """On which side of the mean: above is worse."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`count` scrapped of `n` parts, and the limits for that many. `sigmas` is how far the share lies from the mean.

    `share` is None for a point without parts; its limits are 0 and 1. `beyond` says that chance hardly does this: the
    share is outside of its limits and the binomial distribution agrees (`MOST_BY_CHANCE`).
    """

    label: str
    n: int
    count: int
    share: float | None
    low: float
    high: float
    sigmas: float
    rate: Rate
    beyond: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PChart:
    """Points in the order of time, and the share of all their `n` parts; `mean` is None where there are none."""

    points: tuple[Point, ...]
    mean: float | None
    n: int


def p_chart(
    labels: Sequence[str], scrapped: Sequence[int], inspected: Sequence[int], mean: float | None = None
) -> PChart:
    """The chart of samples in the order of time. `mean` is that of a calmer time; left out, it is that of all samples.

    Raises ValueError where the lists differ in length or more parts were scrapped than inspected.

    >>> chart = p_chart(["Mo", "Di"], [2, 9], [100, 100])
    >>> [f"{point.share:.2f} in {point.low:.3f} to {point.high:.3f}" for point in chart.points]
    ['0.02 in 0.000 to 0.123', '0.09 in 0.000 to 0.123']
    """
    if not len(labels) == len(scrapped) == len(inspected):
        raise ValueError(
            f"{len(labels)} labels, {len(scrapped)} scrapped, {len(inspected)} inspected: one each is needed"
        )
    wrong = [label for label, k, n in zip(labels, scrapped, inspected, strict=True) if not 0 <= k <= n]
    if wrong:
        raise ValueError(f"{wrong[0]}: scrapped parts must be between 0 and the parts inspected; count them again")
    n = int(sum(inspected))
    if mean is None and n:
        mean = sum(scrapped) / n
    points = [
        _point(label, int(k), int(size), mean) for label, k, size in zip(labels, scrapped, inspected, strict=True)
    ]
    return PChart(points=tuple(points), mean=mean, n=n)


def _point(label: str, count: int, n: int, mean: float | None) -> Point:
    rate = Rate.of(count, n)
    if n == 0 or mean is None:
        return Point(label=label, n=n, count=0, share=None, low=0, high=1, sigmas=0, rate=rate, beyond=None)
    sigma, share = sqrt(mean * (1 - mean) / n), count / n
    low, high = max(mean - SIGMAS * sigma, 0.0), min(mean + SIGMAS * sigma, 1.0)
    return Point(
        label=label,
        n=n,
        count=count,
        share=share,
        low=low,
        high=high,
        sigmas=(share - mean) / sigma if sigma else 0.0,
        rate=rate,
        beyond=_beyond(count, n, low, high, mean),
    )


def _beyond(count: int, n: int, low: float, high: float, mean: float) -> Side | None:
    """On which side the share is outside, where chance alone does so once in a hundred at most."""
    share = count / n
    if low <= share <= high:
        return None
    from scipy.special import bdtr, bdtrc

    above = share > high
    by_chance = float(bdtrc(count - 1, n, mean) if above else bdtr(count, n, mean))
    if by_chance > MOST_BY_CHANCE:
        return None
    return Side.ABOVE if above else Side.BELOW
