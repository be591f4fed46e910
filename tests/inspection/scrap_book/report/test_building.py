"""A report is what one counts by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.scrap_book.columns import Question
from inspection.scrap_book.p_chart import Side
from inspection.scrap_book.report import By, Remark, ScrapReport
from tests.inspection.scrap_book.building import MONDAY, Part
from tests.inspection.scrap_book.report.weeks import FIRST, day, report_of

YEAR = timedelta(days=365)


def counted(report: ScrapReport) -> list[tuple[str | None, int | None, int | None]]:
    return [(row.label, row.n, row.scrap) for row in report.rows]


def test_a_day_is_a_row() -> None:
    """Monday 40 good, 2 scrap, 1 reworked, 3 open; Tuesday 30 good. Cost: 2 x 10.00 + 3.00 euros."""
    report = report_of([*day(0, 40, 2, 1, 3), *day(1, 30)], By.DAY)
    monday, tuesday = report.rows
    assert (monday.first_day, monday.last_day, tuesday.first_day) == (FIRST, FIRST, date(2026, 3, 3))
    assert (monday.n, monday.good, monday.rework, monday.scrap, monday.open) == (43, 40, 1, 2, 3)
    assert (monday.cost_cents, report.total.cost_cents) == (2300, 2300)
    assert report.total.scrap_rate is not None
    assert (report.total.scrap_rate.count, report.total.scrap_rate.n) == (2, 73)


def test_both_days_asked_for_are_in_it() -> None:
    """The period is that of the calendar here: the part at 8:00 UTC on 2 March is in, the one on 5 March is not."""
    asked = Question(since=MONDAY - timedelta(hours=9), until=MONDAY + timedelta(days=2, hours=15))
    report = report_of([*day(0, 30), *day(2, 30), *day(3, 30)], By.DAY, asked)
    assert (report.since, report.until) == (date(2026, 3, 2), date(2026, 3, 4))
    assert [row.first_day for row in report.rows] == [date(2026, 3, 2), date(2026, 3, 4)]


def test_a_day_of_few_parts_goes_with_its_neighbour() -> None:
    """3 parts on Monday, 4 on Tuesday, 40 on Wednesday, 2 on Thursday: nobody sees the 3, the 4 or the 2 alone."""
    report = report_of([*day(0, 3), *day(1, 3, 1), *day(2, 40), *day(3, 1, 1)], By.DAY)
    assert [(row.first_day, row.last_day, row.n, row.groups) for row in report.rows] == [
        (date(2026, 3, 2), date(2026, 3, 3), 7, 2),
        (date(2026, 3, 4), date(2026, 3, 5), 42, 2),
    ]
    assert [Remark.JOINED in row.remarks for row in report.rows] == [True, True]


def test_small_orders_stand_together() -> None:
    """Orders of 30, 2, 4 and 9 parts: the two small ones are 6 parts, one row without a name."""
    sizes = {"A": 30, "B": 2, "C": 4, "D": 9}
    parts = [Part(order=order) for order, size in sizes.items() for _ in range(size)]
    report = report_of(parts, By.ORDER)
    assert counted(report) == [("A", 30, 0), ("D", 9, 0), (None, 6, 0)]
    assert (report.rows[2].groups, report.rows[2].remarks) == (2, (Remark.TOO_FEW, Remark.JOINED))


def test_small_orders_that_are_few_together_have_no_figures() -> None:
    """Orders of 30 and 3 parts: the second has a row without figures. Of 30, 2 and 1: those two have one."""
    two = report_of([*[Part(order="A")] * 30, *[Part(order="B", fate="scrap")] * 3], By.ORDER)
    assert counted(two) == [("A", 30, 0), ("B", None, None)]
    three = report_of([*[Part(order="A")] * 30, *[Part(order="B")] * 2, Part(order="C")], By.ORDER)
    assert counted(three) == [("A", 30, 0), (None, None, None)]
    assert (three.rows[1].groups, three.rows[1].remarks) == (2, (Remark.WITHHELD, Remark.JOINED))


def test_fewer_than_five_parts_have_no_figures() -> None:
    for by in By:
        report = report_of(day(0, 2, 2), by)
        assert report.total.n is None and report.total.remarks[0] is Remark.WITHHELD
        assert [row.scrap for row in report.rows] in ([None], []), by
        assert report.defects == ()
        assert '"scrap":2' not in report.model_dump_json()


def test_the_machine_with_the_most_scrap_comes_first_and_those_unnamed_last() -> None:
    """Press 2 scraps 20 of 100, all together 23 of 300 are 7.7 %, three sigma above is 15.6 %."""
    parts = [*day(0, 98, 2, machine="press 1"), *day(0, 80, 20, machine="press 2"), *day(0, 99, 1, machine=None)]
    report = report_of(parts, By.MACHINE)
    assert counted(report) == [("press 2", 100, 20), ("press 1", 100, 2), (None, 100, 1)]
    assert report.rows[0].usual_high is not None and round(report.rows[0].usual_high, 3) == 0.156
    assert [Remark.WORSE in row.remarks for row in report.rows] == [True, False, False]


def test_defects_are_of_all_parts() -> None:
    parts = [
        *day(0, 90, 6),
        *[Part(fate="scrap", cause="crack", cost_cents=None)] * 2,
        *[Part(fate="good", cause="pore")] * 2,
    ]
    report = report_of(parts, By.DEFECT)
    assert [(row.label, row.n, row.scrap, row.cost_unknown) for row in report.rows] == [
        ("pore", 100, 6, 0),
        ("crack", 100, 2, 2),
    ]
    assert report.rows == report.defects


def test_worse_since() -> None:
    """100 parts a day, 5 % scrap for 10 days, then 12 % for 4: the mean is 7 %, a sigma 2.55 %, 12 % is 1.96 above it;
    rule 3 says it. The ten days before are all below the mean: rule 4."""
    parts = [part for number in range(14) for part in day(number, 95 if number < 10 else 88, 5 if number < 10 else 12)]
    report = report_of(parts, By.DAY)
    assert [(one.first_day, one.last_day, one.side, one.rules, one.is_going_on) for one in report.stretches] == [
        (date(2026, 3, 2), date(2026, 3, 11), Side.BELOW, (4,), False),
        (date(2026, 3, 12), date(2026, 3, 15), Side.ABOVE, (3,), True),
    ]


def test_what_several_rules_say_of_the_same_days_is_said_once() -> None:
    """500 parts a day, 5 % scrap for 20 days, then 15 % for 8 days: rules 1 to 4 all speak of these 8 days."""
    scrap = [25] * 20 + [75] * 8
    parts = [part for number in range(28) for part in day(number, 500 - scrap[number], scrap[number])]
    above = [stretch for stretch in report_of(parts, By.DAY).stretches if stretch.side is Side.ABOVE]
    assert [(one.first_day, one.rules) for one in above] == [(date(2026, 3, 22), (1, 2, 3, 4))]


def test_few_parts_a_day_are_put_together_before_anything_is_said_of_runs() -> None:
    """10 parts a day, of which one in ten is scrap for 20 days, then four in ten for 10 days."""
    parts = [part for number in range(30) for part in day(number, 9 if number < 20 else 6, 1 if number < 20 else 4)]
    worse = [stretch for stretch in report_of(parts, By.DAY).stretches if stretch.side is Side.ABOVE]
    assert worse and worse[0].first_day >= date(2026, 3, 20)
    steady = [part for number in range(30) for part in day(number, 9, 1)]
    assert report_of(steady, By.DAY).stretches == ()


def test_fault_26_a_clock_that_jumps_a_year_is_flagged() -> None:
    """A day in March, during which the clock is a year ahead for ten parts: they are missing, and it is said."""
    march = day(0, 60)
    parts = [*march[:30], *[part._replace(at=part.at + YEAR) for part in march[30:40]], *march[40:]]
    asked = Question(since=MONDAY - timedelta(days=1), until=MONDAY + timedelta(days=1))
    report = report_of(parts, By.DAY, asked)
    assert report.total.n == 50
    assert [jump.sequence for jump in report.clock_jumps] == [31, 41]
    assert report.strays == 10
    assert Remark.CLOCK_SET in report.total.remarks and Remark.CLOCK_SET in report.rows[0].remarks


def test_the_order_of_the_days_does_not_depend_on_a_clock_that_was_set_back() -> None:
    """Two days, then the clock falls back behind them: the earlier day comes first, and the report says so."""
    parts = [*day(1, 30), *day(2, 30), *day(0, 30)]
    report = report_of(parts, By.DAY)
    assert [row.first_day for row in report.rows] == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert [jump.sequence for jump in report.clock_jumps] == [61]


def test_a_jump_long_before_the_period_is_not_of_it() -> None:
    parts = [*day(-400, 30), *day(0, 30), *day(1, 30)]
    asked = Question(since=MONDAY + timedelta(hours=12))
    assert report_of(parts, By.DAY, asked).clock_jumps == ()
    assert len(report_of(parts, By.DAY).clock_jumps) == 1


def test_of_no_parts_there_is_a_report_too() -> None:
    for by in By:
        report = report_of([], by)
        assert report.rows == () and report.newest_entry is None and report.total.n is None
        assert ScrapReport.model_validate_json(report.model_dump_json()) == report


parts = st.lists(
    st.builds(
        Part,
        fate=st.sampled_from(["good", "rework", "scrap", "open"]),
        at=st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days)),
        order=st.sampled_from([None, "A", "B", "C", "D", "E"]),
        machine=st.sampled_from([None, "M1", "M2"]),
        cause=st.sampled_from([None, "pore", "crack"]),
        cost_cents=st.sampled_from([None, 0, 1050]),
    ),
    max_size=80,
)


@given(parts, st.sampled_from([By.PART, By.ORDER, By.MACHINE, By.DAY]))
def test_no_part_is_lost_and_no_group_is_small(parts: list[Part], by: By) -> None:
    report = report_of(parts, by)
    decided = sum(part.fate != "open" for part in parts)
    if decided < report.group_size:
        assert report.total.n is None and all(row.n is None for row in report.rows)
        return
    assert report.total.n == decided
    shown, withheld = [row for row in report.rows if row.n is not None], [row for row in report.rows if row.n is None]
    assert all(row.n is not None and row.n >= report.group_size for row in shown)
    assert len(withheld) <= 1 and (by is not By.DAY or not withheld)
    assert 0 <= decided - sum(row.n or 0 for row in shown) < (report.group_size if withheld else 1)
    if not withheld:
        assert report.total.cost_cents == sum(row.cost_cents or 0 for row in shown)
        assert report.total.open == sum(row.open or 0 for row in shown)
    assert ScrapReport.model_validate_json(report.model_dump_json()) == report
