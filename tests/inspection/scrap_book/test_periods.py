"""Two periods held against each other; the numbers are those of the papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.scrap_book.periods import Outcome, before_after, compare
from tests.inspection.scrap_book.building import Part, facts_of


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_is_newcombes(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Newcombe 1998, Interval estimation for the difference between independent proportions, table II, method 10."""
    compared = compare(before=second, after=first)
    assert (round(compared.low, 4), round(compared.high, 4)) == (low, high)
    assert compared.difference == first[0] / first[1] - second[0] / second[1]


def test_the_lady_tasting_tea() -> None:
    """Fisher 1935: eight cups. All four told right: 2 of 70 ways are as extreme, p = 0.0286; three of four (Agresti,
    Categorical Data Analysis, table 3.8): 34 of 70, p = 0.486."""
    assert compare(before=(0, 4), after=(4, 4)).p == pytest.approx(2 / 70)
    assert compare(before=(1, 4), after=(3, 4)).p == pytest.approx(34 / 70)


def test_the_words_for_it() -> None:
    """0 of 4 to 4 of 4 is told even by so few; 1 of 4 to 3 of 4 is not, and no other division of four in eight among 4
    and 4 but that one would be."""
    assert compare(before=(0, 4), after=(4, 4)).outcome is Outcome.WORSE
    assert compare(before=(1, 4), after=(3, 4)).outcome is Outcome.TOO_FEW
    assert compare(before=(48, 80), after=(32, 80)).outcome is Outcome.BETTER
    assert compare(before=(8, 400), after=(9, 400)).outcome is Outcome.CHANCE
    assert compare(before=(0, 400), after=(0, 400)).outcome is Outcome.TOO_FEW
    assert compare(before=(0, 0), after=(5, 90)).outcome is Outcome.TOO_FEW
    assert compare(before=(0, 0), after=(5, 90)).difference is None


def test_two_and_three_scrapped_of_a_thousand_can_never_be_told_apart() -> None:
    """With two scrapped in all, both in the same half: p = 2 x (1/2 x 499/999) = 0.4995 at best."""
    assert compare(before=(0, 500), after=(2, 500)).p == pytest.approx(0.4995, abs=1e-4)
    assert compare(before=(0, 500), after=(2, 500)).outcome is Outcome.TOO_FEW
    assert compare(before=(2, 500), after=(4, 500)).outcome is Outcome.CHANCE


def test_open_parts_are_in_no_rate() -> None:
    before = facts_of([Part()] * 80 + [Part(fate="scrap", cost_cents=500)] * 20 + [Part(fate="open")] * 50)
    after = facts_of([Part()] * 60 + [Part(fate="rework", cost_cents=100)] * 40)
    compared = before_after(before, after)
    assert (compared.before.count, compared.before.n) == (20, 100)
    assert (compared.after.count, compared.after.n) == (0, 100)
    assert compared.outcome is Outcome.BETTER


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.integers(1, 60))
def test_turned_round_it_says_the_opposite(first: int, second: int, n: int, m: int) -> None:
    there, back = compare((min(first, n), n), (min(second, m), m)), compare((min(second, m), m), (min(first, n), n))
    opposite = {Outcome.BETTER: Outcome.WORSE, Outcome.WORSE: Outcome.BETTER}
    assert back.outcome is opposite.get(there.outcome, there.outcome)
    assert there.p == pytest.approx(back.p)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.difference is not None and there.low - 1e-12 <= there.difference <= there.high + 1e-12
