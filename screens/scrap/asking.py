"""Of which parts the scrap book speaks, as it stands in the page's address: a reload and a link keep it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from inspection.closed import Closed
from inspection.job import Tag
from inspection.scrap_book.facts import Question
from screens.scrap.wording import midnight


class Period(StrEnum):
    """When the part was inspected, by the calendar where the station stands."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    SPAN = "span"


_DAYS: Final = {Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}


class Asked(Closed):
    """What a person filled in; `first` and `last` are days, both of them meant, and count where `period` is SPAN."""

    period: Period = Period.MONTH
    first: date | None = None
    last: date | None = None
    part_type: str | None = None
    order: Tag | None = None
    machine: Tag | None = None
    lot: Tag | None = None
    material: Tag | None = None
    cause: str | None = None

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day that are meant; None where there is no such bound.

        >>> Asked(period=Period.WEEK).days(date(2026, 11, 22))
        (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
        """
        match self.period:
            case Period.SPAN:
                return self.first, self.last
            case Period.ALL:
                return None, None
            case named:
                return today - timedelta(days=_DAYS[named] - 1), today

    def question(self, today: date) -> Question:
        """The same for the records."""
        first, last = self.days(today)
        return Question(
            since=midnight(first) if first else None,
            until=midnight(last + timedelta(days=1)) if last else None,
            part_type=self.part_type,
            order=self.order,
            machine=self.machine,
            lot=self.lot,
            material=self.material,
            cause=self.cause,
        )


NOTHING_ASKED: Final = Asked()


def from_address(parameters: Mapping[str, Sequence[str]]) -> Asked:
    """What the address asks; what it says wrongly is left out, because a person cannot mend an address.

    >>> from_address({"period": ["year"], "machine": ["M 2"], "first": ["soon"], "lang": ["de"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    Asked(period=<Period.YEAR: 'year'>, first=None, last=None, part_type=None, order=None, machine='M 2', lot=None,
          material=None, cause=None)
    """
    understood: dict[str, object] = {}
    for name in Asked.model_fields:
        for text in parameters.get(name, ()):
            try:
                Asked.model_validate({name: text})
            except ValidationError:
                continue
            understood[name] = text
    return Asked.model_validate(understood)


def to_address(asked: Asked) -> dict[str, str]:
    """What `from_address` reads; what was left as it is stands not in it.

    >>> to_address(Asked(period=Period.YEAR, order="A-1")), to_address(NOTHING_ASKED)
    ({'period': 'year', 'order': 'A-1'}, {})
    """
    return {name: str(value) for name, value in asked.model_dump(mode="json", exclude_defaults=True).items()}
