"""What of the data folder goes into a backup: all that the workshop made, and nothing of this computer's day."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

BACKUPS: Final = "backups"
QUARANTINE: Final = "quarantine"

_OF_THIS_COMPUTER: Final = frozenset(
    [
        BACKUPS,
        QUARANTINE,
        "pictures",  # taken along by what the records name
        "records.db",
        "head.txt",  # made anew for the copy
        "reserve.bin",
        "inspecting",
        "part-that-comes",
        "cache",  # what engines compiled for this very processor
        "session.key",  # whoever is logged in must log in again
    ]
)
_PASSING: Final = re.compile(r"(\..*|.*\.tmp|.*\.lock|station\.json.*|.*\.db-(journal|wal|shm))")


def other_files(home: Path) -> tuple[list[Path], list[str]]:
    """Files beside records and pictures, in the order of their names, and what cannot go along: links and devices."""
    found: list[Path] = []
    left_out: list[str] = []
    for path, is_file in _walk(home, home):
        if is_file:
            found.append(path)
        else:
            left_out.append(path.relative_to(home).as_posix())
    return found, left_out


def _walk(folder: Path, home: Path) -> Iterator[tuple[Path, bool]]:
    try:
        with os.scandir(folder) as content:
            inside = sorted(content, key=lambda item: item.name)
    except FileNotFoundError:  # a folder of passing things, gone meanwhile
        return
    for item in inside:
        if (folder == home and item.name in _OF_THIS_COMPUTER) or _PASSING.fullmatch(item.name):
            continue
        try:
            mode = item.stat(follow_symlinks=False).st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(Path(item.path), home)
        else:
            yield Path(item.path), stat.S_ISREG(mode)


def is_database(path: Path) -> bool:
    """Whether SQLite wrote the file: it must not be copied while somebody may write to it."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
