"""The whole workshop in one file, made beside a station at work.

snapshot of the records -> its chain proved -> its pictures, then everything else -> manifest -> read again -> in place

The records come first: whatever they name is there by then, and pictures never change. Until the file has been read
back and held against its own hashes it bears another name.
"""

import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from inspection import platform
from inspection.errors import BackupRefused, StorageFull, UpkeepBusy
from inspection.inspect_part import software_version
from inspection.precedence import inspecting
from inspection.records.auditing import Progress
from inspection.records.chain import START, Head
from inspection.records.failures import storage_errors
from inspection.records.layout import MEBIBYTE, Layout
from inspection.records.pictures import PictureFolder
from inspection.records.witness import read_witness, witness_bytes
from inspection.upkeep.archive import hold_against_manifest, open_backup
from inspection.upkeep.chain_check import Chain, check_chain, kept_pictures
from inspection.upkeep.content import is_database, other_files
from inspection.upkeep.manifest import DATABASE, FILE, WITNESS, Manifest, SavedFile
from inspection.upkeep.snapshot import GiveWay, snapshot

_BLOCK_BYTES: Final = MEBIBYTE
_SYNC_BYTES: Final = 64 * MEBIBYTE
"""So much is put on the disk at once: more in one go would hold up the station's own commits."""
_LONGEST_WAIT_S: Final = 5.0
_ROOM_LEFT_BYTES: Final = 300 * MEBIBYTE
"""Stays free where the backup lies on the station's own disk: more than the mark at which inspection stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made and read back."""

    path: Path
    size_bytes: int
    manifest: Manifest


def back_up(home: Path, target: Path, on_progress: Progress | None = None) -> Backup:
    """Save everything of the data folder `home` in the new file `target`.

    What is wrong with the records stands in the manifest's `problems`; they are saved all the same. Raises
    BackupRefused where `target` is there already or there is nothing to save, UpkeepBusy while another backup or a
    deletion is at work, StorageFull, StorageFailed. There is no file `target` then.
    """
    progress = on_progress or (lambda _what, _done, _of: None)
    target = target.absolute()
    if not home.is_dir():
        raise BackupRefused(f"there is no folder {home}: nothing to save; name the station's folder with --home")
    if target.exists():
        raise BackupRefused(f"{target} is there already and may be the last good one: choose another name")
    with upkeep_alone(home), storage_errors(f"save {home} in {target}"):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        beside = target.with_name(f".{target.name}.{os.getpid()}.db.tmp")
        try:
            manifest = _written(home, draft, beside, progress)
            with open_backup(draft) as archive:
                hold_against_manifest(archive, manifest, progress)
            if target.exists():
                raise BackupRefused(f"{target} appeared meanwhile: choose another name")
            platform.replace(draft, target)
            platform.sync_directory(target.parent)
        finally:
            for path in (draft, beside):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        return Backup(path=target, size_bytes=target.stat().st_size, manifest=manifest)


@contextmanager
def upkeep_alone(home: Path) -> Iterator[None]:
    """One at a time: no picture is deleted while a backup is made. Raises UpkeepBusy, StorageFailed."""
    with storage_errors(f"use the folder {home}"):
        try:
            lock = platform.FileLock.take(home / ".upkeep.lock")
        except BlockingIOError as error:
            raise UpkeepBusy("another backup or a deletion is at work in this folder: wait for its end") from error
    try:
        yield
    finally:
        lock.release()


def _written(home: Path, draft: Path, beside: Path, progress: Progress) -> Manifest:
    layout, give_way = Layout(home), _giving_way(home)
    others, left_out = other_files(home)
    witnessed = read_witness(layout.witness)  # before the records, which only grow meanwhile
    has_records = layout.database.exists()
    _refuse_full_disk(home, draft, layout.database.stat().st_size if has_records else 0, others)
    chain, pictures = _records(layout, beside, give_way) if has_records else (Chain(head=START, problems=()), {})
    _refuse_full_disk(home, draft, beside.stat().st_size if has_records else 0, [*others, *pictures.values()])
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
            into = _Writer(archive, file, give_way)
            if has_records:
                into.add(DATABASE, beside)
                into.add_bytes(WITNESS, witness_bytes(chain.head))
            problems = [*chain.problems, *_cut_off(witnessed, chain.head)]
            problems += _add_pictures(into, pictures, home, progress)
            left_out += _add_others(into, others, home, beside, progress)
            manifest = Manifest(
                program=software_version(),
                made_at=datetime.now(UTC),
                head_sequence=chain.head.sequence,
                head_sha256=chain.head.sha256,
                files=tuple(into.saved),
                problems=tuple(problems),
                left_out=tuple(left_out),
            )
            into.add_manifest(manifest)
        file.flush()
        platform.sync_file(file.fileno())
    return manifest


def _records(layout: Layout, beside: Path, give_way: GiveWay) -> tuple[Chain, dict[str, Path]]:
    """Copy the records to `beside`; their chain, and the pictures that belong to them by their SHA-256."""
    snapshot(layout.database, beside, give_way)
    folder = PictureFolder(layout.pictures)
    return check_chain(beside), {digest: folder.path(digest, suffix) for digest, suffix in kept_pictures(beside)}


def _cut_off(witnessed: Head | None, head: Head) -> Iterator[str]:
    if witnessed is not None and witnessed.sequence > head.sequence:
        yield f"entries {head.sequence + 1} to {witnessed.sequence} were acknowledged and are missing"


def _add_pictures(into: "_Writer", pictures: Mapping[str, Path], home: Path, progress: Progress) -> Iterator[str]:
    """Yields what is wrong with them."""
    for done, (digest, path) in enumerate(pictures.items(), start=1):
        try:
            found = into.add(path.relative_to(home).as_posix(), path).sha256
        except FileNotFoundError:
            yield f"the picture {digest} is missing"
        else:
            if found != digest:
                yield f"the picture {digest} was changed: its file has the SHA-256 {found}"
        progress("pictures", done, len(pictures))


def _add_others(into: "_Writer", others: Sequence[Path], home: Path, beside: Path, progress: Progress) -> Iterator[str]:
    """Yields what could not go along. What somebody removed meanwhile is not missed."""
    for done, path in enumerate(others, start=1):
        name = path.relative_to(home).as_posix()
        try:
            if is_database(path):
                beside.unlink(missing_ok=True)
                snapshot(path, beside, into.give_way)
                into.add(name, beside)
            else:
                into.add(name, path)
        except FileNotFoundError:
            continue
        except (PermissionError, ValueError) as error:  # ValueError: no file has such a name on every system
            yield f"{name}: {error}"
        progress("files", done, len(others))


class _Writer:
    """Files into the zip, each with its hash as it was written. Raises OSError."""

    def __init__(self, archive: zipfile.ZipFile, file: IO[bytes], give_way: GiveWay) -> None:
        self._archive, self._file, self.give_way = archive, file, give_way
        self._unsynced = 0
        self.saved: list[SavedFile] = []

    def add(self, name: str, path: Path) -> SavedFile:
        """The file `path` as it is now. Raises ValueError where its name cannot be that of a file everywhere."""
        secret = not path.stat().st_mode & 0o077
        SavedFile(path=name, size_bytes=0, sha256="0" * 64)  # refuse the name before a byte is written
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._opened(name) as entry:
            while block := source.read(_BLOCK_BYTES):
                entry.write(block)
                digest.update(block)
                size += len(block)
                self._wrote(len(block))
        self.saved.append(SavedFile(path=name, size_bytes=size, sha256=digest.hexdigest(), secret=secret))
        return self.saved[-1]

    def add_bytes(self, name: str, data: bytes) -> None:
        """Bytes as a file."""
        self._put(name, data)
        self.saved.append(SavedFile(path=name, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest()))

    def add_manifest(self, manifest: Manifest) -> None:
        """The one file that the manifest does not name."""
        self._put(FILE, json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False).encode())

    def _put(self, name: str, data: bytes) -> None:
        with self._opened(name) as entry:
            entry.write(data)

    def _opened(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, date_time=time.gmtime()[:6])
        info.external_attr = 0o600 << 16
        return self._archive.open(info, "w", force_zip64=True)

    def _wrote(self, size: int) -> None:
        self._unsynced += size
        if self._unsynced >= _SYNC_BYTES:
            self._file.flush()
            platform.sync_file(self._file.fileno())
            self._unsynced = 0
        self.give_way()


def _refuse_full_disk(home: Path, draft: Path, database_bytes: int, files: Iterable[Path]) -> None:
    """The records are there twice for a while. Raises StorageFull, OSError."""
    needed = 2 * database_bytes
    for path in files:
        with suppress(FileNotFoundError):
            needed += path.stat().st_size
    stays = _ROOM_LEFT_BYTES if draft.parent.stat().st_dev == home.stat().st_dev else 0
    free = shutil.disk_usage(draft.parent).free
    if free < needed + stays:
        raise StorageFull(
            f"the backup needs {(needed + stays) / MEBIBYTE:.0f} MiB on the disk of {draft.parent}, and "
            f"{free / MEBIBYTE:.0f} MiB are free: take another disk, or make room"
        )


def _giving_way(home: Path) -> Callable[[], None]:
    """While a part is inspected, wait; never for ever."""

    def give_way() -> None:
        deadline = time.monotonic() + _LONGEST_WAIT_S
        while inspecting(home) and time.monotonic() < deadline:
            time.sleep(0.01)

    return give_way
