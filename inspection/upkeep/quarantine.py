"""Row 19: a start that finds the database damaged. It is moved aside whole, and the station goes on.

HOME/quarantine/TIME/records.db ...          what was damaged, as it was found
HOME/quarantine/TIME/what-happened.json      why, and what was put in its place

In its place comes the newest good backup of HOME/backups, else an empty chain; then every entry of the damaged file
that follows and proves itself. The head witness stays where it is: opening the records compares them with it, and so
what is lost after all becomes an entry, a notice on the screen and a finding of every later audit.
"""

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspection import platform
from inspection.errors import BackupRefused, DatabaseDamaged, StorageError, StorageRefused
from inspection.on_disk import write_durably
from inspection.record import Event
from inspection.records import RecordStore
from inspection.records.chain import START, Head, record_of
from inspection.records.failures import storage_errors
from inspection.records.layout import MEBIBYTE, Layout, StoreSettings
from inspection.records.opening import RECORDS_QUARANTINED
from inspection.records.pictures import PictureFolder
from inspection.records.search import Search
from inspection.records.witness import read_witness
from inspection.upkeep.archive import open_backup, read_manifest, unpack_one
from inspection.upkeep.chain_check import check_chain, kept_pictures
from inspection.upkeep.content import BACKUPS, QUARANTINE
from inspection.upkeep.manifest import DATABASE, SUFFIX, WITNESS, Manifest
from inspection.upkeep.salvage import has_entry, proven_after
from inspection.upkeep.told import TOLD_IN, Quarantined

LOOK_BYTES: Final = 64 * MEBIBYTE
"""Up to this size a start looks at the structure of the whole database, which takes under a second; of a larger one it
reads what it needs itself, and the audit looks at all of it."""
_READ: Final = 300
_BESIDE: Final = ("-journal", "-wal", "-shm")


def open_records(home: Path, settings: StoreSettings = StoreSettings()) -> RecordStore:  # noqa: B008 - frozen
    """As `RecordStore.open`; records that are damaged, or gone while there is a backup of them, are put right first.

    Raises as that does.
    """
    _refuse_half_restored(home)
    try:
        _look_at(Layout(home))
        return _tried(RecordStore.open(home, settings))
    except DatabaseDamaged as error:
        found = _put_right(home, str(error), settings)
    return RecordStore.open(home, settings, (found,))


def _tried(store: RecordStore) -> RecordStore:
    """Reads what every start reads. Raises DatabaseDamaged, and the store is closed."""
    try:
        newest = [record.inspection.record_id for record in store.newest(_READ)]
        store.newest_events(1)
        store.overrides_of(newest)
        store.withdrawn(newest)
        store.search(Search(limit=_READ))
    except DatabaseDamaged:
        store.close()
        raise
    return store


def _refuse_half_restored(home: Path) -> None:
    beside = home.with_name(f".{home.name}.restoring")
    if beside.is_dir() and not home.exists():
        raise StorageRefused(
            f"a restore to {home} was interrupted between its last two steps: restore the backup once more, with "
            "`meisterblick restore FILE`"
        )


def _look_at(layout: Layout) -> None:
    """Raises DatabaseDamaged. What only the writer may open, after a crash, is not looked at."""
    if not layout.database.exists() or not layout.database.stat().st_size:
        if (head := read_witness(layout.witness)) is not None and head.sequence and any(_backups(layout.home)):
            raise DatabaseDamaged(f"there is no {layout.database} any more, or it is empty")
        return
    if layout.database.stat().st_size > LOOK_BYTES:
        return
    with storage_errors(f"read {layout.database}"), suppress(sqlite3.OperationalError):
        problems = _structure(layout.database)
        if problems:
            raise DatabaseDamaged(f"{layout.database} is damaged: {'; '.join(problems)}")


def _structure(database: Path) -> list[str]:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return [text for (text,) in connection.execute("PRAGMA quick_check(3)") if text != "ok"]


def _put_right(home: Path, why: str, settings: StoreSettings) -> Event:
    """Raises StorageError; then the damaged file is where it was."""
    layout = Layout(home)
    with storage_errors(f"put the damaged records in {home} in quarantine"):
        try:
            lock = platform.FileLock.take(layout.lock, settings.lock_wait_s)
        except BlockingIOError as error:
            raise StorageRefused(f"another station has the damaged records in {home} open: stop it first") from error
        try:
            return _replaced(layout, why, settings)
        finally:
            lock.release()


def _replaced(layout: Layout, why: str, settings: StoreSettings) -> Event:
    folder = layout.home / QUARANTINE / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    draft = layout.home / ".records.restored.tmp"
    for path in (draft, *(draft.with_name(draft.name + end) for end in _BESIDE)):
        path.unlink(missing_ok=True)
    witnessed = read_witness(layout.witness) or START
    backup, restored = _from_backup(layout, draft)
    kept = _taken_over(restored, layout.database, draft, settings)
    _pictures_back(layout, draft)
    told = Quarantined(
        at=datetime.now(UTC),
        why=why,
        backup=backup.name if backup else None,
        restored=restored.sequence,
        kept=kept.sequence,
        acknowledged=max(witnessed.sequence, kept.sequence),
    )
    write_durably(folder / TOLD_IN, told.model_dump_json(indent=1).encode() + b"\n")
    if layout.witness.exists():
        shutil.copyfile(layout.witness, folder / layout.witness.name)
    for end in (*_BESIDE, ""):  # the journal first: it must never be taken for that of the new file
        path = layout.database.with_name(layout.database.name + end)
        if path.exists():
            platform.replace(path, folder / path.name)
    platform.sync_directory(folder)
    platform.replace(draft, layout.database)
    platform.sync_directory(layout.home)
    return Event(code=RECORDS_QUARANTINED, detail=_in_words(told, folder, witnessed))


def _in_words(told: Quarantined, folder: Path, witnessed: Head) -> str:
    source = f"entries up to {told.restored} come from {told.backup}" if told.backup else "there is no backup"
    taken = f"entries {told.restored + 1} to {told.kept} from the damaged file, where they prove themselves"
    return (
        f"{told.why}; it is in {QUARANTINE}/{folder.name} as it was found; {source}; "
        f"{taken if told.kept > told.restored else 'nothing more could be taken from the damaged file'}; "
        f"the newest acknowledged entry was {witnessed.sequence} with the SHA-256 {witnessed.sha256}"
    )


def _from_backup(layout: Layout, draft: Path) -> tuple[Path | None, Head]:
    """The newest good backup of this chain, its records as `draft` and its pictures where they are missing."""
    for path, manifest in _backups(layout.home):
        try:
            with open_backup(path) as archive:
                files = {file.path: file for file in manifest.files}
                unpack_one(archive, files[DATABASE], draft)
                chain = check_chain(draft)
                is_other = layout.database.exists() and has_entry(manifest.head, layout.database) is False
                if chain.problems or chain.head != manifest.head or is_other:
                    raise BackupRefused("its chain is not that of this station, or does not hold")
                _missing_pictures(archive, manifest, layout)
            return path, chain.head
        except (BackupRefused, StorageError, OSError):  # the one before may be good
            draft.unlink(missing_ok=True)
    return None, START


def _pictures_back(layout: Layout, draft: Path) -> None:
    """A damaged database may have named too few pictures, which were then put aside as belonging to no record."""
    if not layout.unrecorded.is_dir():
        return
    folder = PictureFolder(layout.pictures)
    for digest, suffix in kept_pictures(draft):
        aside, target = layout.unrecorded / f"{digest}{suffix}", folder.path(digest, suffix)
        if aside.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            platform.replace(aside, target)


def _missing_pictures(archive: zipfile.ZipFile, manifest: Manifest, layout: Layout) -> None:
    for file in manifest.files:
        target = layout.home / file.path
        if file.path.startswith(f"{layout.pictures.name}/") and not target.exists():
            half = layout.home / ".picture.restored.tmp"
            half.unlink(missing_ok=True)
            unpack_one(archive, file, half)
            target.parent.mkdir(parents=True, exist_ok=True)
            platform.replace(half, target)


def _backups(home: Path) -> Iterator[tuple[Path, Manifest]]:
    """Sound backups with records in HOME/backups, the newest first."""
    found: list[tuple[Path, Manifest]] = []
    for path in (home / BACKUPS).glob(f"*{SUFFIX}"):
        with suppress(BackupRefused, OSError), open_backup(path) as archive:
            manifest = read_manifest(archive)
            if manifest.is_sound and {DATABASE, WITNESS} <= {file.path for file in manifest.files}:
                found.append((path, manifest))
    return iter(sorted(found, key=lambda one: one[1].made_at, reverse=True))


def _taken_over(head: Head, damaged: Path, draft: Path, settings: StoreSettings) -> Head:
    """Bring `draft` up to date, made where it is missing, and add what `damaged` still proves; the newest entry."""
    from inspection.records import ledger
    from inspection.records.connections import writing_engine
    from inspection.records.database import Database
    from inspection.records.proving import content_of

    Database(draft, settings.busy_timeout_s).close()
    if not damaged.exists():
        return head
    engine = writing_engine(draft, settings.busy_timeout_s)
    try:
        for group in proven_after(head, damaged):
            with engine.begin() as connection:
                ledger.append(connection, [(entry, content_of(record_of(entry))) for entry in group])
            head = group[-1].head
    finally:
        engine.dispose()
    return head
