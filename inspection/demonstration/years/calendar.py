"""Which days are worked: from Monday to Friday, a Saturday now and then, not in August nor at the turn of the year."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

_SATURDAY: Final = 5
_OF_THE_WEEK: Final = (0.95, 1.05, 1.08, 1.05, 0.8, 0.35)
"""Parts from Monday to Saturday against the mean: Monday begins slowly, Friday ends at noon."""
_SATURDAYS: Final = 0.1


def working_days(until: date, count: int, rng: Random) -> tuple[date, ...]:
    """The last `count` days that were worked up to `until`, the oldest first."""
    days: list[date] = []
    day = until
    while len(days) < count:
        if _is_worked(day, rng):
            days.append(day)
        day -= timedelta(days=1)
    return tuple(reversed(days))


def parts_of_days(days: tuple[date, ...], total: int, rng: Random) -> Iterator[tuple[date, int]]:
    """How many parts each day has; `total` together."""
    weights = [_OF_THE_WEEK[day.weekday()] * rng.uniform(0.85, 1.15) for day in days]
    whole, given, so_far = sum(weights), 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        so_far += weight
        share = round(total * so_far / whole) - given
        given += share
        yield day, share


def _is_worked(day: date, rng: Random) -> bool:
    on_saturday = rng.random() < _SATURDAYS  # asked for every day, so that no day moves the others
    if day.weekday() > _SATURDAY or (day.weekday() == _SATURDAY and not on_saturday):
        return False
    in_summer = day.month == 8 and day.day <= 21
    at_the_turn = (day.month == 12 and day.day >= 23) or (day.month == 1 and day.day <= 3)
    return not (in_summer or at_the_turn)
