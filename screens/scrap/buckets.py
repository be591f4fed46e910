"""Days, weeks or months of parts, one point of the chart each.

A day is the finest there is, and one with fewer parts than `GROUP` is joined to the next: no point speaks of so few
parts that it would speak of a person. Where enough points are left, days are joined further, until the rules for runs
can speak of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from math import ceil
from typing import Final

from inspection.language import Language
from inspection.scrap_book.enough import GROUP, MIN_EXPECTED
from inspection.scrap_book.facts import FATES, PartFacts
from inspection.scrap_book.runs import joined
from screens.scrap.wording import long_day, short_day
from screens.texts import translator

_MOST_DAYS, _MOST_WEEKS = 62, 400
ENOUGH_POINTS: Final = 10
"""Runs of eight need a few more points around them: fewer are not made of days for their sake."""


class Unit(StrEnum):
    """How long a point lasts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Parts from the day `first` to the day `last`, both meant: how many were decided, and how many are scrap."""

    first: date
    last: date
    scrapped: int
    inspected: int


def buckets(facts: PartFacts, zone: tzinfo | None = None) -> tuple[Unit, tuple[Bucket, ...]]:
    """The points in order of time; parts that are still open count in none. `zone` is the station's own if None."""
    import numpy as np

    decided = facts.fate != FATES.index("open")
    days = facts.days(zone)[decided]
    if not len(days):
        return Unit.DAY, ()
    unit = _unit(int(days.max() - days.min()) + 1)
    is_scrap = facts.fate[decided] == FATES.index("scrap")
    of_days, place = np.unique(days, return_inverse=True)
    inspected = np.bincount(place)
    scrapped = np.bincount(place, weights=is_scrap).astype(int)
    each = [
        Bucket(first=date.fromordinal(day), last=date.fromordinal(day), scrapped=bad, inspected=n)
        for day, bad, n in zip(of_days.tolist(), scrapped.tolist(), inspected.tolist(), strict=True)
    ]
    return unit, large_enough(_by_unit(each, unit))


def large_enough(each: Sequence[Bucket]) -> tuple[Bucket, ...]:
    """The same parts in points that are large enough to be shown, and if enough are left, for the rules of runs."""
    sizes = [one.inspected for one in each]
    mean = sum(one.scrapped for one in each) / max(sum(sizes), 1)
    rarer = min(mean, 1 - mean)
    wanted = max(GROUP, ceil(MIN_EXPECTED / rarer)) if rarer else GROUP
    places = joined(sizes, wanted)
    if len(places) < ENOUGH_POINTS:
        places = joined(sizes, GROUP)
    return tuple(_together(each[first : last + 1]) for first, last in places)


def point_word(bucket: Bucket, unit: Unit, language: Language) -> str:
    """What the point is called under the chart."""
    first, last = (_named(day, unit, language) for day in (bucket.first, bucket.last))
    return first if first == last else f"{first} – {last}"


def since_word(bucket: Bucket, unit: Unit, today: date, language: Language) -> str:
    """What the point is called in a sentence, after "since" or "on"."""
    return long_day(bucket.first, today, language) if unit is Unit.DAY else _named(bucket.first, unit, language)


def _named(day: date, unit: Unit, language: Language) -> str:
    _ = translator(language)
    match unit:
        case Unit.DAY:
            return short_day(day, language)
        case Unit.WEEK:
            year, week, _weekday = day.isocalendar()
            return _("week {week}/{year}").format(week=week, year=year)
        case Unit.MONTH:
            from babel.dates import format_date

            return format_date(day, "MMMM y", locale=language)


def _unit(days: int) -> Unit:
    if days <= _MOST_DAYS:
        return Unit.DAY
    return Unit.WEEK if days <= _MOST_WEEKS else Unit.MONTH


def _by_unit(days: list[Bucket], unit: Unit) -> list[Bucket]:
    if unit is Unit.DAY:
        return days
    together: dict[tuple[int, int], list[Bucket]] = {}
    for day in days:
        year, week, _weekday = day.first.isocalendar()
        key = (year, week) if unit is Unit.WEEK else (day.first.year, day.first.month)
        together.setdefault(key, []).append(day)
    return [_together(of_one) for of_one in together.values()]


def _together(each: Sequence[Bucket]) -> Bucket:
    return Bucket(
        first=each[0].first,
        last=each[-1].last,
        scrapped=sum(one.scrapped for one in each),
        inspected=sum(one.inspected for one in each),
    )
