"""What a copied database says, read once: whether its chain holds, and which pictures belong to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.records.chain import START, Head
from inspection.records.deleting import DELETED
from inspection.records.failures import storage_errors
from inspection.records.pictures import SUFFIXES

_MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The newest entry, and the first few things that are wrong."""

    head: Head
    problems: tuple[str, ...]


def check_chain(database: Path) -> Chain:
    """Compute every entry's hash anew and follow the links. Nobody may write to `database`. Raises StorageFailed."""
    from inspection.records.ledger import entry_of

    head, problems = START, list[str]()
    asked = "SELECT sequence, kind, recorded_at, previous_sha256, sha256, body FROM entries ORDER BY sequence"
    with storage_errors(f"read {database}"), closing(_opened(database)) as connection:
        for row in connection.execute(asked):
            entry = entry_of(row)
            if (entry.sequence, entry.previous_sha256) != (head.sequence + 1, head.sha256):
                problems.append(f"entry {entry.sequence} does not follow entry {head.sequence}")
            if entry.computed_sha256() != entry.sha256:
                problems.append(f"entry {entry.sequence} was changed")
            head = entry.head
    return Chain(head=head, problems=tuple(problems[:_MOST_PROBLEMS]))


def kept_pictures(database: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 and file suffix of the pictures that the store holds itself, each once, without those that retention
    has deleted. Raises StorageFailed.
    """
    asked = (
        "SELECT sha256, media_type, max(sequence) FROM picture_refs WHERE path IS NULL GROUP BY sha256, media_type "
        "ORDER BY sha256"
    )
    with storage_errors(f"read {database}"), closing(_opened(database)) as connection:
        deleted = dict(
            connection.execute("SELECT term, max(sequence) FROM terms WHERE kind = ? GROUP BY term", (DELETED,))
        )
        for digest, media_type, newest in connection.execute(asked):
            if deleted.get(digest, 0) < newest:
                yield digest, SUFFIXES.get(media_type, "")


def _opened(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return connection
