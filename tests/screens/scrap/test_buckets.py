"""Parts in points of a chart: days, weeks and months, none of them of so few parts that it speaks of a person."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.scrap_book.enough import GROUP
from screens.scrap.buckets import Bucket, Unit, buckets, large_enough, point_word, since_word
from tests.inspection.scrap_book.building import Part, facts_of

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
SIZES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40)


def days_of(*sizes: tuple[int, int]) -> list[Bucket]:
    """(scrapped, good) of one day after the other."""
    return [
        Bucket(
            first=date(2026, 3, 2) + timedelta(days=number),
            last=date(2026, 3, 2) + timedelta(days=number),
            scrapped=bad,
            inspected=bad + good,
        )
        for number, (bad, good) in enumerate(sizes)
    ]


@given(SIZES)
def test_no_point_is_small_and_no_part_is_lost(sizes: list[tuple[int, int]]) -> None:
    points = large_enough(days_of(*sizes))
    assert sum(point.inspected for point in points) == sum(bad + good for bad, good in sizes)
    assert sum(point.scrapped for point in points) == sum(bad for bad, _ in sizes)
    if sum(bad + good for bad, good in sizes) >= GROUP:
        assert all(point.inspected >= GROUP for point in points)


def test_a_thin_day_is_joined_to_the_next() -> None:
    first, second = large_enough(days_of((0, 3), (1, 9), (0, 20)))
    assert (first.first, first.last, first.inspected) == (date(2026, 3, 2), date(2026, 3, 3), 13)
    assert second.inspected == 20


def test_open_parts_are_in_no_point() -> None:
    parts = [Part(at=MONDAY)] * 9 + [Part(fate="scrap", at=MONDAY)] + [Part(fate="open", at=MONDAY)] * 5
    unit, (point,) = buckets(facts_of(parts), UTC)
    assert (unit, point.scrapped, point.inspected) == (Unit.DAY, 1, 10)


def test_a_year_is_shown_by_weeks_and_more_by_months() -> None:
    def unit_of(days: int) -> Unit:
        return buckets(facts_of([Part(at=MONDAY), Part(at=MONDAY + timedelta(days=days))]), UTC)[0]

    assert [unit_of(days) for days in (30, 300, 800)] == [Unit.DAY, Unit.WEEK, Unit.MONTH]


def test_a_day_belongs_to_its_calendar_week() -> None:
    new_year = Bucket(first=date(2027, 1, 1), last=date(2027, 1, 1), scrapped=0, inspected=9)
    assert point_word(new_year, Unit.WEEK, "de") == "KW 53/2026"  # ISO 8601: the week of its Thursday
    assert since_word(new_year, Unit.DAY, date(2027, 1, 3), "de") == "Freitag"
