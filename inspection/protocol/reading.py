"""Records read for people, also beside a running station: nothing is locked and nothing is written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

from inspection.errors import PictureUnavailable, RecordUnknown, StorageFailed, StorageRefused
from inspection.record import (
    DispositionsByRecord,
    InspectionRecord,
    OverridesByRecord,
    Record,
    WithdrawalRecord,
    dispositions_by_record,
    overrides_by_record,
)
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout
from inspection.records.pictures import SUFFIXES, PictureFolder, read_verified

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Select

    from inspection.records.chain import Entry, Kind

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_BEGINNING_OF_ID: Final = re.compile(r"[0-9a-f]{4,32}")


class RecordSource(Protocol):
    """Where a protocol finds what belongs to a record: a running `Station`, or a `RecordBook` beside it."""

    def picture_bytes(self, sha256: str) -> tuple[bytes, str]:
        """The bytes of a recorded picture and their media type. Raises PictureUnavailable."""

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        """What the master said of these parts, the newest word first. Raises StorageError."""

    def withdrawals_of(self, record_ids: Collection[str]) -> Mapping[str, WithdrawalRecord]:
        """Why and when those of these parts that were taken back were, by their id. Raises StorageError."""

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        """What became of these parts, the newest first. Raises StorageError."""


class RecordBook:
    """The records in a station's folder. Close it after use, or use `opened`."""

    def __init__(self, home: Path, engine: "Engine") -> None:
        """Use `opened`."""
        self._layout, self._engine = Layout(home), engine

    @classmethod
    @contextmanager
    def opened(cls, home: Path) -> Iterator[Self]:
        """The records in `home`, to read.

        Raises RecordUnknown where nothing has been recorded, StorageRefused for the records of another version of the
        program, StorageFailed.
        """
        from inspection.records.connections import reading_engine
        from inspection.records.migrate import SCHEMA_REVISION, revision_of

        layout = Layout(home)
        if not layout.database.exists():
            raise RecordUnknown(f"nothing has been recorded in {home} yet")
        engine = reading_engine(layout.database, busy_timeout_s=5.0)
        try:
            with storage_errors(f"read {layout.database}"), engine.connect() as connection:
                found = revision_of(connection)
            if found != SCHEMA_REVISION:
                raise StorageRefused(
                    f"the records have schema {found!r}, this program reads {SCHEMA_REVISION!r}: start the station "
                    "once with this program, or use the one that made them"
                )
            yield cls(home, engine)
        finally:
            engine.dispose()

    def find(self, record: str) -> InspectionRecord:
        """An inspection by its entry's number, its id, or the beginning of its id (four digits 0-9a-f at least).

        Raises RecordUnknown where there is none, or more than one begins so; StorageFailed.
        """
        from sqlalchemy import select

        from inspection.records.ledger import ENTRY
        from inspection.records.tables import entries

        wanted = record.strip().lower()
        inspections = select(*ENTRY).where(entries.c.kind == "inspection")
        found: list[InspectionRecord] = []
        if _NUMBER.fullmatch(wanted):
            found = self._inspections(inspections.where(entries.c.sequence == int(wanted)))
        if not found and _BEGINNING_OF_ID.fullmatch(wanted):
            found = self._inspections(inspections.where(entries.c.record_id.startswith(wanted)).limit(2))
        if len(found) > 1:
            raise RecordUnknown(f"several records have an id that begins with {wanted!r}: give more of it")
        if not found:
            raise RecordUnknown(
                f"no inspection has the number or id {record!r}: the number stands above the picture on the screen; "
                "of an id give four digits (0-9, a-f) at least"
            )
        return found[0]

    def picture_bytes(self, sha256: str) -> tuple[bytes, str]:
        """A recorded picture by its SHA-256: its bytes, which have that SHA-256, and its media type.

        Raises PictureUnavailable when no record names it, its file is gone, or its bytes have changed.
        """
        from inspection.records.ledger import reference_of

        with self._connected() as connection:
            reference = reference_of(connection, sha256)
        if reference is None or reference[0] not in SUFFIXES:
            raise PictureUnavailable(f"no record names a picture {sha256!r}")
        media_type, outside = reference
        folder = PictureFolder(self._layout.pictures)
        path = Path(outside) if outside else folder.path(sha256, SUFFIXES[media_type])
        return read_verified(path, sha256), media_type

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        """What the master said of these parts, the newest word, which counts, first. Raises StorageFailed."""
        from inspection.records.chain import Kind

        return overrides_by_record(self._said_of(Kind.OVERRIDE, record_ids))

    def withdrawals_of(self, record_ids: Collection[str]) -> dict[str, WithdrawalRecord]:
        """Why and when those of these parts that were taken back were, by their id. Raises StorageFailed."""
        from inspection.records.chain import Kind

        said = self._said_of(Kind.WITHDRAWAL, record_ids)
        return {record.withdrawal.record_id: record for record in said if isinstance(record, WithdrawalRecord)}

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        """What became of these parts, the newest, which counts, first. Raises StorageFailed."""
        from inspection.records.chain import Kind

        return dispositions_by_record(self._said_of(Kind.DISPOSITION, record_ids))

    def _said_of(self, kind: "Kind", record_ids: Collection[str]) -> list[Record]:
        from inspection.records.ledger import said_of

        with self._connected() as connection:
            found = said_of(connection, kind, record_ids)
        return self._records(found)

    def _inspections(self, query: "Select[tuple[object, ...]]") -> list[InspectionRecord]:
        from inspection.records.ledger import entry_of

        with self._connected() as connection:
            found = [entry_of(row) for row in connection.execute(query)]
        return [record for record in self._records(found) if isinstance(record, InspectionRecord)]

    def _records(self, entries: Iterable["Entry"]) -> list[Record]:
        from inspection.records.chain import record_of

        try:
            return [record_of(entry) for entry in entries]
        except ValueError as error:
            raise StorageFailed(
                f"the record in {self._layout.database} is damaged or was changed: {error}; run `meisterblick audit`"
            ) from error

    @contextmanager
    def _connected(self) -> Iterator["Connection"]:
        with storage_errors(f"read {self._layout.database}"), self._engine.connect() as connection:
            yield connection
