"""From a backup back to a workshop: unpacked beside, proved, then put in place; what was there is set aside.

The folder that is there stays as it is until the new one is whole on the disk, its hash chain has been audited and
every picture read. Then both change their names. Nothing is ever deleted.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspection import platform
from inspection.errors import BackupRefused, StorageFull, StoreInUse
from inspection.record import Event, utc_text
from inspection.records import AuditReport, RecordStore, audit
from inspection.records.auditing import Progress
from inspection.records.chain import Head
from inspection.records.failures import storage_errors
from inspection.records.layout import MEBIBYTE, Layout, StoreSettings
from inspection.records.opening import RECORDS_MISSING
from inspection.records.witness import read_witness
from inspection.upkeep.archive import open_backup, read_manifest, unpack
from inspection.upkeep.content import BACKUPS
from inspection.upkeep.manifest import Manifest

RECORDS_RESTORED: Final = "records-restored"
_WAIT_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What is there now; `set_aside` is the folder that was there before, None where there was none.

    `lost` are the numbers of the first and last entry that the folder before had acknowledged and the backup has not.
    """

    home: Path
    manifest: Manifest
    report: AuditReport
    set_aside: Path | None
    lost: tuple[int, int] | None


def restore(
    archive: Path,
    home: Path,
    on_progress: Progress | None = None,
    settings: StoreSettings = StoreSettings(),  # noqa: B008 - frozen
) -> Restored:
    """Make `home` what it was when the backup `archive` was made.

    Raises BackupRefused for what is no whole backup, or one whose records do not hold though they did when it was
    made; StoreInUse where a station is running in `home`; StorageRefused, StorageFull, StorageFailed. `home` is then
    as it was.
    """
    progress = on_progress or (lambda _what, _done, _of: None)
    home = home.absolute()
    beside = home.with_name(f".{home.name}.restoring")
    with storage_errors(f"restore {archive} to {home}"):
        _refuse_running(home)
        home.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)  # of a restore that was killed
        try:
            with open_backup(archive) as opened:
                manifest = read_manifest(opened)
                _refuse_full_disk(manifest, home.parent, settings)
                unpack(opened, manifest, beside, progress)
            lost = _note(archive, manifest, _acknowledged(home), beside, settings)
            report = audit(beside, progress)
            _refuse_unsound(manifest, report, lost)
            _refuse_running(home)
            aside = _put_in_place(beside, home)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Restored(home=home, manifest=manifest, report=report, set_aside=aside, lost=lost)


def _refuse_running(home: Path) -> None:
    lock = Layout(home).lock
    if not lock.exists():
        return
    try:
        platform.FileLock.take(lock, _WAIT_S).release()
    except BlockingIOError as error:
        raise StoreInUse(
            f"a station (process {lock.read_text().strip() or 'unknown'}) has the records in {home} open: stop it "
            "first, or restore to another folder with --to"
        ) from error


def _refuse_full_disk(manifest: Manifest, folder: Path, settings: StoreSettings) -> None:
    free, needed = shutil.disk_usage(folder).free, manifest.size_bytes + settings.low_water_bytes
    if free < needed:
        raise StorageFull(
            f"the restored folder needs {needed / MEBIBYTE:.0f} MiB, and {free / MEBIBYTE:.0f} MiB are free on the "
            f"disk of {folder}: make room, or restore to another disk with --to"
        )


def _acknowledged(home: Path) -> Head | None:
    """The newest entry of the folder that is there now, as far as that can be read."""
    with suppress(OSError):
        return read_witness(Layout(home).witness)
    return None


def _note(
    archive: Path, manifest: Manifest, before: Head | None, beside: Path, settings: StoreSettings
) -> tuple[int, int] | None:
    """Open the records once, which brings an older schema up to date, and record what has happened to them."""
    lost = None
    if before is not None and before.sequence > manifest.head.sequence:
        lost = (manifest.head.sequence + 1, before.sequence)
    store = RecordStore.open(beside, settings)
    try:
        store.save_event(
            Event(
                code=RECORDS_RESTORED,
                detail=f"from {archive.name}, made at {utc_text(manifest.made_at)}, whose newest entry is "
                f"{manifest.head.sequence} with the SHA-256 {manifest.head.sha256}",
            )
        )
        if lost is not None and before is not None:
            store.save_event(
                Event(
                    code=RECORDS_MISSING,
                    detail=f"entries {lost[0]} to {lost[1]} were acknowledged before the restore and are not in the "
                    f"backup; the last of them had the SHA-256 {before.sha256}",
                )
            )
    finally:
        store.close()
    return lost


def _refuse_unsound(manifest: Manifest, report: AuditReport, lost: tuple[int, int] | None) -> None:
    """What was sound when it was saved must be sound now; what was not is restored, and the report says so."""
    found = [problem for problem in report.problems if problem.code != "loss-recorded"]
    if manifest.is_sound and found:
        raise BackupRefused(
            f"the records in the backup do not hold: {found[0].detail} ({len(found)} in all); nothing was restored; "
            "take another backup"
        )


def _put_in_place(beside: Path, home: Path) -> Path | None:
    """Both folders change their names; the backups that lay in the old one stay with the station."""
    aside = None
    if home.is_dir() and any(home.iterdir()):
        aside = home.with_name(f"{home.name}-before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
        home.rename(aside)
    elif home.exists():
        home.rmdir()
    try:
        beside.rename(home)
    except OSError:
        if aside is not None:
            aside.rename(home)
        raise
    if aside is not None and (aside / BACKUPS).is_dir():
        (aside / BACKUPS).rename(home / BACKUPS)
    platform.sync_directory(home.parent)
    return aside
