"""Which defects cost most, counted by hand."""

from inspection.scrap_book.counting import fates
from inspection.scrap_book.pareto import By, pareto
from tests.inspection.scrap_book.building import Part, facts_of

SCRAPPED_PORE = Part(fate="scrap", cause="pore", cost_cents=200)
SCRAPPED_CRACK = Part(fate="scrap", cause="crack", cost_cents=1500)
REWORKED_STAIN = Part(fate="rework", cause="stain", cost_cents=100)
UNKNOWN = Part(fate="scrap", cause=None, cost_cents=None, assumed=True)
GOOD_PORE = Part(fate="good", cause="pore")
WEEK = [SCRAPPED_PORE] * 6 + [REWORKED_STAIN] * 2 + [SCRAPPED_CRACK] + [UNKNOWN] + [GOOD_PORE] * 4 + [Part()] * 16
OPEN = [Part(fate="open", cause="crack")] * 3


def test_by_count() -> None:
    """6 pores, 2 stains, 1 crack, 1 of which nobody said: 60 %, 80 %, 90 %, 100 % of ten parts lost."""
    week = pareto(facts_of(WEEK + OPEN))
    assert [(cause.cause, cause.count, cause.scrap, cause.rework) for cause in week.causes] == [
        ("pore", 6, 6, 0),
        ("stain", 2, 0, 2),
        ("crack", 1, 1, 0),
        (None, 1, 1, 0),
    ]
    assert [round(cause.cumulative, 9) for cause in week.causes] == [0.6, 0.8, 0.9, 1.0]
    assert (week.count, week.n) == (10, 30)
    assert not week.is_enough


def test_by_cost_the_rare_dear_defect_comes_first() -> None:
    """Crack 15 euros, pores 12, stains 2; what is unknown is no euro and is said."""
    week = pareto(facts_of(WEEK), By.COST)
    assert [(cause.cause, cause.cost_cents, cause.cost_unknown) for cause in week.causes] == [
        ("crack", 1500, 0),
        ("pore", 1200, 0),
        ("stain", 200, 0),
        (None, 0, 1),
    ]
    assert [round(cause.share, 4) for cause in week.causes] == [0.5172, 0.4138, 0.069, 0.0]
    assert week.cost_cents == 2900


def test_without_lost_parts_there_is_no_order() -> None:
    assert pareto(facts_of([Part()] * 40)).causes == ()
    assert pareto(facts_of([])).causes == ()


def test_what_became_of_the_parts() -> None:
    week = fates(facts_of(WEEK + OPEN))
    assert (week.good, week.rework, week.scrap, week.open, week.n) == (20, 2, 8, 3, 30)
    assert (week.assumed, week.cost_cents, week.cost_unknown) == (1, 2900, 1)
    assert (week.rate.count, week.rate.n) == (8, 30)
