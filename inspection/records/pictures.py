"""Pictures as files named by the SHA-256 of their bytes.

A picture is on the disk before the record that names it: temporary file, fsync, rename, fsync of the folder.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from inspection import platform
from inspection.errors import PictureUnavailable
from inspection.on_disk import write_to_disk
from inspection.record import Inspection, Picture
from inspection.records.chain import pictures_of

SUFFIXES: Final[Mapping[str, str]] = {"image/jpeg": ".jpg", "image/png": ".png"}
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_BLOCK_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPicture:
    """Bytes with their SHA-256 and the suffix of their kind."""

    sha256: str
    suffix: str
    data: bytes


def named_pictures(
    inspection: Inspection, given: Sequence[Picture], is_stored: Callable[[str, str], bool]
) -> list[NamedPicture]:
    """The pictures to save with an inspection. `is_stored(sha256, suffix)` tells which are there already.

    Raises ValueError where given pictures and those that the views name do not fit together: there must be no record
    without its picture, and no picture without a record.
    """
    named = {picture.sha256: picture.media_type for _view, picture in pictures_of(inspection) if picture.path is None}
    found = []
    for picture in given:
        digest = sha256(picture.data).hexdigest()
        if named.get(digest) != picture.media_type:
            raise ValueError(
                f"record {inspection.record_id} was given a picture {digest} ({picture.media_type}) to keep, but no "
                f"view names it; the views name {named or 'none'}"
            )
        found.append(NamedPicture(sha256=digest, suffix=SUFFIXES[picture.media_type], data=picture.data))
    for digest in named.keys() - {picture.sha256 for picture in found}:
        if named[digest] not in SUFFIXES or not is_stored(digest, SUFFIXES[named[digest]]):
            raise ValueError(
                f"record {inspection.record_id} names the picture {digest} ({named[digest]}), which is neither given "
                f"nor stored: give its bytes ({' or '.join(SUFFIXES)}), or the path of a file that stays where it is"
            )
    return found


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in blocks. Raises OSError."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def read_verified(path: Path, digest: str) -> bytes:
    """The bytes of a recorded picture. Raises PictureUnavailable when they are gone or have another SHA-256."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        raise PictureUnavailable(
            f"the picture {digest} cannot be read: {error}; restore {path} from the backup"
        ) from error
    if (found := sha256(data).hexdigest()) != digest:
        raise PictureUnavailable(
            f"{path} does not hold the picture that was recorded: its SHA-256 is {found}, not {digest}; "
            "restore it from the backup and look at the disk's health"
        )
    return data


class PictureFolder:
    """The folder of pictures. All methods raise OSError when the disk fails; nothing is tried twice."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._drafts = root / "tmp"

    def prepare(self) -> None:
        """Make the folders and throw away drafts of an earlier run."""
        self._drafts.mkdir(parents=True, exist_ok=True)
        for first_byte in range(256):
            (self.root / f"{first_byte:02x}").mkdir(exist_ok=True)
        platform.sync_directory(self.root)
        for draft in self._drafts.iterdir():
            draft.unlink()

    def path(self, digest: str, suffix: str) -> Path:
        """Where the picture with this SHA-256 lies.

        Raises ValueError for anything that is no SHA-256: a request gives ids, never paths.
        """
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"a picture is asked for by its SHA-256 (64 digits 0-9a-f); got {digest!r}")
        return self.root / digest[:2] / f"{digest}{suffix}"

    def holds(self, digest: str, suffix: str) -> bool:
        """Whether the picture is there, and its bytes are those of its name."""
        try:
            return file_sha256(self.path(digest, suffix)) == digest
        except FileNotFoundError:
            return False

    def put(self, pictures: Iterable[NamedPicture]) -> tuple[str, ...]:
        """Save pictures; all are on the disk when this returns. One that is there already is not written again.

        Returns the SHA-256 of those whose file was there with other bytes than its name says: it has been replaced.
        """
        fresh: dict[Path, Path] = {}
        replaced: list[str] = []
        try:
            for picture in pictures:
                target = self.path(picture.sha256, picture.suffix)
                if target in fresh or self.holds(picture.sha256, picture.suffix):
                    continue
                if target.exists():
                    replaced.append(picture.sha256)
                fresh[target] = self._drafts / target.name
                write_to_disk(fresh[target], picture.data)
            for target, draft in fresh.items():
                platform.replace(draft, target)
        except OSError:
            for draft in fresh.values():
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
            raise
        for folder in {target.parent for target in fresh}:
            platform.sync_directory(folder)
        return tuple(replaced)

    def delete(self, digests: Iterable[str]) -> None:
        """Delete pictures, as far as they are there. After a power cut some may be there again: that harms nobody."""
        for digest in digests:
            for suffix in SUFFIXES.values():
                self.path(digest, suffix).unlink(missing_ok=True)

    def files(self) -> Iterator[Path]:
        """Every file in the folder that stands under a picture's name or any other, drafts left out."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            with os.scandir(folder) as content:
                yield from (Path(item.path) for item in content)

    def move_out(self, is_recorded: Callable[[str], bool], destination: Path) -> tuple[str, ...]:
        """Move the files that no record names to `destination`; returns their names. Nothing is deleted."""
        moved = []
        for path in self.files():
            if not is_recorded(path.name):
                destination.mkdir(exist_ok=True)
                platform.replace(path, destination / path.name)
                moved.append(path.name)
        return tuple(moved)
