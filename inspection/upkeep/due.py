"""Which pictures have been kept long enough. Reads only, in short steps beside a station at work."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

from inspection.disposition import Fate
from inspection.record import utc_text
from inspection.records.deleting import DELETED, GROUP_LIMIT
from inspection.records.failures import storage_errors
from inspection.records.pictures import SUFFIXES, PictureFolder
from inspection.upkeep.needed import Needed
from inspection.verdict import Verdict

_PAGE: Final = 500
_DIGESTS: Final = 50
"""A picture may be shared by many parts: so many are asked for at once, or the writer would wait too long."""
_AHEAD: Final = timedelta(days=1)

_PICTURES: Final = """
SELECT r.sha256, r.sequence, e.record_id, e.recorded_at,
  coalesce((SELECT o.verdict FROM entries o WHERE o.about_record_id = e.record_id AND likely(o.kind = 'override')
    ORDER BY o.sequence DESC LIMIT 1), e.verdict),
  (SELECT d.fate FROM entries o JOIN dispositions d ON d.sequence = o.sequence
    WHERE o.about_record_id = e.record_id ORDER BY o.sequence DESC LIMIT 1)
FROM picture_refs r JOIN entries e ON e.sequence = r.sequence
WHERE r.path IS NULL AND {}
"""
_NOT_DELETED: Final = (
    "r.sequence BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM terms t WHERE t.kind = ? AND t.term = r.sha256 AND "
    "t.sequence > r.sequence)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """Entries that are old enough: recorded before `moment`, and numbered below the first one that is younger.

    The number counts as well because a clock can go wrong: what was recorded after a young part is no older than that.
    """

    moment: str
    below: int

    def has(self, sequence: int, recorded_at: str) -> bool:
        return sequence < self.below and recorded_at < self.moment


def due(
    database: Path, now: datetime, needed: Needed, *, good_days: int | None, bad_days: int | None
) -> Iterator[list[str]]:
    """SHA-256 of pictures that may go, the oldest first, in groups of at most GROUP_LIMIT; None keeps for good.

    A picture that several parts share goes when all of them are old enough. Raises StorageFailed.
    """
    with storage_errors(f"look for old pictures in {database}"), closing(_opened(database)) as connection:
        old = {True: _old(connection, now, good_days), False: _old(connection, now, bad_days)}
        last = max(one.below for one in old.values()) - 1
        waiting: dict[str, None] = {}
        asked = set[str]()
        for first in range(1, last + 1, _PAGE):
            between = (first, min(first + _PAGE - 1, last), DELETED)
            rows = connection.execute(_PICTURES.format(_NOT_DELETED), between).fetchall()
            old_here = list(dict.fromkeys(row[0] for row in rows if row[0] not in asked and _may_go(row, old, needed)))
            asked.update(old_here)
            waiting |= dict.fromkeys(_shared_by_old_ones_only(connection, old_here, old, needed))
            while len(waiting) >= GROUP_LIMIT:
                group = list(waiting)[:GROUP_LIMIT]
                waiting = dict.fromkeys(list(waiting)[GROUP_LIMIT:])
                yield group
        if waiting:
            yield list(waiting)


def left_over(database: Path, pictures: Path) -> Iterator[list[str]]:
    """SHA-256 of pictures that an entry says were deleted and that are there all the same, in groups: the power was cut
    in between. Raises StorageFailed.
    """
    asked = (
        "SELECT DISTINCT t.term, r.media_type FROM terms t JOIN picture_refs r ON r.sha256 = t.term WHERE t.kind = ? "
        "AND t.sequence > (SELECT max(n.sequence) FROM picture_refs n WHERE n.sha256 = t.term)"
    )
    folder, there = PictureFolder(pictures), list[str]()
    with storage_errors(f"look for deleted pictures in {pictures}"), closing(_opened(database)) as connection:
        for digest, media_type in connection.execute(asked, (DELETED,)).fetchall():
            if folder.path(digest, SUFFIXES.get(media_type, "")).exists():
                there.append(digest)
    for first in range(0, len(there), GROUP_LIMIT):
        yield there[first : first + GROUP_LIMIT]


def newest_moment(database: Path) -> datetime | None:
    """When the last entry was recorded; None where there is none. Raises StorageFailed."""
    with storage_errors(f"read {database}"), closing(_opened(database)) as connection:
        row = connection.execute("SELECT recorded_at FROM entries ORDER BY sequence DESC LIMIT 1").fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)


def _old(connection: sqlite3.Connection, now: datetime, days: int | None) -> _Old:
    if days is None:
        return _Old(moment="", below=1)
    moment = utc_text(now - timedelta(days=days))
    [(young,)] = connection.execute(
        "SELECT min(sequence) FROM entries WHERE recorded_at BETWEEN ? AND ?", (moment, utc_text(now + _AHEAD))
    )
    if young is None:
        [(last,)] = connection.execute("SELECT coalesce(max(sequence), 0) FROM entries")
        young = last + 1
    return _Old(moment=moment, below=young)


def _may_go(row: tuple[str, int, str, str, str, str | None], old: dict[bool, _Old], needed: Needed) -> bool:
    digest, sequence, record_id, recorded_at, verdict, fate = row
    if digest in needed.pictures or record_id in needed.records:
        return False
    is_good = verdict == Verdict.PASS and fate in (None, Fate.GOOD)
    return old[is_good].has(sequence, recorded_at)


def _shared_by_old_ones_only(
    connection: sqlite3.Connection, digests: list[str], old: dict[bool, _Old], needed: Needed
) -> Iterator[str]:
    for first in range(0, len(digests), _DIGESTS):
        some = digests[first : first + _DIGESTS]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(_PICTURES.format(f"r.sha256 IN ({marks}) ORDER BY r.sha256"), some).fetchall()
        parts_of = groupby(rows, lambda row: row[0])
        gone = {digest for digest, parts in parts_of if all(_may_go(part, old, needed) for part in parts)}
        yield from (digest for digest in some if digest in gone)
