"""Are the pictures themselves still what they were? Light and sharpness, one value a day, with limits.

The chart is that of single values (Shewhart's individuals chart): its sigma comes from how much neighbours differ, so a
slow drift does not widen its own limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, inf
from statistics import fmean, median
from typing import Final

from inspection.scrap_book.p_chart import SIGMAS
from inspection.scrap_book.runs import Signal, is_going_on, signals_of

RANGE_IN_SIGMAS: Final = 1.128
"""Mean difference of two neighbours, in sigmas of the normal distribution (d2 for n = 2; NIST e-Handbook 6.3.2.2)."""

MIN_VALUES: Final = 10
"""Days below which limits are not to be trusted: the mean difference of neighbours is itself uncertain by a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayValue:
    """The median of a day's `n` pictures, and how far it lies from the mean in sigmas."""

    label: str
    n: int
    value: float
    sigmas: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftChart:
    """Days in the order of time; `mean`, `low` and `high` come from the first `of_first` of them."""

    days: tuple[DayValue, ...]
    mean: float
    low: float
    high: float
    of_first: int
    signals: tuple[Signal, ...]

    @property
    def is_enough(self) -> bool:
        """Whether the limits come from so many days that they mean something."""
        return self.of_first >= MIN_VALUES

    @property
    def going_on(self) -> Signal | None:
        """The signal that lasts until the newest day, the one that began first; None where all is as it was."""
        sigmas = [day.sigmas for day in self.days]
        return next((one for one in self.signals if is_going_on(one, sigmas)), None) if self.is_enough else None


def drift_chart(
    labels: Sequence[str], values: Sequence[Sequence[float]], of_first: int | None = None
) -> DriftChart | None:
    """A chart of each day's values, their median standing for the day; None below two days.

    `of_first` is how many of the first days the limits come from; left out, all. Days without a value are left out.
    """
    measured = [(label, of_day) for label, of_day in zip(labels, values, strict=True) if len(of_day)]
    medians = [float(median(of_day)) for _, of_day in measured]
    taken = min(len(medians) if of_first is None else of_first, len(medians))
    if taken < 2:
        return None
    mean = fmean(medians[:taken])
    sigma = fmean(abs(after - before) for before, after in pairwise(medians[:taken])) / RANGE_IN_SIGMAS
    sigmas = [_sigmas(value - mean, sigma) for value in medians]
    return DriftChart(
        days=tuple(
            DayValue(label=label, n=len(of_day), value=value, sigmas=at)
            for (label, of_day), value, at in zip(measured, medians, sigmas, strict=True)
        ),
        mean=mean,
        low=mean - SIGMAS * sigma,
        high=mean + SIGMAS * sigma,
        of_first=taken,
        signals=signals_of(sigmas),
    )


def _sigmas(distance: float, sigma: float) -> float:
    if sigma:
        return distance / sigma
    return copysign(inf, distance) if distance else 0.0
