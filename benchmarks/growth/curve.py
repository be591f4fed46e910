"""A curve: how long something takes at each size, and whether that grows as its nature says.

The exponent is the slope of log(time) over log(size), by least squares over the largest sizes: a share that does not
grow hides growth at the small ones. FLAT work has exponent 0, LINEAR work 1; up to `TOLERANCE` above that a curve
holds, which over a factor of ten in size is a quarter. Slower growth than its nature always holds.

Each size becomes a case: its time against the time that it would have by its nature, going by the size before it (1 is
as its nature says, 2 is twice as long). The last case of a curve is its exponent against the largest that holds.
"""

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from benchmarks.pairs import Case

TOLERANCE: Final = 0.1
FEWEST_FITTED: Final = 3
AT_MOST: Final = "at most"


class Nature(StrEnum):
    """How the time of a work may grow with its size."""

    FLAT = "flat"
    LINEAR = "linear"

    @property
    def exponent(self) -> float:
        """Time goes with the size to this power."""
        match self:
            case Nature.FLAT:
                return 0.0
            case Nature.LINEAR:
                return 1.0
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """`rounds_s`: seconds of each round at each size, the sizes ascending, as many rounds at each. A size may be 0."""

    name: str
    size_unit: str
    nature: Nature
    rounds_s: Mapping[float, Sequence[float]]

    @property
    def exponent(self) -> float:
        """Of the medians; see the module."""
        return _slope({size: statistics.median(rounds) for size, rounds in self.rounds_s.items()})

    @property
    def holds(self) -> bool:
        """Whether it grows no worse than its nature."""
        return self.exponent <= self.nature.exponent + TOLERANCE

    def cases(self) -> tuple[Case, ...]:
        """One for each size in milliseconds, then the exponent."""
        sizes = list(self.rounds_s)
        pairs = zip([None, *sizes], sizes, strict=False)
        return (*(self._of_size(size, before) for before, size in pairs), self._of_exponent())

    def _of_size(self, size: float, before: float | None) -> Case:
        peer = f"{self.nature} from the size before"
        rounds = self.rounds_s[size]
        peers, ratio, spread = {}, {}, {}
        if before:  # neither the first one nor what follows upon 0
            factor = (size / before) ** self.nature.exponent
            by_nature = [factor * seconds for seconds in self.rounds_s[before]]
            ratios = [mine / other for mine, other in zip(rounds, by_nature, strict=True)]
            peers[peer] = _ms(statistics.median(by_nature))
            ratio[peer] = round(statistics.median(rounds) / statistics.median(by_nature), 3)
            spread[peer] = (round(min(ratios), 3), round(max(ratios), 3))
        return Case(
            label=f"{self.name}: {size:g} {self.size_unit}",
            ours=_ms(statistics.median(rounds)),
            peers=peers,
            ratio=ratio,
            spread=spread,
            n=len(rounds),
        )

    def _of_exponent(self) -> Case:
        most = self.nature.exponent + TOLERANCE
        said = "grows as" if self.holds else "grows WORSE than"
        each = [
            _slope({size: rounds[turn] for size, rounds in self.rounds_s.items()})
            for turn in range(min(map(len, self.rounds_s.values())))
        ]
        return Case(
            label=f"{self.name}: {said} {self.nature}",
            ours=round(self.exponent, 3),
            peers={AT_MOST: most},
            ratio={AT_MOST: round(self.exponent / most, 3)},
            spread={AT_MOST: (round(min(each) / most, 3), round(max(each) / most, 3))},
            unit="exponent",
            n=len(each),
        )


def measured(
    name: str,
    size_unit: str,
    nature: Nature,
    calls: Mapping[float, Callable[[], object]],
    *,
    rounds: int,
    warm_up: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> Curve:
    """The sizes one after the other, small to large, again and again: what slows the machine down slows all of them.

    What was loaded before is kept out of garbage collection, as the station does it when it has started.
    """
    gc.collect()
    gc.freeze()
    taken: dict[float, list[float]] = {size: [] for size in calls}
    for turn in range(rounds + warm_up):
        for size, call in calls.items():
            began = clock()
            call()
            if turn >= warm_up:
                taken[size].append(clock() - began)
    return Curve(name=name, size_unit=size_unit, nature=nature, rounds_s=taken)


def _slope(seconds: Mapping[float, float]) -> float:
    """Of log over log, by least squares over the largest half of the sizes, three of them at least."""
    points = [(math.log(size), math.log(took)) for size, took in seconds.items() if size > 0]
    fitted = points[-max(FEWEST_FITTED, math.ceil(len(points) / 2)) :]
    return statistics.linear_regression(*zip(*fitted, strict=True)).slope


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 3)
