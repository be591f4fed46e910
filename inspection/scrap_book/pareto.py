"""Which defects cost the most parts, and which the most money (Pareto, after Juran: the vital few)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from inspection.scrap_book.counting import Fates, fates_by
from inspection.scrap_book.enough import enough_for_share

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts


class By(StrEnum):
    """What the defects are put in order by."""

    COUNT = "count"
    COST = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One class of defects. `count` is the parts it cost: scrap and rework; `share` and `cumulative` are of all such
    parts, or of all euros where the order is by cost. `cause` is None for parts of which nobody said why.

    `cost_cents` leaves out the parts of unknown cost, whose number is `cost_unknown`.
    """

    cause: str | None
    count: int
    scrap: int
    rework: int
    share: float
    cumulative: float
    cost_cents: int
    cost_unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """Classes of defects, the worst first. `count` is all parts lost, of `n` whose fate is known."""

    causes: tuple[Cause, ...]
    by: By
    count: int
    n: int
    cost_cents: int

    @property
    def is_enough(self) -> bool:
        """Whether so many parts were lost that their order means something."""
        return enough_for_share(self.count)


def pareto(facts: "PartFacts", by: By = By.COUNT) -> Pareto:
    """The parts lost by their cause. Equal ones stand in the order of their names, those without a cause behind."""
    names = facts.names["cause"]
    counted = fates_by(facts, facts.cause.astype("int64") + 1, len(names) + 1)
    lost = [(name, one) for name, one in zip((None, *names), counted, strict=True) if one.scrap + one.rework]
    lost.sort(key=lambda entry: (-_weight(entry[1], by), entry[0] is None, entry[0] or ""))
    whole, upto, causes = sum(_weight(one, by) for _, one in lost), 0, []
    for name, one in lost:
        upto += _weight(one, by)
        causes.append(
            Cause(
                cause=name,
                count=one.scrap + one.rework,
                scrap=one.scrap,
                rework=one.rework,
                share=_weight(one, by) / whole if whole else 0.0,
                cumulative=upto / whole if whole else 0.0,
                cost_cents=one.cost_cents,
                cost_unknown=one.cost_unknown,
            )
        )
    return Pareto(
        causes=tuple(causes),
        by=by,
        count=sum(cause.count for cause in causes),
        n=sum(one.n for one in counted),
        cost_cents=sum(cause.cost_cents for cause in causes),
    )


def _weight(one: Fates, by: By) -> int:
    return one.scrap + one.rework if by is By.COUNT else one.cost_cents
