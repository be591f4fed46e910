"""When a class of defects comes more often than before, its card comes up: a p-chart over the last parts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inspection.scrap_book.enough import enough_for_share

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts

LAST: Final = 50
"""Parts that are looked at together: at 2 % of scrap one is usual among them, and five are hardly chance."""
BEFORE: Final = 1000
"""Parts before them that say what is usual."""
FEWEST_BEFORE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """A class of defects that `count` of the last `n` parts had; before, `before` of `before_n` had it."""

    class_name: str
    count: int
    n: int
    before: int
    before_n: int


def rising(facts: "PartFacts", part_type: str) -> Rising | None:
    """The class whose share in the last parts of this kind lies above its upper limit, the one with most; None if none.

    A part has a class when it is not good and the class is its cause; parts that were not decided yet do not count.
    The mean is that of the parts before, so that what is rising does not raise its own limit. Nothing is said before
    there are `FEWEST_BEFORE` of those.
    """
    import numpy as np

    from inspection.scrap_book.facts import FATES
    from inspection.scrap_book.p_chart import Side, p_chart

    decided = facts.is_("part_type", part_type) & (facts.fate != FATES.index("open"))
    places = np.flatnonzero(decided)[-(LAST + BEFORE) :]
    before, last = places[:-LAST], places[-LAST:]
    if len(before) < FEWEST_BEFORE or not enough_for_share(len(last)):
        return None
    cause = np.where(facts.fate == FATES.index("good"), -1, facts.cause)
    names = facts.names["cause"]
    now, then = (np.bincount(cause[some][cause[some] >= 0], minlength=len(names)) for some in (last, before))
    found = [
        Rising(class_name=name, count=int(now[at]), n=len(last), before=int(then[at]), before_n=len(before))
        for at, name in enumerate(names)
        if now[at]
    ]
    above = []
    for one in found:
        # one more than was seen: a class that was never seen before is no alarm at its first part
        usual = (one.before + 1) / (one.before_n + 1)
        (point,) = p_chart([one.class_name], [one.count], [one.n], usual).points
        if point.beyond is Side.ABOVE and one.count > 1:
            above.append(one)
    return max(above, key=lambda one: one.count, default=None)
