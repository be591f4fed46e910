"""Does the model drift? How often the master overrules it, and how often it is in doubt, for each class of defects."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inspection.scrap_book.enough import ALPHA
from inspection.scrap_book.periods import Comparison, Outcome, compare
from inspection.verdict import Verdict

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts

_PLACE = {verdict: index for index, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRates:
    """One class of defects in two periods. `overruled`: parts that the master passed, of those that the station
    rejected for it. `doubtful`: parts about which the station asked, of all that it rejected or asked about for it.
    A rate that rises is WORSE. Where the master named another cause for a part, that one counts.
    """

    cause: str
    overruled: Comparison
    doubtful: Comparison

    @property
    def is_drifting(self) -> bool:
        """Whether one of the rates has changed, for better or worse: the model or the parts are not what they were."""
        changed = (Outcome.BETTER, Outcome.WORSE)
        return self.overruled.outcome in changed or self.doubtful.outcome in changed


def per_class(before: "PartFacts", after: "PartFacts") -> tuple[ClassRates, ...]:
    """Every class that either period has, by name.

    Two rates of many classes are compared at once; chance may call one of all of them a change in one of twenty looks
    (Bonferroni), not each of them.
    """
    first, second = _counts(before), _counts(after)
    causes = sorted({*first, *second})
    nothing = ((0, 0), (0, 0))
    alpha = ALPHA / max(2 * len(causes), 1)
    return tuple(
        ClassRates(
            cause=cause,
            overruled=compare(first.get(cause, nothing)[0], second.get(cause, nothing)[0], alpha),
            doubtful=compare(first.get(cause, nothing)[1], second.get(cause, nothing)[1], alpha),
        )
        for cause in causes
    )


def halves(facts: "PartFacts") -> tuple["PartFacts", "PartFacts"]:
    """The parts in two halves by the order in which they were recorded, whatever the clock said."""
    first = np.arange(len(facts)) < len(facts) // 2
    return facts.where(first), facts.where(~first)


def _counts(facts: "PartFacts") -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """For each class (overruled, rejected) and (asked, rejected or asked)."""
    rejected, asked = facts.verdict == _PLACE[Verdict.FAIL], facts.verdict == _PLACE[Verdict.REVIEW]
    overruled = rejected & (facts.word == _PLACE[Verdict.PASS])
    each = [_by_cause(facts, mask) for mask in (overruled, rejected, asked, rejected | asked)]
    return {
        name: ((int(each[0][index]), int(each[1][index])), (int(each[2][index]), int(each[3][index])))
        for index, name in enumerate(facts.names["cause"])
        if each[3][index]
    }


def _by_cause(facts: "PartFacts", mask: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    causes = facts.cause[mask & (facts.cause >= 0)]
    return np.bincount(causes, minlength=len(facts.names["cause"]))
