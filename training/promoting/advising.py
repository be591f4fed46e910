"""What the comparison would advise the master who decides, and how sure one can be of it."""

from enum import StrEnum
from math import comb
from typing import Final

from inspection.closed import Closed
from inspection.verdict import Verdict
from training.promoting.asking import Answer
from training.promoting.picture_by_picture import ComparedPicture

ENOUGH: Final = 30
"""Fewer bad or fewer good parts cannot tell two in a hundred from none (docs/decisions/0013)."""
CHANCE: Final = 0.05
"""A difference that chance alone would make more often than this proves nothing."""


class Counsel(StrEnum):
    """What to do. No program does it."""

    NOT_COMPARED = "not-compared"
    LEAVE = "leave"
    SAME = "same"
    PERHAPS_BETTER = "perhaps-better"
    BETTER = "better"


class Advice(Closed):
    """What to do, and on how much it rests.

    `gained` defects are found by the candidate alone, `lost` ones by the active model alone. `spared` are the good
    parts that only the active model fails, `annoyed` those that only the candidate does.
    """

    counsel: Counsel
    gained: int
    lost: int
    spared: int
    annoyed: int
    bad_parts: int
    good_parts: int

    @property
    def is_enough(self) -> bool:
        """Whether there are so many pictures that a difference of few parts says something."""
        return min(self.bad_parts, self.good_parts) >= ENOUGH


def advise(answer: Answer) -> Advice:
    """What speaks for the candidate and what against it."""
    compared = answer.comparison
    each = compared.each if compared else ()
    gained, lost = _only_one_finds(each)
    spared, annoyed = _only_one_fails(each)
    if compared is None:
        counsel = Counsel.NOT_COMPARED
    elif not answer.holds:
        counsel = Counsel.LEAVE
    elif compared.active is None:
        counsel = Counsel.BETTER  # nothing else judges
    else:
        counsel = _counsel(gained + spared, lost + annoyed)
    return Advice(
        counsel=counsel,
        gained=gained,
        lost=lost,
        spared=spared,
        annoyed=annoyed,
        bad_parts=compared.bad_parts if compared else 0,
        good_parts=compared.good_parts if compared else 0,
    )


def by_chance(more: int, fewer: int) -> float:
    """How often chance alone would tell two equal models at least so far apart, in either direction (sign test).

    >>> by_chance(1, 0), by_chance(6, 0), by_chance(5, 5)
    (1.0, 0.03125, 1.0)
    """
    every = more + fewer
    tail: int = sum(comb(every, count) for count in range(min(more, fewer) + 1))
    return min(1.0, 2 * tail / (1 << every))


def _counsel(better: int, worse: int) -> Counsel:
    if better <= worse:
        return Counsel.SAME
    return Counsel.BETTER if by_chance(better, worse) < CHANCE else Counsel.PERHAPS_BETTER


def _only_one_finds(each: tuple[ComparedPicture, ...]) -> tuple[int, int]:
    pairs = [pair for one in each if one.active for pair in zip(one.candidate.found, one.active.found, strict=True)]
    return pairs.count((True, False)), pairs.count((False, True))


def _only_one_fails(each: tuple[ComparedPicture, ...]) -> tuple[int, int]:
    wrong = (Verdict.FAIL, Verdict.NOT_JUDGED)
    pairs = [
        (one.candidate.verdict in wrong, one.active.verdict in wrong)
        for one in each
        if one.active and one.truth is Verdict.PASS
    ]
    return pairs.count((False, True)), pairs.count((True, False))
