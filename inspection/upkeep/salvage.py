"""Entries that a damaged database still holds, taken over as far as they prove themselves.

An entry carries the hash of the one before it, so nothing has to be believed: what follows the newest entry that is
known to be good, has the hash of what it says, and is a record, is what was written.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from inspection.records.chain import Entry, Head, record_of

_PAGE: Final = 200
_UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""The second comes of SQLite's own message, which quotes what it found in the damaged file."""


def proven_after(head: Head, damaged: Path) -> Iterator[list[Entry]]:
    """Entries that follow `head`, in groups, as far as they are whole. Nothing is raised: it ends where they end."""
    for options in ("mode=ro", "mode=ro&immutable=1"):  # the second leaves a journal alone that cannot be rolled back
        for group in _readable(head, f"{damaged.resolve().as_uri()}?{options}"):
            proven = list(_proven(head, group))
            if proven:
                head = proven[-1].head
                yield proven
            if len(proven) < len(group):
                return


def has_entry(head: Head, damaged: Path) -> bool | None:
    """Whether the entry with that number has that hash there; None where that cannot be read."""
    address = f"{damaged.resolve().as_uri()}?mode=ro"
    with suppress(*_UNREADABLE), closing(_opened(address)) as connection:
        row = connection.execute("SELECT sha256 FROM entries WHERE sequence = ?", (head.sequence,)).fetchone()
        return None if row is None else bool(row[0] == head.sha256)
    return None


def _opened(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return connection


def _readable(head: Head, address: str) -> Iterator[list[Entry]]:
    from inspection.records.ledger import entry_of

    asked = (
        "SELECT sequence, kind, recorded_at, previous_sha256, sha256, body FROM entries WHERE sequence > ? "
        "ORDER BY sequence LIMIT ?"
    )
    last, page = head.sequence, _PAGE
    with suppress(*_UNREADABLE), closing(_opened(address)) as connection:
        while True:
            try:
                rows = connection.execute(asked, (last, page)).fetchall()
            except _UNREADABLE:
                if page == 1:
                    return
                page = 1  # the damage is in this group: what comes before it, one by one
                continue
            if not rows:
                return
            last = rows[-1][0]
            yield [entry_of(row) for row in rows]


def _proven(head: Head, entries: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if (entry.sequence, entry.previous_sha256) != (head.sequence + 1, head.sha256):
            return
        try:
            record_of(entry)
        except ValueError:
            return
        head = entry.head
        yield entry
