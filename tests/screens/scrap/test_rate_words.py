"""The chart of the scrap rate in words."""

from datetime import date, timedelta

from inspection.scrap_book.p_chart import Side, p_chart
from inspection.scrap_book.runs import Signal, signals
from screens.scrap.buckets import Bucket, Unit
from screens.scrap.rate_words import reading, signal_notices, stretches

MONDAY = date(2026, 3, 2)


def points(scrapped: list[int], n: int = 200) -> list[Bucket]:
    return [
        Bucket(first=MONDAY + timedelta(days=day), last=MONDAY + timedelta(days=day), scrapped=bad, inspected=n)
        for day, bad in enumerate(scrapped)
    ]


def told(scrapped: list[int]) -> list[tuple[str, str]]:
    days = points(scrapped)
    chart = p_chart([str(day.first) for day in days], scrapped, [day.inspected for day in days])
    today = MONDAY + timedelta(days=len(scrapped) - 1)
    return [(one.kind, one.title) for one in signal_notices(signals(chart), days, Unit.DAY, today, "de")]


def test_what_lasts_until_today_is_said_with_its_first_day() -> None:
    assert told([4, 5, 4, 5, 4, 5, 4, 14, 15, 14])[0] == ("bad", "Seit Montag schlechter")


def test_what_became_better_is_no_alarm() -> None:
    assert told([14, 15, 14, 15, 14, 15, 14, 3, 2, 3])[0] == ("good", "Seit Montag besser")


def test_where_all_may_be_chance_it_says_so() -> None:
    assert told([9, 11, 10, 9, 12, 8]) == [("good", "Nichts auffällig: Alles kann Zufall sein.")]


def test_one_bad_day_that_is_over_is_named() -> None:
    assert ("open", "Donnerstag: mehr Ausschuss als sonst") in told([9, 11, 10, 40, 9, 11])


def test_signals_that_overlap_are_one_stretch() -> None:
    found = [
        Signal(rule=4, first=2, last=9, side=Side.ABOVE),
        Signal(rule=1, first=8, last=8, side=Side.ABOVE),
        Signal(rule=2, first=1, last=3, side=Side.BELOW),
    ]
    newest, older = stretches(found)
    assert (newest.first, newest.last, newest.is_above, newest.rules) == (2, 9, True, frozenset({1, 4}))
    assert (older.first, older.last, older.is_above) == (1, 3, False)


def test_a_chart_is_said_with_its_n() -> None:
    text = reading(p_chart(["Mo", "Di"], [2, 30], [100, 100]), "de").replace("\N{NO-BREAK SPACE}", " ")
    assert (
        text
        == "Ausschussquote über 2 Punkte: im Mittel 16,0 % von 200 Teilen, 2 Punkte außerhalb des üblichen Bereichs."
    )
