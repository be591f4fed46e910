"""Fault 26: a clock that jumps a year, and summer time, which is none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from inspection.scrap_book.clock import clock_jumps
from tests.inspection.scrap_book.building import MONDAY, Part, facts_of

YEAR = timedelta(days=365)


def parts_at(*times: datetime) -> list[Part]:
    return [Part(at=time) for time in times]


def test_a_year_ahead_and_back_is_two_jumps() -> None:
    times = [MONDAY, MONDAY + YEAR, MONDAY + YEAR + timedelta(minutes=1), MONDAY + timedelta(minutes=2)]
    jumps = clock_jumps(facts_of(parts_at(*times)))
    assert [(jump.sequence, jump.before, jump.after) for jump in jumps] == [
        (2, times[0], times[1]),
        (4, times[2], times[3]),
    ]


def test_an_hour_back_is_a_jump_and_a_second_is_none() -> None:
    hour = facts_of(parts_at(MONDAY, MONDAY - timedelta(hours=1)))
    second = facts_of(parts_at(MONDAY, MONDAY - timedelta(seconds=1)))
    assert [jump.sequence for jump in clock_jumps(hour)] == [2]
    assert clock_jumps(second) == ()


def test_summer_time_and_a_holiday_are_none() -> None:
    """In Germany the clock goes back at 3 on 25 October 2026: the hour from 2 to 3 is there twice."""
    berlin = ZoneInfo("Europe/Berlin")
    autumn = [datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1)]
    spring = [datetime(2026, 3, 29, hour, 30, tzinfo=berlin) for hour in (1, 3)]
    summer = [datetime(2026, 7, 31, 16, tzinfo=UTC), datetime(2026, 9, 1, 6, tzinfo=UTC)]
    for times in (spring, summer, autumn):
        assert clock_jumps(facts_of(parts_at(*times))) == ()


def test_without_parts_there_is_no_jump() -> None:
    assert clock_jumps(facts_of([])) == ()
