"""Escapes, false rejects and reviews, counted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from inspection.rate import Rate
from inspection.verdict import Verdict
from training.judging.verdict_rates import rates_of

PASS, REVIEW, FAIL, NOT_JUDGED = Verdict.PASS, Verdict.REVIEW, Verdict.FAIL, Verdict.NOT_JUDGED


def test_a_worked_example() -> None:
    rates = rates_of(
        [
            *[(FAIL, FAIL)] * 5,
            *[(FAIL, PASS)] * 2,  # escapes
            *[(FAIL, REVIEW)] * 1,
            *[(PASS, PASS)] * 6,
            *[(PASS, FAIL)] * 3,  # false rejects
            *[(PASS, REVIEW)] * 1,
            *[(REVIEW, PASS)] * 1,  # neither good nor bad
            *[(REVIEW, REVIEW)] * 1,
            *[(FAIL, NOT_JUDGED)] * 4,  # got no verdict: in none of the rates
            *[(PASS, NOT_JUDGED)] * 2,
            *[(NOT_JUDGED, NOT_JUDGED)] * 1,
        ]
    )
    assert rates.escape == Rate.of(2, 8)
    assert rates.false_reject == Rate.of(3, 10)
    assert rates.review == Rate.of(3, 20)
    assert rates.undecided == 2
    assert sum(one.n for one in rates.counts) == 27


def test_without_bad_parts_nothing_is_known_of_escapes() -> None:
    rates = rates_of([(PASS, PASS), (PASS, FAIL)])
    assert rates.escape.value is None
    assert (rates.escape.low, rates.escape.high) == (0, 1)
    assert rates.false_reject.value == 0.5


@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(list(Verdict)))))
def test_every_part_that_got_a_verdict_is_counted_once(parts: list[tuple[Verdict, Verdict]]) -> None:
    rates = rates_of(parts)
    judged = [truth for truth, verdict in parts if verdict is not NOT_JUDGED]
    assert rates.review.n == len(judged)
    assert rates.escape.n + rates.false_reject.n + rates.undecided == sum(truth is not NOT_JUDGED for truth in judged)


@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.sampled_from([PASS, REVIEW, FAIL])), min_size=1))
def test_asking_the_master_instead_never_raises_the_other_rates(parts: list[tuple[Verdict, Verdict]]) -> None:
    before, after = rates_of(parts), rates_of([*parts[:-1], (parts[-1][0], REVIEW)])
    assert (after.escape.value or 0) <= (before.escape.value or 0)
    assert (after.false_reject.value or 0) <= (before.false_reject.value or 0)
    assert (after.review.value or 0) >= (before.review.value or 0)
