"""Connections to the SQLite file. Import this module inside functions: SQLAlchemy takes half a second to load."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from inspection.errors import StorageFailed

WAL_IS_SAFE_FROM: Final = (3, 51, 3)
"""Before this version two connections that write can corrupt a write-ahead log (https://www.sqlite.org/wal.html)."""


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, str]:
    """Journal and synchronous mode in which a commit has reached the disk when it returns.

    EXTRA also syncs the folder after the rollback journal is deleted: without it a power cut can bring the journal
    back and undo an acknowledged commit (https://www.sqlite.org/pragma.html#pragma_synchronous).

    >>> journal_mode((3, 40, 1)), journal_mode((3, 51, 3))
    (('delete', 'extra'), ('wal', 'full'))
    """
    return ("wal", "full") if version >= WAL_IS_SAFE_FROM else ("delete", "extra")


def writing_engine(path: Path, busy_timeout_s: float) -> Engine:
    """An engine with one connection, whose transactions begin IMMEDIATE: a wait for the lock comes before any work."""
    _journal, synchronous = journal_mode()

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA fullfsync = ON")  # macOS only: flush the drive's cache too
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute(f"PRAGMA synchronous = {synchronous}")
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # isolation_level=None leaves transactions to us: the driver's own would begin late, and not for DDL
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def use_safe_journal(engine: Engine) -> None:
    """Set the journal mode of the engine's one connection. Raises StorageFailed where SQLite keeps another."""
    wanted, _synchronous = journal_mode()
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA journal_mode = {wanted}")
        [(got,)] = cursor.fetchall()
        cursor.close()
    finally:
        raw.close()
    if got != wanted:
        raise StorageFailed(
            f"SQLite keeps the journal mode {got!r}, a safe commit needs {wanted!r}: "
            "close every other program that has records.db open, then start again"
        )


def reading_engine(path: Path, busy_timeout_s: float) -> Engine:
    """An engine that cannot write. Every statement is a transaction of its own: no lock outlives it.

    Text that is no UTF-8 (a flipped byte) is read with surrogate escapes, so that the audit can name it.
    """

    def connect() -> sqlite3.Connection:
        address = f"{path.resolve().as_uri()}?mode=ro"
        raw = sqlite3.connect(address, uri=True, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
        raw.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
        return raw

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, pool_timeout=busy_timeout_s)
