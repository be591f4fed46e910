"""How often the bench would be wrong, and how often it would ask."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspection.rate import Rate
from inspection.recipe import Recipe
from inspection.verdict import Verdict
from training.judging.judged_pictures import JudgedPicture, verdict_under
from training.judging.report import VerdictCount


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRates:
    """What came of the verdicts; see `EvaluationReport`."""

    escape: Rate
    false_reject: Rate
    review: Rate
    undecided: int
    counts: tuple[VerdictCount, ...]


def rates_under(judged: Sequence[JudgedPicture], recipe: Recipe) -> VerdictRates:
    """The rates with the score bands of `recipe`: ask again with others, the net is not asked again."""
    return rates_of((one.truth, verdict_under(one, recipe)) for one in judged)


def rates_of(due_and_given: Iterable[tuple[Verdict, Verdict]]) -> VerdictRates:
    """The rates from what each part deserved and got.

    Only parts that got a verdict count. Bad is what deserves FAIL, good what deserves PASS.

    >>> P, R, F = Verdict.PASS, Verdict.REVIEW, Verdict.FAIL
    >>> rates = rates_of([(F, F), (F, P), (F, R), (P, P), (P, F), (R, P)])
    >>> [f"{rate.count} of {rate.n}" for rate in (rates.escape, rates.false_reject, rates.review)], rates.undecided
    (['1 of 3', '1 of 2', '1 of 6'], 1)
    """
    counts = Counter(due_and_given)

    def count(truths: Iterable[Verdict], verdicts: Iterable[Verdict]) -> int:
        return sum(counts[truth, verdict] for truth in truths for verdict in verdicts)

    every, given = tuple(Verdict), (Verdict.PASS, Verdict.REVIEW, Verdict.FAIL)
    return VerdictRates(
        escape=Rate.of(counts[Verdict.FAIL, Verdict.PASS], count([Verdict.FAIL], given)),
        false_reject=Rate.of(counts[Verdict.PASS, Verdict.FAIL], count([Verdict.PASS], given)),
        review=Rate.of(count(every, [Verdict.REVIEW]), count(every, given)),
        undecided=count([Verdict.REVIEW], given),
        counts=tuple(
            VerdictCount(truth=truth, verdict=verdict, n=counts[truth, verdict])
            for truth in Verdict
            for verdict in Verdict
            if counts[truth, verdict]
        ),
    )
