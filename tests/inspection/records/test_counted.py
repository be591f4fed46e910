"""What the scrap book asks of the records is answered without reading one, at any number of them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspection.errors import StorageFailed
from inspection.records import RecordStore
from inspection.records.counted import CountedRows, open_counted
from tests.inspection.records.building import disposition, inspection, override, withdrawal

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        (lambda rows: [*rows.parts(7, None, None)], ["SEARCH parts USING INTEGER PRIMARY KEY (rowid>?)"]),
        (
            lambda rows: [*rows.parts(7, SINCE, UNTIL)],
            ["SEARCH parts USING INTEGER PRIMARY KEY (rowid=?)", "COVERING INDEX entries_by_time (recorded_at>?"],
        ),
        (lambda rows: [*rows.parts_between(7, 9)], ["SEARCH parts USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]),
        (lambda rows: [rows.span(SINCE, UNTIL)], ["COVERING INDEX entries_by_time (recorded_at>? AND recorded_at<?)"]),
        (
            lambda rows: [*rows.words(7)],
            [
                "SEARCH said USING INDEX entries_by_kind (kind=? AND rowid>?)",
                "COVERING INDEX sqlite_autoindex_entries_1",
            ],
        ),
        (
            lambda rows: [*rows.dispositions(7)],
            [
                "SEARCH said USING INDEX entries_by_kind (kind=? AND rowid>?)",
                "SEARCH dispositions USING INTEGER PRIMARY",
            ],
        ),
        (lambda rows: [rows.head()], ["SEARCH entries"]),
    ],
    ids=["parts", "parts of a period", "parts between", "span", "words", "dispositions", "head"],
)
def test_a_question_is_answered_by_an_index(
    store: RecordStore, home: Path, question: Callable[[CountedRows], object], plan: list[str]
) -> None:
    store.save(inspection())
    asked: list[str] = []
    with open_counted(home) as rows:
        assert rows is not None
        rows._connection.set_trace_callback(asked.append)  # statements with their values
        question(rows)
    with closing(sqlite3.connect(home / "records.db")) as connection:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    said = " / ".join(steps)
    assert all(step in said for step in plan), said
    assert "SCAN entries" not in said and "SCAN said" not in said and "SCAN parts" not in said


def test_no_body_is_read(store: RecordStore, home: Path) -> None:
    """Every body is put beyond reach: what is counted stays."""
    part = store.save(inspection()).inspection
    for save in (
        lambda: store.save_override(override(part)),
        lambda: store.save_disposition(disposition(part)),
        lambda: store.save_withdrawal(withdrawal(part)),
    ):
        save()
    store.close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET body = CAST(x'ff' AS TEXT)")  # no UTF-8: to read it fails
        connection.commit()
    with open_counted(home) as rows:
        assert rows is not None
        [page] = rows.parts(0, SINCE, None)
        assert page.sequence.tolist() == [1] and '"weld-bead"' in page.words[0]
        assert [*rows.words(0)] == [[(2, 1, "PASS")]]
        assert [*rows.dispositions(0)] == [[(3, 1, "scrap", "pore", 1250)]]
        assert [*rows.withdrawals(0)] == [[(4, 1, None)]]
        with pytest.raises(StorageFailed, match="is damaged"):
            rows.rows("SELECT body FROM entries")
