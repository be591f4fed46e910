"""What is looked for in the history, as it stands in the page's address: a reload and a link keep it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from inspection.closed import Closed
from inspection.job import Tag
from inspection.record import Source
from inspection.records.search import Search, Word
from inspection.verdict import Verdict

PAGE: Final = 20
"""So many parts are shown at once."""
_LARGEST: Final = 2**63 - 1


class Period(StrEnum):
    """When the part was inspected, by the calendar where the station stands."""

    ALL = "all"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    SPAN = "span"


class From(StrEnum):
    """Where the pictures came from; see `inspection.record.Source`."""

    BENCH = "bench"
    FILES = "files"
    CHECK = "check"
    ANYWHERE = "anywhere"


class TakenBack(StrEnum):
    """Whether parts that were taken back are shown, too."""

    TOO = "too"
    NOT = "not"
    ONLY = "only"


class Asked(Closed):
    """All that a person filled in. `number` is that on the part, or that of the entry; one of both is enough.

    `first` and `last` are days, both of them meant, and count where `period` is SPAN.
    """

    number: Tag | None = None
    order: Tag | None = None
    period: Period = Period.ALL
    first: date | None = None
    last: date | None = None
    verdicts: frozenset[Verdict] = frozenset()
    defect: str | None = None
    part_type: str | None = None
    origin: From = From.BENCH
    word: Word | None = None
    taken_back: TakenBack = TakenBack.TOO

    @property
    def entry(self) -> int | None:
        """The number, if it may be that of an entry.

        >>> Asked(number="13").entry, Asked(number="A-13").entry
        (13, None)
        """
        if self.number is None or not (self.number.isascii() and self.number.isdigit()):
            return None
        number = int(self.number)
        return number if 1 <= number <= _LARGEST else None

    def search(self, today: date, before: int | None = None) -> Search:
        """The parts with this number, or all; `before` is the entry after which the next page begins."""
        return self._search(today).model_copy(update={"serial": self.number, "before": before, "limit": PAGE})

    def entry_search(self, today: date) -> Search | None:
        """The one part whose entry has this number."""
        if self.entry is None:
            return None
        return self._search(today).model_copy(update={"number": self.entry, "limit": 1})

    def anywhere(self) -> "Asked":
        """The same number or order, without anything that narrows it."""
        return Asked(number=self.number, order=self.order, origin=From.ANYWHERE)

    def _search(self, today: date) -> Search:
        since, until = self._bounds(today)
        return Search(
            order=self.order,
            since=since,
            until=until,
            verdicts=self.verdicts,
            defect=self.defect,
            part_type=self.part_type,
            source=_SOURCES[self.origin],
            word=self.word,
            withdrawn={TakenBack.TOO: None, TakenBack.NOT: False, TakenBack.ONLY: True}[self.taken_back],
        )

    def _bounds(self, today: date) -> tuple[datetime | None, datetime | None]:
        tomorrow = today + timedelta(days=1)
        first, end = {
            Period.ALL: (None, None),
            Period.TODAY: (today, tomorrow),
            Period.YESTERDAY: (today - timedelta(days=1), today),
            Period.WEEK: (today - timedelta(days=today.weekday()), tomorrow),
            Period.MONTH: (today - timedelta(days=29), tomorrow),
            Period.SPAN: (self.first, self.last + timedelta(days=1) if self.last else None),
        }[self.period]
        return _midnight(first), _midnight(end)


NOTHING_ASKED: Final = Asked()
_SOURCES: Final[dict[From, Source | None]] = {
    From.BENCH: "bench",
    From.FILES: "files",
    From.CHECK: "check",
    From.ANYWHERE: None,
}


def from_address(parameters: Mapping[str, Sequence[str]]) -> Asked:
    """What the address asks; what it says wrongly is left out, because a person cannot mend an address.

    >>> from_address({"period": ["today"], "verdicts": ["FAIL", "maybe"], "lang": ["de"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    Asked(number=None, order=None, period=<Period.TODAY: 'today'>, first=None, last=None,
          verdicts=frozenset({<Verdict.FAIL: 'FAIL'>}), defect=None, part_type=None, origin=<From.BENCH: 'bench'>,
          word=None, taken_back=<TakenBack.TOO: 'too'>)
    """
    understood: dict[str, object] = {}
    for name in Asked.model_fields:
        for text in parameters.get(name, ()):
            value: object = [*_known(understood.get(name)), text] if name == "verdicts" else text
            try:
                Asked.model_validate({name: value})
            except ValidationError:
                continue
            understood[name] = value
    return Asked.model_validate(understood)


def to_address(asked: Asked) -> dict[str, list[str]]:
    """What `from_address` reads; what was left as it is stands not in it.

    >>> to_address(Asked(order="A-1", verdicts=frozenset({Verdict.FAIL})))
    {'order': ['A-1'], 'verdicts': ['FAIL']}
    """
    said = asked.model_dump(mode="json", exclude_defaults=True)
    return {name: sorted(value) if isinstance(value, list) else [str(value)] for name, value in said.items()}


def _known(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time()).astimezone()
