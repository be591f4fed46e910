"""The rules of the Western Electric handbook, each on points written in sigmas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.rate import Rate
from inspection.scrap_book.p_chart import PChart, Point, Side, p_chart
from inspection.scrap_book.runs import Signal, joined, latest_worse, signals


def chart_at(*sigmas: float, n: int = 400, mean: float = 0.25) -> PChart:
    points = [
        Point(
            label=str(index),
            n=n,
            count=0,
            share=mean,
            low=0,
            high=1,
            sigmas=at,
            rate=Rate.of(0, n),
            beyond=None if abs(at) <= 3 else Side.ABOVE if at > 0 else Side.BELOW,
        )
        for index, at in enumerate(sigmas)
    ]
    return PChart(points=tuple(points), mean=mean, n=n * len(points))


def found(*sigmas: float) -> list[tuple[int, int, int, str]]:
    return [(one.rule, one.first, one.last, one.side.value) for one in signals(chart_at(*sigmas))]


@pytest.mark.parametrize(
    ("sigmas", "expected"),
    [
        ((0, 3.1, 0), [(1, 1, 1, "above")]),
        ((0, -3.1, 0), [(1, 1, 1, "below")]),
        ((0, 2.9, 0), []),
        ((2.1, 0, 2.1, 0), [(2, 0, 2, "above")]),
        ((2.1, 0, 0, 2.1), []),
        ((2.1, -2.1, 0.5), []),
        ((1.1, 1.1, 0.5, 1.1, 1.1), [(3, 0, 4, "above")]),
        ((-1.1, -1.1, -1.1, -1.1, 2), [(3, 0, 3, "below")]),
        ((1.1, 1.1, 0.5, -0.5, 1.1, 1.1), []),
        ((0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2), [(4, 0, 7, "above")]),
        ((0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, -0.2), []),
        ((-0.5, *[0.1] * 10), [(4, 1, 10, "above")]),
    ],
)
def test_each_rule(sigmas: tuple[float, ...], expected: list[tuple[int, int, int, str]]) -> None:
    assert found(*sigmas) == expected


def test_days_without_parts_break_no_run() -> None:
    """Eight good days, then seven bad ones, a Sunday, an eighth bad one: 0.125 is the mean."""
    scrapped, inspected = [20] * 8 + [30] * 7 + [0] + [30], [200] * 15 + [0] + [200]
    chart = p_chart([str(day) for day in range(17)], scrapped, inspected)
    assert chart.mean == 0.125
    fours = [signal for signal in signals(chart) if signal.rule == 4]
    assert fours == [
        Signal(rule=4, first=0, last=7, side=Side.BELOW),
        Signal(rule=4, first=8, last=16, side=Side.ABOVE),
    ]
    going_on = latest_worse(chart)
    assert going_on is not None and going_on.first == 8


def test_what_is_over_is_not_going_on() -> None:
    assert latest_worse(p_chart(["Mo", "Di", "Mi"], [5, 30, 5], [100] * 3)) is None


def test_few_parts_a_day_make_no_run() -> None:
    """8 parts a day and 1 % scrap: without scrap most days, which is no run of good days."""
    chart = p_chart([str(day) for day in range(30)], [0] * 15 + [1] + [0] * 14, [8] * 30)
    assert signals(chart) == ()


def test_without_parts_there_is_no_signal() -> None:
    assert signals(p_chart([], [], [])) == ()
    assert signals(p_chart(["Mo"], [0], [0])) == ()


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 40))
def test_stretches_cover_every_day_once_and_are_large_enough(inspected: list[int], at_least: int) -> None:
    stretches = joined(inspected, at_least)
    assert [day for first, last in stretches for day in range(first, last + 1)] == list(range(len(inspected)))
    sizes = [sum(inspected[first : last + 1]) for first, last in stretches]
    assert all(size >= at_least for size in sizes) or (len(sizes) == 1 and sum(inspected) < at_least)


@given(st.lists(st.floats(-4, 4), max_size=40))
def test_both_sides_are_judged_alike(sigmas: list[float]) -> None:
    turned = {"above": "below", "below": "above"}
    mirrored = [(rule, first, last, turned[side]) for rule, first, last, side in found(*[-at for at in sigmas])]
    assert sorted(mirrored) == sorted(found(*sigmas))


def quarters(share_at_the_end: float, count: int = 200) -> list[PChart]:
    """Sixty days of a hundred parts, 5 % scrap for fifty days and another share for ten, made by chance."""
    import numpy as np

    random = np.random.default_rng(9)
    shares = [0.05] * 50 + [share_at_the_end] * 10
    days = [str(day) for day in range(60)]
    return [p_chart(days, random.binomial(100, shares).tolist(), [100] * 60) for _ in range(count)]


def test_a_steady_shop_is_hardly_ever_called_worse() -> None:
    """All four rules together call about one point in ninety (Champ and Woodall 1987), on either side, at any time."""
    going_on = sum(latest_worse(chart) is not None for chart in quarters(0.05))
    assert going_on <= 0.05 * 200


def test_twice_as_much_scrap_is_seen_within_two_weeks() -> None:
    seen = [signal for chart in quarters(0.1) for signal in [latest_worse(chart)] if signal is not None]
    assert len(seen) >= 0.8 * 200  # of ten bad days one lies below the mean by chance now and then, at the end too
    assert sum(40 <= signal.first <= 58 for signal in seen) >= 0.95 * len(seen)
