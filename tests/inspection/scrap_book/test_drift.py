"""Light and sharpness by day."""

from inspection.scrap_book.drift import drift_chart
from inspection.scrap_book.p_chart import Side

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def days_of(values: list[float]) -> list[str]:
    return [str(day) for day in range(1, len(values) + 1)]


def test_limits_of_single_values() -> None:
    """NIST e-Handbook 6.3.2.2, flow rates of ten batches: mean 50.81, limits 45.8159 and 55.8041, none outside."""
    chart = drift_chart(days_of(FLOW), [[value] for value in FLOW])
    assert chart is not None
    assert (round(chart.mean, 2), round(chart.low, 2), round(chart.high, 2)) == (50.81, 45.82, 55.80)
    assert [signal for signal in chart.signals if signal.rule == 1] == []


def test_a_lamp_that_fades_is_seen_from_its_first_dark_day() -> None:
    """Ten days at 120 +- 1, then 117, 114, 111: the neighbours differ by 2, a sigma is 1.77, three are 5.3."""
    steady = [119.0, 121.0] * 5
    values = [*steady, 117.0, 114.0, 111.0]
    chart = drift_chart(days_of(values), [[value - 5, value, value + 40] for value in values], of_first=10)
    assert chart is not None and chart.is_enough
    assert (chart.mean, round(chart.low, 1), round(chart.high, 1)) == (120.0, 114.7, 125.3)
    beyond = [(signal.first, signal.side) for signal in chart.signals if signal.rule == 1]
    assert beyond == [(11, Side.BELOW), (12, Side.BELOW)]
    assert chart.going_on is not None and chart.going_on.first <= 11


def test_a_steady_lamp_is_no_drift() -> None:
    chart = drift_chart(days_of([1.0] * 20), [[119.0, 120.0, 121.0]] * 20)
    assert chart is not None and chart.signals == () and chart.going_on is None


def test_after_equal_days_any_other_value_is_beyond() -> None:
    chart = drift_chart(days_of([1.0] * 11), [[120.0]] * 10 + [[121.0]], of_first=10)
    assert chart is not None and [(signal.rule, signal.first) for signal in chart.signals] == [(1, 10)]


def test_few_days_make_no_drift() -> None:
    assert drift_chart(["Mo"], [[120.0]]) is None
    assert drift_chart([], []) is None
    chart = drift_chart(["Mo", "Di", "Mi"], [[120.0], [121.0], [60.0]], of_first=2)
    assert chart is not None and not chart.is_enough and chart.going_on is None


def test_a_day_without_pictures_is_left_out() -> None:
    chart = drift_chart(["Mo", "Di", "Mi"], [[120.0], [], [121.0]])
    assert chart is not None and [(day.label, day.n) for day in chart.days] == [("Mo", 1), ("Mi", 1)]
