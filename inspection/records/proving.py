"""The audit's reading of the database. Import this module inside functions: SQLAlchemy takes half a second to load.

With a rollback journal a reader holds up the writer's commit, so everything is read in pages, each a statement of its
own, and SQLite's own check gives way where a station is waiting.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final, assert_never

from sqlalchemy import Engine, Table, func, select
from sqlalchemy.exc import OperationalError

from inspection import platform
from inspection.disposition import Disposition
from inspection.errors import StorageFailed
from inspection.override import Override
from inspection.record import (
    Content,
    DispositionRecord,
    Event,
    EventRecord,
    InspectionRecord,
    OverrideRecord,
    Record,
    WithdrawalRecord,
)
from inspection.records import ledger
from inspection.records.chain import Entry, Head, Kind, record_of
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout
from inspection.records.opening import RECORDS_MISSING, RECORDS_REPLACED, WITNESS_MISSING
from inspection.records.report import Findings, ProblemCode
from inspection.records.tables import entries, picture_refs
from inspection.withdrawal import Withdrawal

HOLD_UP_S: Final = 2.0
"""Longest time that the audit makes a running station wait; the station itself gives up after 5 s."""

_STRUCTURE_PROBLEMS: Final = 20
_LOSSES: Final = (RECORDS_MISSING, RECORDS_REPLACED, WITNESS_MISSING)

NamedPicture = tuple[int, str, str, str | None]
"""Entry, SHA-256, media type, and the path of a picture that the store does not hold itself."""


def _searchable(text: str) -> str:
    """A text read from the file, fit to be searched for; one with bytes that are no UTF-8 has been reported already."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def content_of(record: Record) -> Content:
    """What a record says, without its place in the chain."""
    match record:
        case InspectionRecord():
            return record.inspection
        case EventRecord():
            return record.event
        case OverrideRecord():
            return record.override
        case WithdrawalRecord():
            return record.withdrawal
        case DispositionRecord():
            return record.disposition
        case _:
            assert_never(record)


class Prover:
    """Reads everything once and notes what is wrong. Raises StorageFailed where the file cannot be read further."""

    def __init__(self, engine: Engine, layout: Layout, findings: Findings) -> None:
        self._engine, self._layout, self._findings = engine, layout, findings

    def _rows(self, query: Any) -> Sequence[Any]:
        with storage_errors(f"read {self._layout.database}"), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _must_advance(self, last: Any, keys: Sequence[Any]) -> None:
        """A damaged file can hand out the same page for ever: what was asked for in order must be in order."""
        if not all(before < key for before, key in pairwise([last, *keys])):
            raise StorageFailed(
                f"could not read {self._layout.database} to its end: its order is damaged behind {last!r}"
            )

    def structure(self) -> None:
        """SQLite's own check: pages, indexes against tables, types and constraints."""
        with storage_errors(f"read {self._layout.database}"), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            started = time.monotonic()

            def is_waited_for() -> bool:
                return time.monotonic() > started + HOLD_UP_S and platform.is_locked(self._layout.lock)

            raw.set_progress_handler(is_waited_for, 100_000)
            try:
                rows = connection.exec_driver_sql(f"PRAGMA integrity_check({_STRUCTURE_PROBLEMS})").all()
            except OperationalError as error:
                if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
                    raise
                self._findings.notes.append(
                    f"SQLite's own check of the file was left out after {HOLD_UP_S:.0f} s, because a station is "
                    "running: audit once more when it is stopped"
                )
                return
            finally:
                raw.set_progress_handler(None, 0)
        for (text,) in rows:
            if text != "ok":
                self._findings.add(ProblemCode.DATABASE_DAMAGED, None, f"SQLite reports: {text}")

    def sha256_at(self, sequence: int) -> str | None:
        """The hash that stands in an entry."""
        rows = self._rows(select(entries.c.sha256).where(entries.c.sequence == sequence))
        return rows[0][0] if rows else None

    def entries(self, page: int) -> Iterator[tuple[int, int]]:
        """Walk along the chain; yields how many entries are done, of how many."""
        total = self._rows(select(func.count()).select_from(entries))[0][0]
        done = 0
        while rows := self._rows(
            select(*ledger.ENTRY, *ledger.REPEATED)
            .where(entries.c.sequence > self._findings.head.sequence)
            .order_by(entries.c.sequence)
            .limit(page)
        ):
            first, last = rows[0][0], rows[-1][0]
            self._must_advance(self._findings.head.sequence, [row[0] for row in rows])
            beside = {what: self._beside(table, first, last) for what, (table, _) in ledger.BESIDE.items()}
            for row in rows:
                stands = {what: found.get(row[0], []) for what, found in beside.items()}
                self._entry(ledger.entry_of(row), tuple(row[6:]), stands)
            done += len(rows)
            yield done, max(total, done)

    def _beside(self, table: Table, first: int, last: int) -> dict[int, list[dict[str, Any]]]:
        """What stands in another table beside the entries from `first` to `last`, by their number."""
        query = select(table).where(table.c.sequence.between(first, last))
        rows = self._rows(query.order_by(table.c.sequence, *table.primary_key))
        return {number: [row._asdict() for row in group] for number, group in groupby(rows, lambda row: row.sequence)}

    def _entry(self, entry: Entry, columns: tuple[Any, ...], beside: dict[str, list[dict[str, Any]]]) -> None:
        head, number = self._findings.head, entry.sequence
        if number != head.sequence + 1:
            lost = f"{head.sequence + 1} to {number - 1}"
            self._findings.add(ProblemCode.ENTRIES_MISSING, number, f"entries {lost} are not there")
        elif entry.previous_sha256 != head.sha256:
            self._findings.add(
                ProblemCode.LINK_BROKEN,
                number,
                f"entry {number} follows one with the SHA-256 {entry.previous_sha256}; entry {head.sequence} has "
                f"{head.sha256}",
            )
        self._findings.head = Head(sequence=number, sha256=entry.sha256)
        match entry.kind:
            case Kind.INSPECTION:
                self._findings.inspections += 1
            case Kind.OVERRIDE:
                self._findings.overrides += 1
            case Kind.WITHDRAWAL:
                self._findings.withdrawals += 1
            case Kind.DISPOSITION:
                self._findings.dispositions += 1
            case _:
                self._findings.events += 1
        if (computed := entry.computed_sha256()) != entry.sha256:
            self._findings.add(
                ProblemCode.ENTRY_CHANGED,
                number,
                f"entry {number} was changed: its content has the SHA-256 {computed}, recorded was {entry.sha256}",
            )
            return
        try:
            record = record_of(entry)
        except ValueError as error:
            self._findings.add(ProblemCode.ENTRY_UNREADABLE, number, f"entry {number} is no record: {error}")
            return
        content = content_of(record)
        self._columns(entry, content, columns)
        for what, (_, rows_of) in ledger.BESIDE.items():
            self._rows_beside(entry, what, beside[what], rows_of(entry, content))
        if isinstance(content, Override | Withdrawal | Disposition):
            self._must_be_about_an_inspection(entry.sequence, content)
        if isinstance(content, Event) and content.code in _LOSSES:
            self._findings.add(ProblemCode.LOSS_RECORDED, entry.sequence, content.detail)

    def _columns(self, entry: Entry, content: Content, columns: tuple[Any, ...]) -> None:
        expected = ledger.repeated(content)
        if columns != expected:
            self._findings.add(
                ProblemCode.COLUMNS_DIFFER, entry.sequence, f"its columns say {columns}, its body says {expected}"
            )

    def _rows_beside(self, entry: Entry, what: str, rows: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
        if rows != expected:
            self._findings.add(
                ProblemCode.COLUMNS_DIFFER, entry.sequence, f"its {what} say {rows}, its body says {expected}"
            )

    def _must_be_about_an_inspection(self, sequence: int, content: Override | Withdrawal | Disposition) -> None:
        about = content.record_id
        earlier = (entries.c.record_id == about) & (entries.c.sequence < sequence)
        if not self._rows(select(entries.c.sequence).where(earlier)):
            self._findings.add(
                ProblemCode.RECORD_UNKNOWN,
                sequence,
                f"entry {sequence} says something of the inspection {about}, which is not before it",
            )

    def is_deleted(self, digest: str) -> bool:
        """Whether an entry says that retention deleted this picture, and none that came later names it."""
        with storage_errors(f"read {self._layout.database}"), self._engine.connect() as connection:
            return ledger.deletion_of(connection, _searchable(digest)) is not None

    def pictures(self, page: int) -> Iterator[tuple[int, int, list[NamedPicture]]]:
        """Every file that a record names, once; yields how many pictures are done, of how many, and a page of files."""
        digest = picture_refs.c.sha256
        total = self._rows(select(func.count(digest.distinct())))[0][0]
        done, last = 0, ""
        while digests := self._rows(select(digest).distinct().where(digest > last).order_by(digest).limit(page)):
            before, first, last = last, _searchable(digests[0][0]), _searchable(digests[-1][0])
            self._must_advance(before, [last])
            rows = self._rows(
                select(picture_refs.c.sequence, digest, picture_refs.c.media_type, picture_refs.c.path)
                .where(digest.between(first, last))
                .order_by(picture_refs.c.sequence.desc())
            )
            files: dict[tuple[str, str, str | None], int] = {tuple(row[1:]): row[0] for row in rows}
            done += len(digests)
            yield done, max(total, done), [(sequence, *file) for file, sequence in files.items()]
