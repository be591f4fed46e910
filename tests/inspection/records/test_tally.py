"""What is counted in memory is what the records say, also after the next start; and no question goes to them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inspection.record import Source
from inspection.records import RecordStore
from inspection.records.search import Search, Word
from inspection.records.tally import Tally, counted, grown
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, pictured, withdrawal

SOURCES: tuple[Source, ...] = ("bench", "bench", "files", "check")
KEPT = [
    Search(part_type=part_type, verdicts=verdicts, withdrawn=withdrawn, source=source)
    for part_type in (None, "board")
    for verdicts in (frozenset[Verdict](), frozenset({Verdict.FAIL, Verdict.REVIEW}))
    for withdrawn in (None, False, True)
    for source in (None, "bench", "files")
]


def fill(store: RecordStore) -> None:
    for number, verdict in enumerate(3 * list(Verdict)):
        judged, pictures = pictured(100, verdict=verdict)
        update = {"source": SOURCES[number % 4], "part_type": "board" if number % 3 else "weld-bead"}
        record = store.save(judged.model_copy(update=update), pictures)
        if number % 5 == 0:
            store.save_withdrawal(withdrawal(record.inspection.record_id))
            store.save_withdrawal(withdrawal(record.inspection.record_id))  # twice: it counts once


def test_what_is_counted_is_counted_again_after_the_next_start(tmp_path: Path) -> None:
    with closing(RecordStore.open(tmp_path, NO_LOW_WATER)) as store:
        fill(store)
        before = [store.count(search) for search in KEPT]
        assert sum(before[0].values()) == 12
        assert all(sum(one.values()) < 12 for one in before[1:3])
    with closing(RecordStore.open(tmp_path, NO_LOW_WATER)) as again:
        assert [again.count(search) for search in KEPT] == before
        assert sum(again.count(Search(source=None, withdrawn=True)).values()) == 3


def test_the_whole_history_is_counted_without_reading_it(tmp_path: Path) -> None:
    with closing(RecordStore.open(tmp_path, NO_LOW_WATER)) as store:
        fill(store)
        asked: list[str] = []
        with store._database._reading.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.set_trace_callback(asked.append)
        store.count(Search(withdrawn=False))
        assert asked == []
        store.count(Search(withdrawn=False, word=Word.SAID))
        assert asked


@pytest.mark.parametrize("search", [Search(order="A"), Search(serial="1"), Search(number=1), Search(defect="pore")])
def test_what_is_not_kept_is_not_answered(search: Search) -> None:
    assert counted(grown(Tally(), [inspection()], []), search) is None
