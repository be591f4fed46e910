"""Shares and their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspection.rate import Rate


def test_an_interval_is_wilsons() -> None:
    """Newcombe 1998, table I, method 3."""
    rates = [Rate.of(81, 263), Rate.of(15, 148), Rate.of(0, 20), Rate.of(1, 29)]
    bounds = [(round(rate.low, 4), round(rate.high, 4)) for rate in rates]
    assert bounds == [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611), (0.0061, 0.1718)]


def test_of_none_nothing_is_known() -> None:
    assert Rate.of(0, 0) == Rate(value=None, n=0, low=0, high=1)
    assert Rate.of(0, 0).count == 0


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="4 of 3"):
        Rate.of(4, 3)


@given(st.integers(1, 5000), st.data())
def test_the_bounds_hold_the_value(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    rate = Rate.of(count, n)
    assert rate.value == count / n
    assert 0 <= rate.low <= rate.value <= rate.high <= 1
    assert rate.low < rate.high
    assert rate.count == count
    assert Rate.model_validate_json(rate.model_dump_json()) == rate


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": None, "n": 3, "low": 0, "high": 1},
        {"value": 0.5, "n": 0, "low": 0, "high": 1},
        {"value": 0.5, "n": 4, "low": 0.6, "high": 1},
        {"value": 0.5, "n": 4, "low": 0.1, "high": 0.9, "k": 2},
    ],
)
def test_a_rate_that_contradicts_itself_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rate.model_validate(wrong)
