"""What is in a backup: a zip of plain files, none compressed, and `manifest.json` with the size and hash of each."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from inspection.closed import Closed
from inspection.record import Sha256, utc_text
from inspection.records.chain import START, Head

FORMAT: Final = "meisterblick-backup-1"
FILE: Final = "manifest.json"
SUFFIX: Final = ".zip"
DATABASE: Final = "records.db"
WITNESS: Final = "head.txt"

_MOST_LETTERS: Final = 512
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)


def _checked_path(path: str) -> str:
    """A path that stays below the folder it is unpacked in, on every system. Raises ValueError for any other."""
    steps = path.split("/")
    if not path or len(path) > _MOST_LETTERS or any(step in ("", ".", "..") for step in steps):
        raise ValueError(f"{path[:80]!r} is no path below the data folder")
    if any(letter in '\\:*?"<>|' or unicodedata.category(letter).startswith("C") for letter in path):
        raise ValueError(f"{path[:80]!r} has letters that no file of the station has")
    if any(step.endswith((" ", ".")) or _DEVICES.fullmatch(step.split(".")[0].strip()) for step in steps):
        raise ValueError(f"{path[:80]!r} is no file's name on every system")
    return path


InsidePath = Annotated[str, AfterValidator(_checked_path)]
"""Path of a file in the data folder, with `/`, that cannot lead out of it."""


class SavedFile(Closed):
    """One file; `secret` ones are for the station's user only."""

    path: InsidePath
    size_bytes: int = Field(ge=0)
    sha256: Sha256
    secret: bool = False


class Manifest(Closed):
    """What a backup holds: everything up to the entry `head_sequence`, as it was at `made_at`.

    `problems` are what was wrong with the records already when they were saved; `left_out` names files that could not
    go along: links, and what could not be read.
    """

    format: Literal["meisterblick-backup-1"] = "meisterblick-backup-1"
    program: str
    made_at: AwareDatetime
    head_sequence: int = Field(ge=0)
    head_sha256: Sha256
    files: tuple[SavedFile, ...]
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "Manifest":
        """No file twice, and none below another one; on Windows and macOS `a` and `A` are the same file."""
        folded = {unicodedata.normalize("NFC", file.path).casefold() for file in self.files}
        if len(folded) != len(self.files):
            raise ValueError("a file is named twice")
        for path in folded:
            steps = path.split("/")
            if any("/".join(steps[:count]) in folded for count in range(1, len(steps))):
                raise ValueError(f"{path!r} lies below a file")
        if FILE in folded:
            raise ValueError(f"{FILE} names itself")
        return self

    @property
    def head(self) -> Head:
        """The newest entry that is in it."""
        return Head(sequence=self.head_sequence, sha256=self.head_sha256) if self.head_sequence else START

    @property
    def is_sound(self) -> bool:
        """Whether nothing was wrong with the records when they were saved."""
        return not self.problems

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(file.size_bytes for file in self.files)


def file_name(made_at: datetime) -> str:
    """What a backup is called that nobody named.

    >>> from datetime import UTC
    >>> file_name(datetime(2026, 3, 1, 9, 5, 7, tzinfo=UTC))
    'meisterblick-20260301-090507.zip'
    """
    return f"meisterblick-{utc_text(made_at)[:19].replace('-', '').replace(':', '').replace('T', '-')}{SUFFIX}"
