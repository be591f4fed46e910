"""A copy of a database as it is at one moment, made while others write to it.

SQLite's online backup copies page by page. With a rollback journal a reader holds up the writer, so it goes in short
steps; and whenever another program has written in between, SQLite begins anew. A large database that is written to all
day would never come to its end. There the chain's own nature helps: entries are only ever added, so all that has a
number up to that of the newest entry, read in pages, is the database as it was when that entry was the newest.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from inspection.errors import StorageFailed
from inspection.records.failures import storage_errors

GiveWay = Callable[[], None]
"""Called between two steps; returns when nobody waits for the disk."""

STEP_PAGES: Final = 512
"""2 MiB: a writer waits some milliseconds."""
PAGE_ENTRIES: Final = 500
STARTS: Final = 3
"""So often the online backup begins anew before the chain is read in pages."""
_PATIENCE_S: Final = 5.0


class _StartedAnew(Exception):
    """Another program has written, once too often."""


def snapshot(source: Path, target: Path, give_way: GiveWay = lambda: None, *, starts: int = STARTS) -> None:
    """Copy the database `source` to the new file `target`, which is one whole database of one moment.

    One without a chain (the book of labels, which is small) is copied in one go where the steps do not come to their
    end. Raises StorageFull, StorageFailed; `target` is then to be thrown away.
    """
    with storage_errors(f"copy {source} while it is in use"):
        try:
            _online(source, target, give_way, starts)
        except _StartedAnew:
            target.unlink()
            if not _read_in_pages(source, target, give_way):
                _online(source, target, give_way, starts=None)
        with closing(sqlite3.connect(target)) as copy:
            problems = [text for (text,) in copy.execute("PRAGMA quick_check(3)") if text != "ok"]
    if problems:
        raise StorageFailed(
            f"{source} is damaged: {'; '.join(problems)}; run `meisterblick audit`, and keep the backups there are"
        )


def _online(source: Path, target: Path, give_way: GiveWay, starts: int | None) -> None:
    with closing(_reading(source)) as reader, closing(sqlite3.connect(target)) as writer:
        [(journal,)] = reader.execute("PRAGMA journal_mode")
        in_one_go = starts is None or journal == "wal"  # a write-ahead log lets others write meanwhile
        before, begun = -1, 1

        def count(_status: int, remaining: int, _total: int) -> None:
            nonlocal before, begun
            if before >= 0 and remaining > before:
                begun += 1
            if starts is not None and begun > starts:
                raise _StartedAnew
            before = remaining
            give_way()

        reader.backup(writer, pages=-1 if in_one_go else STEP_PAGES, progress=count, sleep=0.01)


def _reading(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S, isolation_level=None)


def _read_in_pages(source: Path, target: Path, give_way: GiveWay) -> bool:
    """Copy the chain up to its newest entry; False, and no file, where the database has none."""
    with closing(sqlite3.connect(target, uri=True, timeout=_PATIENCE_S, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = OFF")
        writer.execute("PRAGMA synchronous = OFF")  # the file becomes part of another one, which is synced
        writer.execute("ATTACH ? AS source", (f"{source.resolve().as_uri()}?mode=ro",))
        made = "SELECT name, sql FROM source.sqlite_master WHERE type {} 'table' AND sql NOT NULL ORDER BY rowid"
        tables = [(name, sql) for name, sql in writer.execute(made.format("=")) if not name.startswith("sqlite_")]
        beside = [sql for _name, sql in writer.execute(made.format("<>"))]
        is_chain = any(name == "entries" for name, _sql in tables)
        if is_chain:
            [(last,)] = writer.execute("SELECT coalesce(max(sequence), 0) FROM source.entries")
            for name, sql in tables:
                writer.execute(sql)
                for statement, values in _copying(name, _columns(writer, name), last):
                    writer.execute(statement, values)
                    give_way()
            for sql in beside:
                writer.execute(sql)
    if not is_chain:
        target.unlink()
    return is_chain


def _columns(writer: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in writer.execute(f'PRAGMA main.table_info("{table}")')]


def _copying(table: str, columns: list[str], last: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    copy = f'INSERT INTO main."{table}" SELECT * FROM source."{table}"'  # noqa: S608 - names of our own schema
    if "sequence" not in columns:
        yield copy, ()
        return
    for first in range(1, last + 1, PAGE_ENTRIES):
        yield f"{copy} WHERE sequence BETWEEN ? AND ?", (first, min(first + PAGE_ENTRIES - 1, last))
