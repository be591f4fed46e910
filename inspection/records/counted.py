"""What the scrap book counts, in plain rows. No body is read.

With a rollback journal a reader holds up the writer's commit, so everything comes in pages, each a statement of its
own. They go through SQLite's own module alone: half a second of imports is more than what is read here takes.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from inspection.errors import StorageRefused
from inspection.record import utc_text
from inspection.records.chain import Kind
from inspection.records.failures import explained
from inspection.records.layout import Layout
from inspection.records.migrate import SCHEMA_REVISION

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

PAGE: Final = 10_000
"""Rows of one statement: so many take about 0.01 s, for which a running station may have to wait."""

WORDS: Final = ("part_type", "order", "machine", "lot", "material", "cause", "verdict")
"""What the JSON list of a part in `PartsPage` holds."""

# a page is one row of three long texts: to fetch every value by itself takes three times as long
_PARTS: Final = (
    "SELECT group_concat(sequence), group_concat(recorded_ms), group_concat(words, char(10)) FROM ("
    "SELECT sequence, recorded_ms, "
    "json_array(part_type, job_order, job_machine, job_lot, job_material, cause, verdict) AS words "
    "FROM parts WHERE sequence > ?{bounds} ORDER BY sequence LIMIT ?)"
)
_WITHIN: Final = " AND sequence IN (SELECT sequence FROM entries WHERE recorded_at >= ? AND recorded_at < ?)"
# CROSS JOIN keeps SQLite to this order: from what was said, which is little, to the inspection
_SAID: Final = (
    "SELECT said.sequence, inspected.sequence, {columns} "
    "FROM entries AS said CROSS JOIN entries AS inspected ON inspected.record_id = said.about_record_id{more} "
    "WHERE said.kind = ? AND said.sequence > ? ORDER BY said.sequence LIMIT ?"
)
_BETWEEN: Final = " AND sequence <= ?"
_SPAN: Final = "SELECT min(sequence), max(sequence) FROM entries WHERE recorded_at >= ? AND recorded_at < ?"
# `likely` keeps SQLite from going through all withdrawals for each part
_BESIDE: Final = (
    "SELECT parts.sequence FROM parts CROSS JOIN entries AS inspected ON inspected.sequence = parts.sequence "
    "WHERE parts.sequence {side} ? AND NOT EXISTS (SELECT 1 FROM entries AS said "
    "WHERE said.about_record_id = inspected.record_id AND likely(said.kind = ?)) "
    "ORDER BY parts.sequence {order} LIMIT 1"
)
_WITH_FATE: Final = " CROSS JOIN dispositions ON dispositions.sequence = said.sequence"
_EARLIEST, _LATEST = "0000", "9999"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartsPage:
    """Inspections at the bench: number, milliseconds since 1970 in UTC, and a JSON list of `WORDS` for each."""

    sequence: Numbers
    recorded_ms: Numbers
    words: list[str]


class CountedRows:
    """The records in a folder, opened to be read; also beside a running station."""

    def __init__(self, database: Path, connection: sqlite3.Connection) -> None:
        """Use `open_counted`."""
        self._database, self._connection = database, connection

    def head(self) -> int:
        """Number of the newest entry; 0 where there is none."""
        [(newest,)] = self.rows("SELECT max(sequence) FROM entries")
        return newest or 0

    def parts(self, after: int, since: datetime | None, until: datetime | None) -> Iterator[PartsPage]:
        """The inspections at the bench behind entry `after`, recorded from `since` on and before `until`, in order."""
        bounds = () if since is None and until is None else (_moment(since, _EARLIEST), _moment(until, _LATEST))
        query = _PARTS.format(bounds=_WITHIN if bounds else "")
        while (page := _page(self.rows(query, after, *bounds, PAGE))) is not None:
            yield page
            after = int(page.sequence[-1])

    def parts_between(self, first: int, last: int) -> Iterator[PartsPage]:
        """The inspections at the bench from entry `first` to entry `last`, both of them included, in order."""
        after, query = first - 1, _PARTS.format(bounds=_BETWEEN)
        while (page := _page(self.rows(query, after, last, PAGE))) is not None:
            yield page
            after = int(page.sequence[-1])

    def span(self, since: datetime | None, until: datetime | None) -> tuple[int, int] | None:
        """The first and the last entry from `since` on and before `until`, and on each side one part that counts.

        None where nothing was recorded then. Whatever the clock was set to, what was recorded in between lies within.
        """
        [(first, last)] = self.rows(_SPAN, _moment(since, _EARLIEST), _moment(until, _LATEST))
        if first is None:
            return None
        before = self.rows(_BESIDE.format(side="<", order="DESC"), first, Kind.WITHDRAWAL.value)
        after = self.rows(_BESIDE.format(side=">", order="ASC"), last, Kind.WITHDRAWAL.value)
        return (before[0][0] if before else first), (after[0][0] if after else last)

    def words(self, after: int) -> Iterator[Sequence[Any]]:
        """Pages of the master's words behind entry `after`: number, number of the inspection, verdict."""
        return self._said(_SAID.format(columns="said.verdict", more=""), Kind.OVERRIDE, after)

    def withdrawals(self, after: int) -> Iterator[Sequence[Any]]:
        """Pages of what was taken back behind entry `after`: number, number of the inspection, nothing."""
        return self._said(_SAID.format(columns="NULL", more=""), Kind.WITHDRAWAL, after)

    def dispositions(self, after: int) -> Iterator[Sequence[Any]]:
        """Pages of dispositions behind entry `after`: number, number of the inspection, fate, cause or None, cents."""
        columns = "dispositions.fate, dispositions.cause, dispositions.cost_cents"
        return self._said(_SAID.format(columns=columns, more=_WITH_FATE), Kind.DISPOSITION, after)

    def _said(self, query: str, kind: Kind, after: int) -> Iterator[Sequence[Any]]:
        while rows := self.rows(query, kind.value, after, PAGE):
            yield rows
            after = rows[-1][0]

    def rows(self, query: str, *parameters: Any) -> Sequence[Any]:
        """All rows of one statement. Raises StorageFailed."""
        try:
            return self._connection.execute(query, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise explained(f"read {self._database}", error) from error


@contextmanager
def open_counted(home: Path) -> Iterator[CountedRows | None]:
    """The records in `home`; None where there are none yet.

    Raises StorageRefused for a schema that this program does not count by, StorageFailed.
    """
    database = Layout(home).database
    if not database.exists():
        yield None
        return
    address = f"{database.resolve().as_uri()}?mode=ro"
    try:
        opened = sqlite3.connect(address, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise explained(f"open {database}", error) from error
    opened.text_factory = bytes.decode  # SQLite's own does not say what is wrong with text that is no UTF-8
    with closing(opened):
        rows = CountedRows(database, opened)
        known = rows.rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        revisions = [row[0] for row in rows.rows("SELECT version_num FROM alembic_version")] if known else []
        if revisions not in ([], [SCHEMA_REVISION]):
            raise StorageRefused(
                f"the records in {home} have schema {revisions[0]!r}, this program counts by {SCHEMA_REVISION!r}: "
                "start the station with this program once, which brings them up to date"
            )
        yield rows if revisions else None


def _page(rows: Sequence[Any]) -> PartsPage | None:
    [(sequence, recorded_ms, words)] = rows
    if sequence is None:
        return None
    page = PartsPage(sequence=_numbers(sequence), recorded_ms=_numbers(recorded_ms), words=words.split("\n"))
    if (np.diff(page.sequence) > 0).all():
        return page
    order = np.argsort(page.sequence)  # SQLite keeps to the order, and does not promise it
    sorted_words = [page.words[place] for place in order]
    return PartsPage(sequence=page.sequence[order], recorded_ms=page.recorded_ms[order], words=sorted_words)


def _numbers(text: str) -> Numbers:
    return np.fromstring(text, np.int64, sep=",")


def _moment(given: datetime | None, otherwise: str) -> str:
    return otherwise if given is None else utc_text(given)
