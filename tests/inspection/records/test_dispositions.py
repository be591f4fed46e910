"""What becomes of a part is recorded once for each time it is said, beside its verdict, and never lost."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from inspection.disposition import Disposition, Fate
from inspection.errors import RecordConflict, RecordUnknown
from inspection.job import Job
from inspection.records import RecordStore, audit, ledger
from inspection.records.chain import Head, link
from inspection.records.connections import writing_engine
from inspection.records.search import Search
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, disposition, inspection, override, pictured, withdrawal
from tests.inspection.records.test_overrides import change


def test_it_stands_beside_the_verdict_which_stays(store: RecordStore, home: Path) -> None:
    part = store.save(*pictured())
    record = store.save_disposition(said := disposition(part.inspection))
    assert record.disposition == said
    assert (record.sequence, record.previous_sha256) == (2, part.sha256)
    assert store.find(part.inspection.record_id) == part
    assert store.counts()[Verdict.FAIL] == 1
    store.close()
    again = RecordStore.open(home, NO_LOW_WATER)
    try:
        assert again.dispositions_of([part.inspection.record_id]) == {part.inspection.record_id: (record,)}
    finally:
        again.close()
    report = audit(home)
    assert (report.problems, report.entries, report.inspections, report.dispositions) == ((), 2, 1, 1)


def test_a_correction_is_a_new_entry_and_the_newest_comes_first(store: RecordStore) -> None:
    one, other = (store.save(*pictured()).inspection for _ in range(2))
    fates = (Fate.SCRAP, Fate.REWORK, Fate.GOOD)
    given = [store.save_disposition(disposition(one, fate)) for fate in fates]
    assert store.dispositions_of([one.record_id, other.record_id]) == {one.record_id: tuple(reversed(given))}


def test_sent_twice_it_is_recorded_once_with_its_first_time(store: RecordStore) -> None:
    said = disposition(store.save(*pictured()).inspection)
    first = store.save_disposition(said)
    assert store.save_disposition(said.at(said.given_at + timedelta(seconds=3))) == first
    assert store.save(*pictured()).sequence == first.sequence + 1


@pytest.mark.parametrize(
    "changes", [{"fate": "rework"}, {"cost_cents": 1}, {"cause": None}, {"reason": "x"}, {"role": "instructor"}]
)
def test_an_id_that_says_something_else_is_a_conflict_and_saving_goes_on(
    store: RecordStore, changes: dict[str, Any]
) -> None:
    said = disposition(store.save(*pictured()).inspection)
    store.save_disposition(said)
    with pytest.raises(RecordConflict, match=said.disposition_id):
        store.save_disposition(Disposition.model_validate({**said.model_dump(), **changes}))
    assert store.stopped is None and len(store.dispositions_of([said.record_id])[said.record_id]) == 1


def test_an_id_is_that_of_one_kind_of_entry(store: RecordStore) -> None:
    part = store.save(*pictured()).inspection
    said, word, back = disposition(part), override(part), withdrawal(part)
    for save in (lambda: store.save_disposition(said), lambda: store.save_override(word)):
        save()
    with pytest.raises(RecordConflict):
        store.save_override(word.model_copy(update={"override_id": said.disposition_id}))
    with pytest.raises(RecordConflict):
        store.save_withdrawal(back.model_copy(update={"withdrawal_id": said.disposition_id}))
    with pytest.raises(RecordConflict):
        store.save_disposition(disposition(part).model_copy(update={"disposition_id": word.override_id}))


def test_nothing_becomes_of_what_was_not_inspected(store: RecordStore, home: Path) -> None:
    with pytest.raises(RecordUnknown):
        store.save_disposition(disposition("0" * 32))
    head = store.save(*pictured())
    store.close()
    engine, said = writing_engine(home / "records.db", busy_timeout_s=1), disposition("0" * 32)
    entry = link(Head(sequence=head.sequence, sha256=head.sha256), said, head.recorded_at)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), engine.begin() as connection:
        ledger.append(connection, [(entry, said)])
    engine.dispose()


def test_words_are_not_mistaken_for_it(store: RecordStore) -> None:
    part = store.save(*pictured()).inspection
    store.save_override(override(part))
    assert store.dispositions_of([part.record_id]) == {}
    record = store.save_disposition(disposition(part))
    assert store.dispositions_of([part.record_id]) == {part.record_id: (record,)}
    assert len(store.overrides_of([part.record_id])[part.record_id]) == 1
    assert store.withdrawn([part.record_id]) == frozenset()
    assert len(store.search(Search(withdrawn=False))) == 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two parts, the first at the bench with a job; entry 3 scraps the first one, entry 4 corrects that."""
    home = tmp_path_factory.mktemp("dispositions") / "home"
    store = RecordStore.open(home, NO_LOW_WATER)
    job = Job(order="A-1", serial="7", machine="WIG 2", lot="L-3", material="C-88")
    one = store.save(inspection().model_copy(update={"job": job})).inspection
    store.save(inspection().model_copy(update={"source": "files"}))
    for fate in (Fate.SCRAP, Fate.REWORK):
        store.save_disposition(disposition(one, fate))
    store.close()
    return home


def test_what_is_counted_stands_in_tables_of_its_own(kept: Path) -> None:
    with closing(sqlite3.connect(kept / "records.db")) as connection:
        parts = connection.execute("SELECT sequence, part_type, verdict, job_order, job_machine FROM parts").fetchall()
        rest = connection.execute("SELECT job_lot, job_material, cause FROM parts").fetchall()
        said = connection.execute("SELECT * FROM dispositions").fetchall()
        [(recorded_at, recorded_ms)] = connection.execute(
            "SELECT recorded_at, recorded_ms FROM parts JOIN entries USING (sequence)"
        ).fetchall()
        by_sqlite = connection.execute("SELECT strftime('%s', ?)", (recorded_at,)).fetchone()[0]
    assert parts == [(1, "weld-bead", "FAIL", "A-1", "WIG 2")]  # what came from files is counted nowhere
    assert rest == [("L-3", "C-88", "pore")]
    assert said == [(3, "scrap", "pore", 1250), (4, "rework", "pore", 1250)]
    assert recorded_ms == int(by_sqlite) * 1000 + int(recorded_at[20:23])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE entries SET body = replace(body, '1250', '0125') WHERE sequence = 3", ("entry-changed", 3)),
        ("UPDATE dispositions SET cost_cents = 1 WHERE sequence = 3", ("columns-differ", 3)),
        ("UPDATE dispositions SET fate = 'good' WHERE sequence = 4", ("columns-differ", 4)),
        ("DELETE FROM dispositions WHERE sequence = 4", ("columns-differ", 4)),
        ("UPDATE parts SET job_machine = 'WIG 1'", ("columns-differ", 1)),
        ("UPDATE parts SET cause = NULL", ("columns-differ", 1)),
        ("DELETE FROM parts", ("columns-differ", 1)),
        (
            "INSERT INTO parts (sequence, recorded_ms, part_type, verdict) VALUES (2, 0, 'weld-bead', 'PASS')",
            ("columns-differ", 2),
        ),
        ("DELETE FROM entries WHERE sequence = 4", ("entries-missing", 4)),
        ("DELETE FROM entries WHERE sequence = 1", ("record-unknown", 3)),
    ],
)
def test_a_change_of_it_is_found(kept: Path, tmp_path: Path, statement: str, expected: tuple[str, int]) -> None:
    assert audit(kept).ok
    home = Path(shutil.copytree(kept, tmp_path / "home"))
    change(home, statement)
    assert expected in {(problem.code.value, problem.sequence) for problem in audit(home).problems}


def test_nothing_of_it_can_be_changed_or_deleted(kept: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(kept, tmp_path / "home"))
    with closing(sqlite3.connect(home / "records.db")) as connection:
        for table in ("parts", "dispositions"):
            for attempt in (f"UPDATE {table} SET sequence = 99", f"DELETE FROM {table}"):
                with pytest.raises(sqlite3.IntegrityError, match="a record is never changed"):
                    connection.execute(attempt)
