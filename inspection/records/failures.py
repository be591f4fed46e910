"""What the disk and the database report, in words a person can act on."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from inspection.errors import DatabaseDamaged, StorageFailed, StorageFull

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})
_PUT_RIGHT = (
    "start the station again: it puts the file in quarantine and goes on with the newest of its backups; or restore "
    "the backup that lies elsewhere"
)
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "UnicodeDecodeError"})
_NEXT = {
    "SQLITE_BUSY": "another program holds the file: close it, then start the station again",
    "SQLITE_LOCKED": "another program holds the file: close it, then start the station again",
    "SQLITE_CORRUPT": f"the file is damaged: {_PUT_RIGHT}",
    "UnicodeDecodeError": f"the file is damaged: {_PUT_RIGHT}",
    "SQLITE_NOTADB": f"the file is no database any more: {_PUT_RIGHT}",
    "SQLITE_READONLY_ROLLBACK": "the last run ended in the middle of a write, and only the station may undo that: "
    "start it once",
    "SQLITE_READONLY": "the disk or the folder can only be read: look at its rights and its health",
}
_DISK = "look at the disk's health and cable before the station is started again; nothing was tried twice"


@contextmanager
def storage_errors(action: str) -> Iterator[None]:
    """Turn OSError and database errors into StorageFull or StorageFailed. `action` says what was being done."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (OSError, sqlite3.Error, SQLAlchemyError, UnicodeDecodeError) as error:
        raise explained(action, error) from error


def explained(action: str, error: Exception) -> StorageFull | StorageFailed:
    """The error that the station shows."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        if cause.errno in _NO_ROOM:
            return StorageFull(f"could not {action}: the disk is full ({cause}); make room, then start again")
        return StorageFailed(f"could not {action}: {cause}; {_DISK}")
    name = getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    if name == "SQLITE_FULL":
        return StorageFull(f"could not {action}: the disk is full ({cause}); make room, then start again")
    family = "_".join(name.split("_")[:2])
    kind = DatabaseDamaged if {name, family} & _DAMAGED else StorageFailed
    return kind(f"could not {action}: {cause} ({name}); {_NEXT.get(name) or _NEXT.get(family, _DISK)}")
