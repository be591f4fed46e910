"""A backup opened so that it can do no harm: everything is refused before a byte is written (FAULTS row 35).

A backup is made of plain files, none of them packed, so the files together are never larger than the zip itself: a
bomb cannot be one. Names are checked by the manifest; links, folders and devices have none.
"""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NoReturn

from pydantic import ValidationError

from inspection import platform
from inspection.errors import BackupRefused
from inspection.records.auditing import Progress
from inspection.records.layout import MEBIBYTE
from inspection.upkeep.manifest import FILE, FORMAT, Manifest, SavedFile

_BLOCK_BYTES: Final = MEBIBYTE
_MOST_FILES: Final = 5_000_000
_MANIFEST_BYTES: Final = 1024 * MEBIBYTE
_NOTHING: Final = "nothing was restored"


@contextmanager
def open_backup(path: Path) -> Iterator[zipfile.ZipFile]:
    """The backup `path`, for `read_manifest` and `unpack`. Raises BackupRefused, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_what_is_no_backup(archive, path.stat().st_size)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupRefused(f"{path} is not whole, or no backup: {error}; {_NOTHING}; take another one") from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """What is in it; the names in the zip are those in the manifest, no more and no fewer. Raises BackupRefused."""
    try:
        manifest = Manifest.model_validate_json(archive.read(FILE))
    except KeyError as error:
        raise BackupRefused(f"it has no {FILE}: this is no backup of a station; {_NOTHING}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise BackupRefused(
            f"{FILE}: {where}: {first['msg']}; this program reads {FORMAT}: {_NOTHING}; a newer program may"
        ) from error
    named = {file.path: file.size_bytes for file in manifest.files}
    there = {info.filename: info.file_size for info in archive.infolist() if info.filename != FILE}
    if odd := sorted(named.items() ^ there.items()):
        _refuse(f"{odd[0][0]!r} is missing, has another size, or nobody named it")
    return manifest


def hold_against_manifest(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Read every file once more. Raises BackupRefused where one is not what the manifest says; OSError."""
    if read_manifest(archive) != manifest:
        _refuse("what was read back is not what was written")
    for done, file in enumerate(manifest.files, start=1):
        for _block in _blocks(archive, file):
            pass
        progress("read back", done, len(manifest.files))


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, progress: Progress) -> None:
    """Write all files below the new folder `folder`; they are on the disk when this returns.

    Raises BackupRefused where a file is not what the manifest says; OSError.
    """
    folder.mkdir(mode=0o750)
    folders = {folder}
    for done, file in enumerate(manifest.files, start=1):
        unpack_one(archive, file, folder / file.path)
        folders.add((folder / file.path).parent)
        progress("files", done, len(manifest.files))
    for one in sorted(folders):
        platform.sync_directory(one)


def unpack_one(archive: zipfile.ZipFile, file: SavedFile, target: Path) -> None:
    """Write one file that is not there yet. Raises BackupRefused, OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags, 0o600 if file.secret else 0o640)
    with os.fdopen(descriptor, "wb") as written:
        for block in _blocks(archive, file):
            written.write(block)
        written.flush()
        platform.sync_file(written.fileno())


def _blocks(archive: zipfile.ZipFile, file: SavedFile) -> Iterator[bytes]:
    """The bytes of a file, held against its hash at their end."""
    digest = hashlib.sha256()
    with _entry(archive, file.path) as entry:
        while block := entry.read(_BLOCK_BYTES):
            digest.update(block)
            yield block
    if digest.hexdigest() != file.sha256:
        _refuse(f"{file.path!r} was changed or damaged: its SHA-256 is {digest.hexdigest()}, not {file.sha256}")


def _entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(name)
    except zipfile.BadZipFile as error:
        raise BackupRefused(f"{name!r} is damaged: {error}; {_NOTHING}; take another backup") from error


def _refuse_what_is_no_backup(archive: zipfile.ZipFile, size_bytes: int) -> None:
    infos = archive.infolist()
    if len(infos) > _MOST_FILES:
        _refuse(f"{len(infos)} files are more than a backup has")
    if len({info.filename for info in infos}) != len(infos):
        _refuse("a file is in it twice")
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir() or kind not in (0, stat.S_IFREG):
            _refuse(f"{info.filename[:80]!r} is a link, a folder or a device; a backup has files only")
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 0x1:
            _refuse(f"{info.filename[:80]!r} is packed or locked; a backup holds plain files")
        if info.filename == FILE and info.file_size > _MANIFEST_BYTES:
            _refuse(f"{FILE} has {info.file_size} bytes")
    if sum(info.file_size for info in infos) > size_bytes:
        _refuse(f"its files are larger together than the {size_bytes} bytes that it has")


def _refuse(what: str) -> NoReturn:
    raise BackupRefused(f"{what}; {_NOTHING}; take another backup")
