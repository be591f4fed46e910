"""Parts counted by what became of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from inspection.rate import Rate

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts

GOOD, REWORK, SCRAP, OPEN = range(4)
"""Places in `facts.FATES`."""
_FATES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """How many parts were good, worked over, scrapped, and of how many it is not said yet.

    Open parts are in no denominator: `n` is the parts whose fate is known. `assumed` is how many of those nobody said
    but the last verdict. `cost_cents` is the sum over scrap and rework as far as it is known; `cost_unknown` counts
    those of them whose cost is not.
    """

    good: int
    rework: int
    scrap: int
    open: int
    assumed: int
    cost_cents: int
    cost_unknown: int

    @property
    def n(self) -> int:
        """Parts whose fate is known."""
        return self.good + self.rework + self.scrap

    @property
    def rate(self) -> Rate:
        """The share that was scrapped."""
        return Rate.of(self.scrap, self.n)


def fates(facts: "PartFacts") -> Fates:
    """All parts counted."""
    return fates_by(facts, np.zeros(len(facts), dtype=np.int64), 1)[0]


def fates_by(facts: "PartFacts", group: "np.ndarray[Any, Any]", groups: int) -> tuple[Fates, ...]:
    """The parts of each of `groups` groups counted; `group` says for each part which one it is in, from 0."""
    kinds = np.bincount(group * _FATES + facts.fate, minlength=groups * _FATES).reshape(groups, _FATES)
    lost = (facts.fate == REWORK) | (facts.fate == SCRAP)
    known = lost & (facts.cost_cents >= 0)
    assumed = np.bincount(group[facts.assumed & (facts.fate != OPEN)], minlength=groups)
    unknown = np.bincount(group[lost & (facts.cost_cents < 0)], minlength=groups)
    cost = np.zeros(groups, dtype=np.int64)
    np.add.at(cost, group[known], facts.cost_cents[known])
    return tuple(
        Fates(
            good=int(kinds[index, GOOD]),
            rework=int(kinds[index, REWORK]),
            scrap=int(kinds[index, SCRAP]),
            open=int(kinds[index, OPEN]),
            assumed=int(assumed[index]),
            cost_cents=int(cost[index]),
            cost_unknown=int(unknown[index]),
        )
        for index in range(groups)
    )
