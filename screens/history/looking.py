"""Asking the records: once for every question, and again only when something was recorded since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from inspection.override import Override
from inspection.record import InspectionRecord, OverrideRecord
from inspection.records.search import Search
from inspection.station import Station
from inspection.verdict import Verdict
from screens.history.asking import PAGE, Asked

Stamp: TypeAlias = tuple[int, int]
"""Changes with everything that is recorded of parts: what was found under the same one is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Parts, newest first, what was said of them, and how many there are in all."""

    records: tuple[InspectionRecord, ...]
    words: Mapping[str, Override]
    withdrawn: frozenset[str]
    counts: Mapping[Verdict, int]
    there_is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOne:
    """One part, all that the master said of it, the newest word first, and whether it was taken back."""

    record: InspectionRecord
    words: tuple[OverrideRecord, ...]
    is_withdrawn: bool

    @property
    def word(self) -> Override | None:
        """The word that counts."""
        return self.words[0].override if self.words else None


def stamp(station: Station) -> Stamp:
    """The stamp of this moment; no question goes to the records."""
    state = station.state()
    return state.last_sequence, sum(state.counts.values())


def look_up(station: Station, asked: Asked, today: date) -> Found:
    """The first page. Raises StorageError."""
    records = station.search(asked.search(today))
    counts = dict(station.count(asked.search(today)))
    entries = asked.entry_search(today)
    for entry in station.search(entries) if entries is not None else ():
        if entry not in records and entry.inspection.job.serial != asked.number:
            records = (entry, *records)
            counts[entry.inspection.verdict] += 1
    return _with_words(station, records, counts, there_is_more=len(records) >= PAGE)


def look_further(station: Station, asked: Asked, today: date, found: Found) -> Found:
    """The same with the next page of older parts. Raises StorageError."""
    before = min(record.sequence for record in found.records)
    page = station.search(asked.search(today, before))
    known = {record.sequence for record in found.records}
    fresh = tuple(record for record in page if record.sequence not in known)
    more = _with_words(station, fresh, found.counts, there_is_more=len(page) == PAGE)
    return Found(
        records=found.records + more.records,
        words={**found.words, **more.words},
        withdrawn=found.withdrawn | more.withdrawn,
        counts=found.counts,
        there_is_more=more.there_is_more,
    )


def look_at(station: Station, sequence: int) -> FoundOne | None:
    """The part with this entry, wherever it came from; None where there is none. Raises StorageError."""
    found = station.search(Search(number=sequence, source=None, limit=1))
    return told(station, found[0]) if found else None


def told(station: Station, record: InspectionRecord) -> FoundOne:
    """The part with what was said of it. Raises StorageError."""
    record_id = record.inspection.record_id
    words = station.overrides_of([record_id]).get(record_id, ())
    return FoundOne(record=record, words=words, is_withdrawn=bool(station.withdrawn([record_id])))


def _with_words(
    station: Station, records: tuple[InspectionRecord, ...], counts: Mapping[Verdict, int], *, there_is_more: bool
) -> Found:
    ids = [record.inspection.record_id for record in records]
    words = {about: given[0].override for about, given in station.overrides_of(ids).items()} if ids else {}
    withdrawn = station.withdrawn(ids) if ids else frozenset()
    return Found(records=records, words=words, withdrawn=withdrawn, counts=counts, there_is_more=there_is_more)
