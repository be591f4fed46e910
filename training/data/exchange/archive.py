"""A zip file from somebody else, opened so that it can do no harm (FAULTS row 35).

Everything that can be refused is refused before a byte is written: names, links, sizes, ratios; then the archive is
read to its end without writing, so that checksums and sizes are known to be true; then it is unpacked. Of what is in
it only pictures and descriptions are written, and what `Limits.others` names. zip only: tar knows links, devices and
owners, and nobody needs it here.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NoReturn

from training.errors import ArchiveRefused

MEBIBYTE: Final = 1024 * 1024
PICTURES: Final = frozenset({".jpg", ".jpeg", ".png"})
TEXTS: Final = frozenset({".txt", ".json", ".yaml", ".yml", ".xml"})
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_CHUNK: Final = MEBIBYTE
MAX_DEPTH: Final = 16
MAX_NAME: Final = 512
_NEXT_STEP: Final = "nothing was unpacked; have the archive made again by a program you trust"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an archive may be at most. Pictures are packed already, so a large archive that grows much is a bomb."""

    entries: int = 50_000
    directory_bytes: int = 16 * MEBIBYTE
    total_bytes: int = 8 * 1024 * MEBIBYTE
    picture_bytes: int = 128 * MEBIBYTE
    text_bytes: int = 16 * MEBIBYTE
    """Of a description; one of 50,000 pictures has less, and parsed it takes twenty times the memory."""
    entry_ratio: int = 100
    """Of an entry above 1 MiB: how many times its packed size."""
    small_bytes: int = 50 * MEBIBYTE
    """Above this the whole may be `large_ratio` times the archive's size; below, only the entries' ratios count."""
    large_ratio: int = 5
    others: frozenset[str] = frozenset()
    """Further endings that are unpacked, as `.onnx`."""
    other_bytes: int = 256 * MEBIBYTE
    nothing_else: bool = False
    """An entry of any other ending is refused, where it would be left out otherwise."""

    @property
    def wanted(self) -> frozenset[str]:
        """The endings that are unpacked."""
        return PICTURES | TEXTS | self.others


def unpack(archive: Path, folder: Path, limits: Limits | None = None) -> int:
    """Unpack the pictures and descriptions of `archive` into the new folder `folder`; returns how many files.

    Raises ArchiveRefused for an archive that is hostile, damaged, encrypted or too large, with nothing written;
    OSError where the disk fails.
    """
    limits = limits or Limits()
    try:
        with _Bounded(archive, limits.directory_bytes) as bounded, zipfile.ZipFile(bounded) as opened:
            wanted = _checked(opened.infolist(), archive.stat().st_size, limits)
            for info in wanted:
                for _chunk in _content(opened, info):
                    pass
            folder.mkdir()
            for info in wanted:
                target = folder.joinpath(*PurePosixPath(info.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    for chunk in _content(opened, info):
                        file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise ArchiveRefused(f"{archive} is no whole zip file: {error}; {_NEXT_STEP}") from error
    return len(wanted)


class _Bounded(io.FileIO):
    """A file of which no more is read at once than a table of contents may have: zipfile reads that in one piece."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        super().__init__(path, "rb")
        self._most_bytes = most_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        whole_rest = size is None or size < 0
        data = super().read(self._most_bytes + 1 if whole_rest else min(size or 0, self._most_bytes + 1))
        if data is not None and len(data) > self._most_bytes:
            raise zipfile.BadZipFile(f"its table of contents is larger than {self._most_bytes} bytes")
        return data


def _checked(infos: list[zipfile.ZipInfo], archive_bytes: int, limits: Limits) -> list[zipfile.ZipInfo]:
    """The entries to unpack. Everything is judged by what the table of contents says; `_content` holds it to that."""
    if len(infos) > limits.entries:
        _refuse(f"it has {len(infos)} entries, at most {limits.entries} are read")
    is_folder: dict[str, bool] = {}
    for info in infos:
        _check_name(info.orig_filename)  # as stored
        _check_name(info.filename)  # as zipfile reads it: newer Pythons take it from an extra field
        _check_kind(info)
        _check_size(info, limits)
        name = unicodedata.normalize("NFC", info.filename.rstrip("/")).casefold()
        if name in is_folder:
            _refuse(f"{info.filename!r} is in it twice, or differs only in capitals")
        is_folder[name] = info.is_dir()
    for name in is_folder:
        if not all(is_folder.get(str(above), True) for above in PurePosixPath(name).parents):
            _refuse(f"{name!r} lies within a file")
    _check_overlap(infos)
    total_bytes = sum(info.file_size for info in infos)
    if total_bytes > limits.total_bytes:
        _refuse(f"it would unpack to {total_bytes // MEBIBYTE} MiB, at most {limits.total_bytes // MEBIBYTE} are read")
    if total_bytes > limits.small_bytes and total_bytes > limits.large_ratio * archive_bytes:
        _refuse(f"{archive_bytes // MEBIBYTE} MiB would unpack to {total_bytes // MEBIBYTE} MiB: a zip bomb")
    files = [info for info in infos if not info.is_dir()]
    foreign = next((info.filename for info in files if _suffix(info) not in limits.wanted), None)
    if foreign is not None and limits.nothing_else:
        _refuse(f"{foreign!r} has no business here: expected {', '.join(sorted(limits.wanted))}")
    return [info for info in files if _suffix(info) in limits.wanted]


def _check_name(name: str) -> None:
    """Refuse every name that could mean a place outside the folder, on any system, or something that is no file."""
    if any(ord(character) < 32 or character in '\\:*?"<>|\x7f' for character in name):
        _refuse(f"the name {name!r} has characters that mean something to some system")
    parts = name.removesuffix("/").split("/")
    if len(parts) > MAX_DEPTH or len(name) > MAX_NAME:
        _refuse(f"the name {name[:60]!r}... is longer than {MAX_NAME} characters or deeper than {MAX_DEPTH} folders")
    for part in parts:
        if part in ("", ".", ".."):
            _refuse(f"the name {name!r} leads out of the folder, or is absolute")
        if part != part.rstrip(" .") or _DEVICES.fullmatch(part.split(".")[0].rstrip()):
            _refuse(f"the name {name!r} is that of a device, or ends in a dot or a space")


def _check_kind(info: zipfile.ZipInfo) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        _refuse(f"{info.filename!r} is a link or a device, no file")
    if info.flag_bits & 0x1:
        _refuse(f"{info.filename!r} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(f"{info.filename!r} is packed by method {info.compress_type}; only stored and deflated are read")
    if info.is_dir() and info.file_size:
        _refuse(f"the folder {info.filename!r} has content")


def _check_size(info: zipfile.ZipInfo, limits: Limits) -> None:
    suffix = _suffix(info)
    most = limits.picture_bytes if suffix in PICTURES else limits.text_bytes
    if suffix in limits.others:
        most = limits.other_bytes
    if suffix in limits.wanted and info.file_size > most:
        _refuse(f"{info.filename!r} would have {info.file_size // MEBIBYTE} MiB, at most {most // MEBIBYTE} are read")
    if info.file_size > MEBIBYTE and info.file_size > limits.entry_ratio * max(info.compress_size, 1):
        _refuse(f"{info.filename!r} would grow {info.file_size // max(info.compress_size, 1)} times: a zip bomb")


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Entries that share packed bytes unpack to more than was sent (https://www.bamsoftware.com/hacks/zipbomb/)."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            _refuse(f"{info.filename!r} shares its bytes with another entry: a zip bomb")
        end = info.header_offset + 30 + info.compress_size  # 30: the local header without its name


def _content(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, never more than were announced; its checksum is verified by zipfile at the end."""
    size = 0
    with opened.open(info) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > info.file_size:
                _refuse(f"{info.filename!r} is larger than it says")
            yield chunk
    if size != info.file_size:
        _refuse(f"{info.filename!r} has {size} bytes, announced were {info.file_size}")


def _suffix(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).suffix.lower()


def _refuse(what: str) -> NoReturn:
    raise ArchiveRefused(f"the archive was refused: {what}; {_NEXT_STEP}")
