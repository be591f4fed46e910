"""How often the master overrules the station, by class of defects."""

from inspection.scrap_book.per_class import halves, per_class
from inspection.scrap_book.periods import Outcome
from inspection.verdict import Verdict
from tests.inspection.scrap_book.building import Part, facts_of

OVERRULED = Part(cause="pore", verdict=Verdict.FAIL, word=Verdict.PASS)
CONFIRMED = Part(fate="scrap", cause="pore", verdict=Verdict.FAIL, word=Verdict.FAIL, cost_cents=None)
REJECTED = Part(fate="scrap", cause="pore", verdict=Verdict.FAIL, cost_cents=None, assumed=True)
ASKED = Part(fate="open", cause="pore", verdict=Verdict.REVIEW)
CRACK = Part(fate="scrap", cause="crack", verdict=Verdict.FAIL, cost_cents=None)
TAUGHT = [OVERRULED] * 3 + [CONFIRMED] * 20 + [REJECTED] * 77 + [ASKED] * 20 + [CRACK] * 40
NOW = [OVERRULED] * 40 + [CONFIRMED] * 10 + [REJECTED] * 50 + [ASKED] * 25 + [CRACK] * 40


def test_a_model_that_is_overruled_more_and_more_drifts() -> None:
    """Pores: 3 of 100 rejected parts overruled, then 40 of 100; asked about 20 of 120, then 25 of 125: chance."""
    crack, pore = per_class(facts_of(TAUGHT), facts_of(NOW))
    assert (crack.cause, pore.cause) == ("crack", "pore")
    assert [(rate.count, rate.n) for rate in (pore.overruled.before, pore.overruled.after)] == [(3, 100), (40, 100)]
    assert [(rate.count, rate.n) for rate in (pore.doubtful.before, pore.doubtful.after)] == [(20, 120), (25, 125)]
    assert (pore.overruled.outcome, pore.doubtful.outcome) == (Outcome.WORSE, Outcome.CHANCE)
    assert pore.is_drifting and not crack.is_drifting


def test_two_halves_are_told_by_the_number_not_by_the_clock() -> None:
    first, second = halves(facts_of([*TAUGHT, *NOW[:1]]))
    assert (len(first), len(second)) == (80, 81)
    assert first.sequence.max() < second.sequence.min()


def test_many_classes_are_not_many_chances() -> None:
    """1 of 100, then 8 of 100: Fisher's p is 0.035. Of one class with two rates that is no change at 0.025 either."""
    before = facts_of([OVERRULED] + [REJECTED] * 99)
    after = facts_of([OVERRULED] * 8 + [REJECTED] * 92)
    (pore,) = per_class(before, after)
    assert 0.025 < pore.overruled.p < 0.05
    assert pore.overruled.outcome is Outcome.CHANCE


def test_without_parts_nothing_is_said() -> None:
    assert per_class(facts_of([]), facts_of([])) == ()
    (pore,) = per_class(facts_of([]), facts_of([REJECTED] * 50))
    assert pore.overruled.outcome is Outcome.TOO_FEW
