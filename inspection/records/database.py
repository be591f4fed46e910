"""The database of one station: one connection that writes, a few that read, errors in words.

Import this module inside functions: SQLAlchemy takes half a second to load.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from inspection.disposition import Disposition
from inspection.errors import DatabaseDamaged, RecordConflict, RecordUnknown
from inspection.override import Override
from inspection.record import (
    Content,
    DispositionRecord,
    DispositionsByRecord,
    Inspection,
    InspectionRecord,
    OverrideRecord,
    OverridesByRecord,
    Record,
    WithdrawalRecord,
    dispositions_by_record,
    overrides_by_record,
    utc_text,
)
from inspection.records import ledger, searching
from inspection.records.chain import Entry, Head, Kind, link, record_of
from inspection.records.connections import reading_engine, use_safe_journal, writing_engine
from inspection.records.failures import storage_errors
from inspection.records.layout import utc_now
from inspection.records.migrate import migrate
from inspection.records.search import Search
from inspection.records.tally import Tally
from inspection.verdict import Verdict
from inspection.withdrawal import Withdrawal


class Database:
    """All SQL of the store. Every method raises StorageFailed or StorageFull; `append` is for one thread at a time."""

    def __init__(self, path: Path, busy_timeout_s: float, clock: Callable[[], datetime] = utc_now) -> None:
        """Open and migrate. Raises StorageRefused for a newer schema, before anything is written."""
        self._path, self._clock = path, clock
        self._writing = writing_engine(path, busy_timeout_s)
        self._reading = reading_engine(path, busy_timeout_s)
        try:
            with storage_errors(f"open {path}"):
                with self._writing.begin() as connection:
                    migrate(connection)
                use_safe_journal(self._writing)
                with self._reading.connect() as connection:
                    newest = ledger.newest_entry(connection)
            if newest is not None:
                self._record(newest)  # the next entry is chained to it: it must be whole
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._reading.dispose()
        self._writing.dispose()

    def append(self, contents: Sequence[Content]) -> tuple[Record, ...]:
        """Add entries in one commit, all or none; they are on the disk when this returns."""
        with storage_errors(f"write to {self._path}"), self._writing.begin() as connection:
            head = ledger.head_of(connection)
            links: list[ledger.Link] = []
            for content in contents:
                entry = link(head, content, self._clock())
                links.append((entry, content))
                head = entry.head
            records = tuple(record_of(entry) for entry, _content in links)
            ledger.append(connection, links)
        return records

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with storage_errors(f"read {self._path}"), self._reading.connect() as connection:
            yield connection

    def _record(self, entry: Entry) -> Record:
        try:
            return record_of(entry)
        except ValueError as error:
            raise DatabaseDamaged(
                f"record {entry.sequence} in {self._path} is damaged or was changed: {error}; "
                "run `meisterblick audit` to see all that is wrong, then restore the backup"
            ) from error

    def head(self) -> Head:
        """The newest entry's number and hash."""
        with self._read() as connection:
            return ledger.head_of(connection)

    def sha256_at(self, sequence: int) -> str | None:
        """The hash of an entry, None where there is none."""
        with self._read() as connection:
            return ledger.sha256_at(connection, sequence)

    def newest(self, kind: Kind, count: int) -> tuple[Record, ...]:
        """The last entries of a kind, newest first."""
        with self._read() as connection:
            found = ledger.newest(connection, kind, count)
        return tuple(self._record(entry) for entry in found)

    def already_recorded(self, inspections: Sequence[Inspection]) -> dict[str, InspectionRecord]:
        """The records of those that are recorded already. Raises RecordConflict where one said something else."""
        known, said = dict[str, InspectionRecord](), dict[str, Inspection]()
        for record_id, record in self.by_record_id([inspection.record_id for inspection in inspections]).items():
            assert isinstance(record, InspectionRecord)
            known[record_id], said[record_id] = record, record.inspection
        for inspection in inspections:
            if said.setdefault(inspection.record_id, inspection) != inspection:
                raise RecordConflict(
                    f"the id {inspection.record_id} belongs to another inspection "
                    f"({said[inspection.record_id].verdict}, now {inspection.verdict}); nothing was written: "
                    "give every inspected part an id of its own"
                )
        return known

    def by_record_id(self, record_ids: Sequence[str]) -> dict[str, Record]:
        """Those inspections that are recorded, by their id."""
        with self._read() as connection:
            found = ledger.by_record_id(connection, record_ids)
        return {record_id: self._record(entry) for record_id, entry in found.items()}

    def already_given(self, override: Override) -> OverrideRecord | None:
        """The record of the master's word where it is recorded already; None where it is new.

        Raises RecordUnknown where there is no such inspection, RecordConflict where its id said something else.
        """
        record = self._said(override.override_id, override.record_id)
        if record is None:
            return None
        if not isinstance(record, OverrideRecord):
            raise RecordConflict(f"the id {override.override_id} is that of something else; nothing was written")
        if not record.override.says_the_same(override):
            raise RecordConflict(
                f"the master's word {override.override_id} is recorded already and says {record.override.verdict} "
                f"({record.override.reason}), now {override.verdict} ({override.reason}); nothing was written: "
                "another word needs an id of its own"
            )
        return record

    def already_withdrawn(self, withdrawal: Withdrawal) -> WithdrawalRecord | None:
        """The record of the withdrawal where the inspection is taken back already, whoever did it; None where not.

        Raises RecordUnknown where there is no such inspection, RecordConflict where its id said something else.
        """
        record = self._said(withdrawal.withdrawal_id, withdrawal.record_id)
        if record is None:
            return next(iter(self.withdrawals_of([withdrawal.record_id]).values()), None)
        if not isinstance(record, WithdrawalRecord) or not record.withdrawal.says_the_same(withdrawal):
            raise RecordConflict(f"the id {withdrawal.withdrawal_id} said something else before; nothing was written")
        return record

    def already_disposed(self, disposition: Disposition) -> DispositionRecord | None:
        """The record of the disposition where it is recorded already; None where it is new.

        Raises RecordUnknown where there is no such inspection, RecordConflict where its id said something else.
        """
        record = self._said(disposition.disposition_id, disposition.record_id)
        if record is None:
            return None
        if not isinstance(record, DispositionRecord) or not record.disposition.says_the_same(disposition):
            raise RecordConflict(
                f"the id {disposition.disposition_id} said something else before; nothing was written: "
                "a correction needs an id of its own"
            )
        return record

    def _said(self, word_id: str, record_id: str) -> Record | None:
        with self._read() as connection:
            found = ledger.said_with(connection, word_id)
            if found is None and not ledger.is_inspected(connection, record_id):
                raise RecordUnknown(
                    f"no inspection has the id {record_id}, so there is nothing to say about it: take the id of a "
                    "recorded part; an event has none"
                )
        return self._record(found) if found else None

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        """What the master said of these inspections, newest first."""
        with self._read() as connection:
            found = ledger.said_of(connection, Kind.OVERRIDE, record_ids)
        return overrides_by_record(map(self._record, found))

    def withdrawals_of(self, record_ids: Collection[str]) -> dict[str, WithdrawalRecord]:
        """Which of these inspections were taken back."""
        with self._read() as connection:
            found = [self._record(entry) for entry in ledger.said_of(connection, Kind.WITHDRAWAL, record_ids)]
        return {one.withdrawal.record_id: one for one in found if isinstance(one, WithdrawalRecord)}

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        """What became of these inspections, newest first."""
        with self._read() as connection:
            found = ledger.said_of(connection, Kind.DISPOSITION, record_ids)
        return dispositions_by_record(map(self._record, found))

    def search(self, search: Search) -> tuple[InspectionRecord, ...]:
        """The inspections that are looked for, newest first."""
        with self._read() as connection:
            found = searching.found(connection, search)
        records = map(self._record, found)
        return tuple(record for record in records if isinstance(record, InspectionRecord))

    def count(self, search: Search) -> Counter[Verdict]:
        """How many there are of each verdict, whatever `before` and `limit` say."""
        with self._read() as connection:
            return searching.counted(connection, search)

    def tally(self) -> Tally:
        """Number of inspections of each sort."""
        with self._counting() as connection:
            return ledger.sorted_tally(connection)

    def tally_since(self, since: datetime) -> Counter[tuple[str, Verdict]]:
        """Number of inspections by part type and verdict, of those recorded from `since` on."""
        with self._counting() as connection:
            return ledger.tally(connection, utc_text(since))

    @contextmanager
    def _counting(self) -> Iterator[Connection]:
        with self._read() as connection:
            try:
                yield connection
            except ValueError as error:
                raise DatabaseDamaged(
                    f"an inspection in {self._path} was changed: {error}; "
                    "run `meisterblick audit` to see all that is wrong, then restore the backup"
                ) from error

    def reference_of(self, digest: str) -> tuple[str, str | None] | None:
        """Media type and outside path of a picture, None where no record names it."""
        with self._read() as connection:
            return ledger.reference_of(connection, digest)

    def deletion_of(self, digest: str) -> int | None:
        """Number of the entry that says that retention deleted this picture; None where it should be there."""
        with self._read() as connection:
            return ledger.deletion_of(connection, digest)

    def recorded_pictures(self) -> frozenset[tuple[str, str]]:
        """SHA-256 and media type of every picture that the store holds itself."""
        with self._read() as connection:
            return ledger.recorded_pictures(connection)
