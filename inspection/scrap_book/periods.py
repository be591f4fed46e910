"""Two periods side by side: is one better, or is it chance?"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

from inspection.rate import Rate
from inspection.scrap_book.enough import ALPHA, enough_for_share

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts


class Outcome(StrEnum):
    """Of the second period against the first. TOO_FEW: chance is not shown, but with so few parts nothing could be."""

    BETTER = "better"
    WORSE = "worse"
    CHANCE = "chance"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both shares, their difference (`after` minus `before`) with its 95 % interval, and how probable chance makes it.

    Where a period has no parts the difference is None, its interval -1 to 1. `p` is Fisher's, two-sided.
    """

    before: Rate
    after: Rate
    difference: float | None
    low: float
    high: float
    p: float
    outcome: Outcome


def before_after(before: "PartFacts", after: "PartFacts") -> Comparison:
    """The scrap rates of two sets of parts; parts whose fate is open count in neither."""
    from inspection.scrap_book.counting import fates

    first, second = fates(before), fates(after)
    return compare((first.scrap, first.n), (second.scrap, second.n))


def compare(before: tuple[int, int], after: tuple[int, int], alpha: float = ALPHA) -> Comparison:
    """Two shares, each as (count, n). The interval is Newcombe's (1998, method 10), the decision Fisher's exact test.

    >>> fewer = compare(before=(30, 400), after=(12, 400))
    >>> fewer.outcome.value, f"{fewer.low:.3f} to {fewer.high:.3f}, p = {fewer.p:.4f}"
    ('better', '-0.078 to -0.014, p = 0.0064')
    """
    from scipy.stats import fisher_exact

    rates = Rate.of(*before), Rate.of(*after)
    p = float(fisher_exact(_table(before, after)).pvalue)
    if rates[0].value is None or rates[1].value is None:
        unknown = Outcome.TOO_FEW
        return Comparison(before=rates[0], after=rates[1], difference=None, low=-1, high=1, p=1.0, outcome=unknown)
    difference = rates[1].value - rates[0].value
    low, high = _newcombe(rates[0], rates[1], difference)
    if p <= alpha:
        outcome = Outcome.WORSE if difference > 0 else Outcome.BETTER
    else:
        outcome = Outcome.CHANCE if _could_be_told(before, after, alpha) else Outcome.TOO_FEW
    return Comparison(
        before=rates[0], after=rates[1], difference=difference, low=low, high=high, p=min(p, 1.0), outcome=outcome
    )


def _table(before: tuple[int, int], after: tuple[int, int]) -> list[list[int]]:
    return [[after[0], after[1] - after[0]], [before[0], before[1] - before[0]]]


def _newcombe(before: Rate, after: Rate, difference: float) -> tuple[float, float]:
    """The two Wilson intervals put together by squares."""
    was, now = before.value or 0.0, after.value or 0.0
    low = difference - sqrt((now - after.low) ** 2 + (before.high - was) ** 2)
    high = difference + sqrt((after.high - now) ** 2 + (was - before.low) ** 2)
    return max(low, -1.0), min(high, 1.0)


def _could_be_told(before: tuple[int, int], after: tuple[int, int], alpha: float) -> bool:
    """Whether, with as many parts and as many scrapped in all, any difference could have been told from chance."""
    if not (enough_for_share(before[1]) and enough_for_share(after[1])):
        return False
    from scipy.stats import fisher_exact

    scrapped = before[0] + after[0]
    first, last = max(0, scrapped - before[1]), min(scrapped, after[1])
    extremes = [_table((scrapped - here, before[1]), (here, after[1])) for here in (first, last)]
    return min(float(fisher_exact(table).pvalue) for table in extremes) <= alpha
