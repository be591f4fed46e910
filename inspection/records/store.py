"""The record that is never lost: what `save` returns for is on the disk.

Saving order: the picture as a temporary file, fsync, rename, fsync of its folder; then the entry with the picture's
SHA-256, commit; then the head witness; then the caller is told. Whatever a crash leaves between these steps is a
picture without a record, and the next start puts it aside.
"""

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from inspection import platform
from inspection.disposition import Disposition
from inspection.errors import (
    PictureDeleted,
    PictureUnavailable,
    StorageError,
    StorageFailed,
    StorageFull,
    StorageRefused,
    StoreInUse,
)
from inspection.override import Override
from inspection.record import (
    Content,
    DispositionRecord,
    DispositionsByRecord,
    Event,
    EventRecord,
    Inspection,
    InspectionRecord,
    OverrideRecord,
    OverridesByRecord,
    Picture,
    Record,
    WithdrawalRecord,
)
from inspection.records.chain import Head, Kind
from inspection.records.deleting import deletion
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout, StoreSettings
from inspection.records.opening import found_at_start
from inspection.records.pictures import SUFFIXES, PictureFolder, named_pictures, read_verified
from inspection.records.room import check_room, make_reserve
from inspection.records.search import Search
from inspection.records.tally import counted, grown
from inspection.records.witness import Witness, read_witness
from inspection.verdict import Verdict
from inspection.withdrawal import Withdrawal

if TYPE_CHECKING:
    from inspection.records.database import Database

GROUP_LIMIT: Final = 64
"""Most inspections in one commit."""

_log = logging.getLogger(__name__)


class RecordStore:
    """The one writer of the records in a data folder. All methods may be called from any thread.

    After StorageFull or StorageFailed out of a save the store is stopped: it can be read, and every further save
    raises the same error, until the folder is opened again. Nothing is ever tried twice.
    """

    def __init__(
        self, layout: Layout, settings: StoreSettings, lock: platform.FileLock, found: tuple[Event, ...] = ()
    ) -> None:
        """Use `open`. The lock is already held."""
        from inspection.records.database import Database

        self._layout, self._settings, self._lock = layout, settings, lock
        self._writing = threading.Lock()
        self._stopped: StorageError | None = None
        self._database_works = True
        self._closed = False
        self._pictures = PictureFolder(layout.pictures)
        self._database: Database = Database(layout.database, settings.busy_timeout_s, settings.clock)
        try:
            with storage_errors(f"prepare {layout.home}"):
                self._pictures.prepare()
                witnessed = read_witness(layout.witness)
            self.notices = (*found, *found_at_start(layout, self._database, self._pictures, witnessed))
            if self.notices:
                self._database.append(self.notices)
            with storage_errors(f"write {layout.witness}"):
                self._witness = Witness.open(layout.witness, witnessed, self._database.head())
                make_reserve(layout.reserve, settings.reserve_bytes, settings.low_water_bytes)
            self._tally = self._database.tally()  # replaced by another one, never changed: it is read from any thread
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(
        cls,
        home: Path,
        settings: StoreSettings = StoreSettings(),  # noqa: B008 - frozen
        found: tuple[Event, ...] = (),
    ) -> Self:
        """Open the records in `home`, made where it is missing; migrate them; put aside what a crash left.

        What was found wrong is in `notices`, and recorded: `found`, which was found before; acknowledged records that
        are missing, pictures that no record names. Raises StoreInUse when another station has them, StorageRefused on
        a network share or for the records of a newer program, StorageFailed when the disk or the database fails,
        StorageFull when there is no room even to open.
        """
        layout = Layout(home)
        if share := platform.network_share(home, settings.mounts):
            raise StorageRefused(
                f"{home} is on a network share ({share}), where a save is not certain and two stations could write at "
                "once: give --home a folder on a disk of this computer"
            )
        with storage_errors(f"use the folder {home}"):
            home.mkdir(parents=True, exist_ok=True)
            platform.sync_directory(home.parent)
            try:
                lock = platform.FileLock.take(layout.lock, settings.lock_wait_s)
            except BlockingIOError as error:
                raise StoreInUse(
                    f"another station (process {layout.lock.read_text().strip() or 'unknown'}) has the records in "
                    f"{home} open: use that one, or stop it first"
                ) from error
        try:
            return cls(layout, settings, lock, found)
        except BaseException:
            lock.release()
            raise

    @property
    def stopped(self) -> StorageError | None:
        """Why nothing can be saved any more; None while saving works."""
        return self._stopped

    def save(self, inspection: Inspection, pictures: Sequence[Picture] = ()) -> InspectionRecord:
        """Record an inspection with its pictures; see `save_all`."""
        return self.save_all([(inspection, pictures)])[0]

    def save_all(self, batch: Sequence[tuple[Inspection, Sequence[Picture]]]) -> tuple[InspectionRecord, ...]:
        """Record up to 64 inspections in one commit, all or none. They are on the disk when this returns.

        An inspection that is recorded already is not recorded twice: its record is returned again. Raises ValueError
        for a picture that no view names, or a view whose picture is neither given nor stored; RecordConflict when an
        id was used for something else; StorageFull, StorageFailed.
        """
        if len(batch) > GROUP_LIMIT:
            raise ValueError(f"one commit takes at most {GROUP_LIMIT} inspections; got {len(batch)}: split the batch")
        with self._writing, self._stopping():
            with self._using_database():
                known = self._database.already_recorded([inspection for inspection, _ in batch])
            fresh = {item.record_id: (item, given) for item, given in batch if item.record_id not in known}
            if fresh:
                with storage_errors(f"look for pictures in {self._layout.pictures}"):
                    named = [one for pair in fresh.values() for one in named_pictures(*pair, self._pictures.holds)]
                check_room(self._layout, self._settings, sum(len(picture.data) for picture in named))
                with storage_errors(f"save pictures in {self._layout.pictures}"):
                    replaced = self._pictures.put(named)
                events = [
                    Event(code="picture-restored", detail=f"{digest}: the file had other bytes; written again")
                    for digest in replaced
                ]
                for record in self._append([*(item for item, _ in fresh.values()), *events]):
                    if isinstance(record, InspectionRecord):
                        known[record.inspection.record_id] = record
            return tuple(known[inspection.record_id] for inspection, _ in batch)

    def save_event(self, event: Event) -> EventRecord:
        """Record an event; it is on the disk when this returns. Raises StorageFull, StorageFailed."""
        with self._writing, self._stopping():
            check_room(self._layout, self._settings, 0)
            record = self._append([event])[0]
        assert isinstance(record, EventRecord)
        return record

    def save_override(self, override: Override) -> OverrideRecord:
        """Record the master's word on an inspection, whose verdict stays; it is on the disk when this returns.

        One that is recorded already (the same `override_id`) is not recorded twice: its record is returned again, with
        the time at which it was given first. Raises RecordUnknown where there is no such inspection, RecordConflict
        when the id said something else; StorageFull, StorageFailed.
        """
        with self._writing, self._stopping():
            with self._using_database():
                record: Record | None = self._database.already_given(override)
            if record is None:
                check_room(self._layout, self._settings, 0)
                record = self._append([override])[0]
        assert isinstance(record, OverrideRecord)
        return record

    def save_withdrawal(self, withdrawal: Withdrawal) -> WithdrawalRecord:
        """Record that an inspection does not count; it is on the disk when this returns.

        One that is taken back already stays taken back: that record is returned again. Raises RecordUnknown where there
        is no such inspection, RecordConflict when the id said something else; StorageFull, StorageFailed.
        """
        with self._writing, self._stopping():
            with self._using_database():
                record: Record | None = self._database.already_withdrawn(withdrawal)
            if record is None:
                check_room(self._layout, self._settings, 0)
                record = self._append([withdrawal])[0]
        assert isinstance(record, WithdrawalRecord)
        return record

    def save_disposition(self, disposition: Disposition) -> DispositionRecord:
        """Record what becomes of an inspected part; it is on the disk when this returns. A correction is a new one.

        One that is recorded already (the same `disposition_id`) is not recorded twice: its record is returned again.
        Raises RecordUnknown where there is no such inspection, RecordConflict when the id said something else;
        StorageFull, StorageFailed.
        """
        with self._writing, self._stopping():
            with self._using_database():
                record: Record | None = self._database.already_disposed(disposition)
            if record is None:
                check_room(self._layout, self._settings, 0)
                record = self._append([disposition])[0]
        assert isinstance(record, DispositionRecord)
        return record

    def delete_pictures(self, why: str, digests: Collection[str]) -> EventRecord:
        """Delete up to 256 pictures by their SHA-256; the entry that says so, and why, is on the disk before.

        Raises ValueError for more, StorageFull, StorageFailed.
        """
        event = deletion(why, digests)
        with self._writing, self._stopping():
            check_room(self._layout, self._settings, 0)
            record = self._append([event])[0]
            with storage_errors(f"delete pictures in {self._layout.pictures}"):
                self._pictures.delete(digests)
        assert isinstance(record, EventRecord)
        return record

    def newest(self, count: int) -> tuple[InspectionRecord, ...]:
        """The last `count` inspections, newest first, by their number: a clock that jumps changes nothing."""
        found = self._open_database().newest(Kind.INSPECTION, count)
        return tuple(record for record in found if isinstance(record, InspectionRecord))

    def newest_events(self, count: int) -> tuple[EventRecord, ...]:
        """The last `count` events, newest first."""
        found = self._open_database().newest(Kind.EVENT, count)
        return tuple(record for record in found if isinstance(record, EventRecord))

    def log(self, count: int) -> tuple[Record, ...]:
        """The last `count` entries that are no inspections, newest first: what happened, and what people said."""
        database = self._open_database()
        found = [one for kind in Kind if kind is not Kind.INSPECTION for one in database.newest(kind, count)]
        return tuple(sorted(found, key=lambda record: -record.sequence)[:count])

    def find(self, record_id: str) -> InspectionRecord | None:
        """The inspection with this id, None where there is none."""
        record = self._open_database().by_record_id([record_id]).get(record_id)
        return record if isinstance(record, InspectionRecord) else None

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        """What the master said of these inspections: all of it, the newest word, which counts, first."""
        return self._open_database().overrides_of(record_ids)

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        """What became of these inspections: all that was said, the newest, which counts, first."""
        return self._open_database().dispositions_of(record_ids)

    def withdrawn(self, record_ids: Collection[str]) -> frozenset[str]:
        """Those of these inspections that were taken back."""
        return frozenset(self.withdrawals_of(record_ids))

    def withdrawals_of(self, record_ids: Collection[str]) -> dict[str, WithdrawalRecord]:
        """Why and when those of these inspections that were taken back were, by their id."""
        return self._open_database().withdrawals_of(record_ids)

    def search(self, search: Search) -> tuple[InspectionRecord, ...]:
        """The inspections that are looked for, newest first, at most `search.limit`."""
        return self._open_database().search(search)

    def count(self, search: Search) -> dict[Verdict, int]:
        """How many of those that are looked for had each verdict, whatever `before` and `limit` say."""
        database = self._open_database()
        kept = counted(self._tally, search)
        return dict.fromkeys(Verdict, 0) | (database.count(search) if kept is None else kept)

    def counts(self, part_type: str | None = None, since: datetime | None = None) -> dict[Verdict, int]:
        """How many inspections had each verdict; of one part type, and recorded from `since` on, where given."""
        if since is None:
            return dict.fromkeys(Verdict, 0) | (counted(self._tally, Search(part_type=part_type, source=None)) or {})
        result = dict.fromkeys(Verdict, 0)
        for (kind, verdict), number in self._open_database().tally_since(since).items():
            if part_type in (None, kind):
                result[verdict] += number
        return result

    def picture_bytes(self, sha256: str) -> tuple[bytes, str]:
        """A recorded picture by its SHA-256: its bytes, which have that SHA-256, and its media type.

        Raises PictureUnavailable when no record names it, its file is gone, or its bytes have changed; PictureDeleted
        where retention asked for that.
        """
        reference = self._open_database().reference_of(sha256)
        if reference is None:
            raise PictureUnavailable(f"no record names a picture {sha256!r}")
        media_type, outside = reference
        path = Path(outside) if outside else self._pictures.path(sha256, SUFFIXES[media_type])
        if outside is None and not path.exists() and (entry := self._open_database().deletion_of(sha256)):
            raise PictureDeleted(f"the picture {sha256} was deleted as laid down in retention.yaml: entry {entry}")
        return read_verified(path, sha256), media_type

    def close(self) -> None:
        """Close the files and give the lock back. A second call does nothing."""
        with self._writing:
            if self._closed:
                return
            self._stopped = StorageFailed("the records are closed: open them again")
            self._closed = True
            self._database.close()
            self._witness.close()
            self._lock.release()

    def _open_database(self) -> "Database":
        if self._closed:
            raise StorageFailed("the records are closed: open them again")
        return self._database

    def _append(self, contents: Sequence[Content]) -> tuple[Record, ...]:
        """Commit, then let the witness vouch for it."""
        taken_back = [one.record_id for one in contents if isinstance(one, Withdrawal)]
        with self._using_database():
            spoken_of = self._database.by_record_id(taken_back) if taken_back else {}
            records = self._database.append(contents)
            with storage_errors(f"write {self._layout.witness}"):
                self._witness.write(Head(sequence=records[-1].sequence, sha256=records[-1].sha256))
        fresh = [one for one in contents if isinstance(one, Inspection)]
        withdrawn = [one.inspection for one in spoken_of.values() if isinstance(one, InspectionRecord)]
        self._tally = grown(self._tally, fresh, withdrawn)
        return records

    @contextmanager
    def _using_database(self) -> Iterator[None]:
        try:
            yield
        except StorageFailed:
            self._database_works = False  # not even the stop is written to it any more
            raise

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Refuse when stopped; stop when saving fails, and record that once, where the disk still lets us."""
        if self._stopped is not None:
            raise type(self._stopped)(str(self._stopped))
        try:
            yield
        except StorageError as error:
            self._stopped = error
            if isinstance(error, StorageFull):
                with suppress(OSError):
                    self._layout.reserve.unlink(missing_ok=True)
            if self._database_works:
                self._record_stop(error)
            raise

    def _record_stop(self, error: StorageError) -> None:
        try:
            self._append([Event(code="stopped", detail=str(error))])
        except StorageError as second:
            _log.error("the stop could not be recorded: %s", second)
