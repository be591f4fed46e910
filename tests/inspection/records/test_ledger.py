"""What is asked at every trigger and by every screen costs the same at any number of records."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from inspection.record import Event
from inspection.records import RecordStore, audit, ledger, searching
from inspection.records.chain import START, Kind, link
from inspection.records.connections import reading_engine, writing_engine
from inspection.records.search import Search, Word
from inspection.records.witness import Witness, read_witness
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, pictured

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_OPEN = Search(verdicts=frozenset({Verdict.REVIEW}), word=Word.NONE, withdrawn=False)


@pytest.fixture
def connection(store: RecordStore, home: Path) -> Iterator[Connection]:
    one, *_ = store.save_all([pictured() for _ in range(3)])
    store.save_override(override(one.inspection))
    engine = reading_engine(home / "records.db", busy_timeout_s=1)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        (lambda one: ledger.newest(one, Kind.INSPECTION, 10), "SEARCH entries USING INDEX entries_by_kind (kind=?)"),
        (lambda one: ledger.by_record_id(one, ["0" * 32]), "USING INDEX sqlite_autoindex_entries_1 (record_id=?)"),
        (lambda one: ledger.is_inspected(one, "0" * 32), "COVERING INDEX sqlite_autoindex_entries_1 (record_id=?)"),
        (lambda one: ledger.said_with(one, "0" * 32), "USING INDEX entries_by_override_id (override_id=?)"),
        (
            lambda one: ledger.said_of(one, Kind.OVERRIDE, ["0" * 32] * 10),
            "entries_by_about_record_id (about_record_id=?)",
        ),
        (lambda one: ledger.reference_of(one, "0" * 64), "USING INDEX picture_refs_by_sha256 (sha256=?)"),
        (lambda one: ledger.sha256_at(one, 1), "USING INTEGER PRIMARY KEY (rowid=?)"),
        (lambda one: ledger.tally(one, "2026"), "USING COVERING INDEX entries_by_time (recorded_at>?)"),
        (lambda one: searching.found(one, Search(serial="4711")), "SEARCH entries USING INTEGER PRIMARY KEY (rowid=?)"),
        (lambda one: searching.found(one, Search(defect="pore")), "SEARCH entries USING INTEGER PRIMARY KEY (rowid=?)"),
        (lambda one: searching.found(one, Search(since=_NOW)), "SEARCH entries USING INTEGER PRIMARY KEY (rowid=?)"),
        (lambda one: searching.found(one, _OPEN), "SEARCH entries USING INDEX entries_by_verdict (verdict=?)"),
    ],
)
def test_a_question_is_answered_by_an_index(
    connection: Connection, question: Callable[[Connection], object], plan: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    question(connection)
    event.remove(connection, "before_cursor_execute", listen)
    [(statement, parameters)] = asked
    steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert plan in steps[0]
    assert not any(step.startswith("SCAN") for step in steps)
    assert not any("entries_by_kind" in step for step in steps[1:])


def test_the_newest_entry_is_read_from_the_end_of_the_table(connection: Connection) -> None:
    newest = ledger.newest_entry(connection)
    assert newest is not None
    assert newest.head == ledger.head_of(connection)
    assert newest.sequence == 4


def test_order_is_by_number_whatever_the_clock_says(store: RecordStore, home: Path) -> None:
    """Row 26: entries whose times run backwards, as after a clock was set back by a year."""
    store.close()
    now, head, ids = datetime.now(UTC), START, []
    engine = writing_engine(home / "records.db", busy_timeout_s=1)
    with engine.begin() as opened:
        for days in (400, 35, 0, 400):
            judged = inspection()
            entry = link(head, judged, now - timedelta(days=days))
            ledger.append(opened, [(entry, judged)])
            head = entry.head
            ids.append(judged.record_id)
    engine.dispose()
    Witness.open(home / "head.txt", read_witness(home / "head.txt"), head).close()
    again = RecordStore.open(home, NO_LOW_WATER)
    try:
        assert [record.inspection.record_id for record in again.newest(9)] == ids[::-1]
        assert again.save_event(Event(code="note", detail="")).sequence == 5
    finally:
        again.close()
    assert audit(home).ok
