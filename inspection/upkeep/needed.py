"""Pictures that somebody still needs, whatever their age: labels, data sets, golden pictures, border samples.

These keep files of their own; but the record's picture is their origin, and is kept as long as they name it.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.records.failures import storage_errors
from inspection.upkeep.content import is_database

_FOLDERS: Final = ("labels", "datasets", "taught", "cards", "comparisons", "setup")
_TEXTS: Final = frozenset({".json", ".jsonl", ".yaml", ".yml"})
_SHA256: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_RECORD_ID: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """SHA-256 of pictures, and ids of records whose pictures are needed."""

    pictures: frozenset[str]
    records: frozenset[str]


def still_needed(home: Path) -> Needed:
    """Whatever is named in the folders of labels, data sets and taught pictures.

    Raises StorageFailed where one of them cannot be read: then nobody knows, and nothing may be deleted.
    """
    pictures, records = set[bytes](), set[bytes]()
    with storage_errors(f"read which pictures are still needed in {home}"):
        for path in _files(home):
            pictures.update(_SHA256.findall(path.name.encode()))
            for text in _texts(path):
                pictures.update(_SHA256.findall(text))
                records.update(_RECORD_ID.findall(text))
    return Needed(
        pictures=frozenset(one.decode() for one in pictures), records=frozenset(one.decode() for one in records)
    )


def _files(home: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        for folder, _below, files in os.walk(home / name, onerror=_raise):
            yield from (Path(folder, file) for file in files)


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _texts(path: Path) -> Iterator[bytes]:
    if path.suffix in _TEXTS:
        yield path.read_bytes()
    elif path.suffix == ".db" and is_database(path):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name the file itself gives
                    yield from (value.encode() for value in row if isinstance(value, str))
