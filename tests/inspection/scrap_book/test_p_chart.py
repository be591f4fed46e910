"""The p-chart against textbook charts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.scrap_book.p_chart import PChart, Side, p_chart

ORANGE_JUICE = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11]
ORANGE_JUICE += [20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
"""Cans that would leak, of 50 each: Montgomery, Introduction to Statistical Quality Control, 6th ed., table 7.1; the
same numbers are the chips of the NIST/SEMATECH e-Handbook, section 6.3.3.2."""

ORDERS = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100]
ORDERS += [90, 90]
WRONG_ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
"""Purchase orders with an error, in samples of different sizes: Montgomery, table 7.4."""


def chart_of(scrapped: list[int], inspected: list[int]) -> PChart:
    return p_chart([str(number) for number in range(1, len(scrapped) + 1)], scrapped, inspected)


def beyond(chart: PChart) -> dict[str, Side]:
    return {point.label: point.beyond for point in chart.points if point.beyond}


def test_orange_juice_cans() -> None:
    """Montgomery, example 7.1; NIST e-Handbook 6.3.3.2: mean 0.2313, limits 0.0524, 0.4102, samples 15 and 23 out."""
    chart = chart_of(ORANGE_JUICE, [50] * 30)
    assert chart.mean is not None and round(chart.mean, 4) == 0.2313
    assert {(round(point.low, 4), round(point.high, 4)) for point in chart.points} == {(0.0524, 0.4102)}
    assert beyond(chart) == {"15": Side.ABOVE, "23": Side.ABOVE}
    assert chart.n == 1500


def test_orange_juice_cans_without_what_was_explained() -> None:
    """Montgomery, example 7.1, revised: without 15 and 23 the mean is 0.2150, limits 0.0407 and 0.3893; 21 is out."""
    kept = [count for number, count in enumerate(ORANGE_JUICE, 1) if number not in (15, 23)]
    revised = chart_of(kept, [50] * 28)
    assert revised.mean is not None and round(revised.mean, 4) == 0.2150
    assert (round(revised.points[0].low, 4), round(revised.points[0].high, 4)) == (0.0407, 0.3893)
    labels = [str(number) for number in range(1, 31)]
    assert "21" in beyond(p_chart(labels, ORANGE_JUICE, [50] * 30, mean=revised.mean))


def test_purchase_orders_have_limits_for_each_size() -> None:
    """Montgomery, table 7.4: 234 of 2450, sample 11 is out. By hand, with 0.0955 for the mean: for 100 orders
    0.0955 +- 3 sqrt(0.0955 x 0.9045 / 100) = 0.007 and 0.184, and so for each size; below 0 the limit is 0."""
    chart = chart_of(WRONG_ORDERS, ORDERS)
    assert (sum(WRONG_ORDERS), chart.n) == (234, 2450)
    limits = {point.n: (round(point.low, 3), round(point.high, 3)) for point in chart.points}
    assert limits == {
        80: (0.0, 0.194),
        90: (0.003, 0.188),
        100: (0.007, 0.184),
        110: (0.011, 0.18),
        120: (0.015, 0.176),
    }
    assert beyond(chart) == {"11": Side.ABOVE}


def test_one_bad_part_of_four_is_no_alarm() -> None:
    """At 2 % one or more of four are bad by chance with 1 - 0.98^4 = 7.8 %, though the limit says 23 %; four of twenty
    have 0.06 %."""
    chart = p_chart(["four", "twenty"], [1, 4], [4, 20], mean=0.02)
    assert [point.share is not None and point.share > point.high for point in chart.points] == [True, True]
    assert beyond(chart) == {"twenty": Side.ABOVE}


def test_a_day_without_parts_says_nothing() -> None:
    chart = p_chart(["Mo", "So", "Di"], [1, 0, 2], [50, 0, 50])
    sunday = chart.points[1]
    assert (sunday.share, sunday.low, sunday.high, sunday.beyond, chart.mean) == (None, 0, 1, None, 0.03)
    assert p_chart([], [], []).mean is None


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="Mo: scrapped"):
        p_chart(["Mo"], [5], [4])
    with pytest.raises(ValueError, match="2 labels"):
        p_chart(["Mo", "Di"], [5], [4])


@given(st.lists(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30))
def test_limits_hold_the_mean_and_are_narrower_for_more_parts(samples: list[tuple[int, int]]) -> None:
    chart = chart_of([count for count, _ in samples], [n for _, n in samples])
    assert len(chart.points) == len(samples)
    mean = chart.mean
    assert (mean is None) == (chart.n == 0)
    by_size = sorted((point.n, point.high - point.low) for point in chart.points if point.n)
    assert all(more[1] <= fewer[1] + 1e-12 for fewer, more in pairwise(by_size))
    assert mean is None or all(
        0 <= point.low <= mean + 1e-12 <= point.high + 2e-12 <= 1 + 3e-12 for point in chart.points
    )
