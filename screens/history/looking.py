"""Asking the records: once for every question, and again only when something was recorded since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from inspection.disposition import Disposition
from inspection.override import Override
from inspection.record import DispositionRecord, InspectionRecord, OverrideRecord
from inspection.records.search import Search
from inspection.station import Station
from inspection.verdict import Verdict
from screens.history.asking import PAGE, Asked

Stamp: TypeAlias = tuple[int, int]
"""Changes with everything that is recorded of parts: what was found under the same one is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Parts, newest first, what was said of them, and how many there are in all.

    `counts` are those that count, `taken_back` is the number of the others. `oldest` is the entry at which the next
    page goes on.
    """

    records: tuple[InspectionRecord, ...]
    words: Mapping[str, Override]
    withdrawn: frozenset[str]
    counts: Mapping[Verdict, int]
    taken_back: int
    oldest: int | None
    there_is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOne:
    """One part, all that the master said of it, the newest word first, what becomes of it, and whether it counts."""

    record: InspectionRecord
    words: tuple[OverrideRecord, ...]
    is_withdrawn: bool
    dispositions: tuple[DispositionRecord, ...] = ()

    @property
    def disposition(self) -> Disposition | None:
        """What becomes of it, as it was said last."""
        return self.dispositions[0].disposition if self.dispositions else None

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
    search, entries = asked.search(today), asked.entry_search(today)
    page = station.search(search)
    bearers = station.search(entries) if entries is not None else ()
    others = tuple(one for one in bearers if one not in page and one.inspection.job.serial != asked.number)
    found = _with_words(station, others + page, there_is_more=len(page) == PAGE)
    counts = dict(station.count(search.model_copy(update={"withdrawn": False}))) if not search.withdrawn else {}
    taken_back = 0 if search.withdrawn is False else sum(station.count(search).values()) - sum(counts.values())
    for one in others:
        if one.inspection.record_id in found.withdrawn:
            taken_back += 1
        else:
            counts[one.inspection.verdict] += 1
    oldest = page[-1].sequence if page else None
    return replace(found, counts=counts, taken_back=taken_back, oldest=oldest)


def look_further(station: Station, asked: Asked, today: date, found: Found) -> Found:
    """The same with the next page of older parts. Raises StorageError."""
    page = station.search(asked.search(today, found.oldest))
    known = {record.sequence for record in found.records}
    fresh = tuple(record for record in page if record.sequence not in known)
    more = _with_words(station, fresh, there_is_more=len(page) == PAGE)
    return replace(
        found,
        records=found.records + more.records,
        words={**found.words, **more.words},
        withdrawn=found.withdrawn | more.withdrawn,
        oldest=page[-1].sequence if page else found.oldest,
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
    fates = station.dispositions_of([record_id]).get(record_id, ())
    is_withdrawn = bool(station.withdrawn([record_id]))
    return FoundOne(record=record, words=words, is_withdrawn=is_withdrawn, dispositions=fates)


def _with_words(station: Station, records: tuple[InspectionRecord, ...], *, there_is_more: bool) -> Found:
    """These parts with what was said of them, not counted yet."""
    ids = [record.inspection.record_id for record in records]
    words = {about: given[0].override for about, given in station.overrides_of(ids).items()} if ids else {}
    withdrawn = station.withdrawn(ids) if ids else frozenset()
    return Found(
        records=records,
        words=words,
        withdrawn=withdrawn,
        counts={},
        taken_back=0,
        oldest=None,
        there_is_more=there_is_more,
    )
