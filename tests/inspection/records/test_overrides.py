"""Row 37: the master's word is recorded once for each time it is given, beside a verdict that stays, and never lost."""

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from inspection.errors import RecordConflict, RecordUnknown, StorageFailed, StorageFull
from inspection.override import Override
from inspection.record import Event, OverrideRecord
from inspection.records import RecordStore, StoreSettings, audit, ledger
from inspection.records.chain import Head, link
from inspection.records.connections import writing_engine
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, pictured
from tests.inspection.records.processes import Writer
from tests.inspection.records.strategies import overrides


def test_a_word_stands_beside_the_verdict_which_stays(store: RecordStore, home: Path) -> None:
    part = store.save(*pictured())
    word = override(part.inspection)
    record = store.save_override(word)
    assert record.override == word
    assert (record.sequence, record.previous_sha256) == (2, part.sha256)
    assert store.find(part.inspection.record_id) == part
    assert store.newest(10) == (part,)
    assert store.counts()[Verdict.FAIL] == 1 and store.counts()[Verdict.PASS] == 0
    store.close()
    again = RecordStore.open(home, NO_LOW_WATER)
    try:
        assert again.overrides_of([part.inspection.record_id]) == {part.inspection.record_id: (record,)}
        assert again.counts()[Verdict.FAIL] == 1 and again.counts()[Verdict.PASS] == 0
    finally:
        again.close()
    report = audit(home)
    assert report.ok
    assert (report.entries, report.inspections, report.events, report.overrides) == (2, 1, 0, 1)


def test_of_several_words_all_are_kept_and_the_newest_comes_first(store: RecordStore) -> None:
    one, other, without = (store.save(*pictured()).inspection for _ in range(3))
    given = [store.save_override(override(part, reason=str(n))) for n, part in enumerate((one, other, one, one))]
    asked = [without.record_id, one.record_id, other.record_id, "0" * 32]
    assert store.overrides_of(asked) == {
        one.record_id: (given[3], given[2], given[0]),
        other.record_id: (given[1],),
    }
    assert store.overrides_of([]) == {}


def test_a_word_that_is_sent_twice_is_recorded_once_with_its_first_time(store: RecordStore) -> None:
    part = store.save(*pictured()).inspection
    word = override(part)
    first = store.save_override(word)
    later = word.model_copy(update={"given_at": word.given_at + timedelta(seconds=3)})
    assert store.save_override(later) == first
    assert store.save_override(override(part)).sequence == first.sequence + 1


def test_a_word_sent_from_many_threads_at_once_is_recorded_once(store: RecordStore, home: Path) -> None:
    word = override(store.save(*pictured()).inspection)
    records: list[OverrideRecord] = []
    threads = [threading.Thread(target=lambda: records.append(store.save_override(word))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records == [records[0]] * 8
    assert audit(home).overrides == 1


@pytest.mark.parametrize("field", ["verdict", "role", "reason", "record_id"])
def test_an_id_that_says_something_else_is_a_conflict_and_saving_goes_on(store: RecordStore, field: str) -> None:
    part, other = (store.save(*pictured()).inspection for _ in range(2))
    word = override(part)
    store.save_override(word)
    changes = {"verdict": "FAIL", "role": "instructor", "reason": "another", "record_id": other.record_id}
    changed = Override.model_validate({**word.model_dump(), field: changes[field]})
    with pytest.raises(RecordConflict, match=word.override_id):
        store.save_override(changed)
    assert store.stopped is None
    assert len(store.overrides_of([part.record_id, other.record_id])) == 1


def test_only_an_inspection_can_be_overruled(store: RecordStore, home: Path) -> None:
    store.save_event(Event(code="started", detail=""))
    word = store.save_override(override(store.save(*pictured()).inspection)).override
    for about in ("0" * 32, word.override_id):  # nobody; another word. An event has no id at all
        with pytest.raises(RecordUnknown, match=about):
            store.save_override(override(about))
    assert store.stopped is None
    assert audit(home).overrides == 1


def test_the_database_itself_refuses_a_word_on_nothing(store: RecordStore, home: Path) -> None:
    head = store.save_event(Event(code="started", detail=""))
    store.close()
    engine, word = writing_engine(home / "records.db", busy_timeout_s=1), override("0" * 32)
    entry = link(Head(sequence=head.sequence, sha256=head.sha256), word, head.recorded_at)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), engine.begin() as connection:
        ledger.append(connection, [(entry, word)])
    engine.dispose()


def test_on_a_full_disk_the_store_stops_and_says_so(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    part = store.save(*pictured()).inspection
    store.close()
    full = RecordStore.open(home, StoreSettings(low_water_bytes=2**60, reserve_bytes=64 * 1024))
    try:
        with pytest.raises(StorageFull):
            full.save_override(override(part))
        assert full.overrides_of([part.record_id]) == {}
        with pytest.raises(StorageFull):
            full.save(*pictured())
    finally:
        full.close()
    with pytest.raises(StorageFailed, match="closed"):
        full.overrides_of([part.record_id])


step = st.tuples(st.integers(0, 3), st.integers(0, 3), overrides)
"""About which part, with the id of which word, and what it says."""


@given(st.lists(step, max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_said_in_whatever_order_is_what_a_list_would_hold(steps: list[tuple[int, int, Override]]) -> None:
    """The store against a model of it: a list, and the word that each id said first."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        store = RecordStore.open(home, NO_LOW_WATER)
        try:
            parts = [store.save(inspection()).inspection.record_id for _ in range(3)]
            first, said = dict[str, OverrideRecord](), list[OverrideRecord]()
            for about, word_id, drawn in steps:
                record_id = [*parts, "0" * 32][about]
                word = drawn.model_copy(update={"record_id": record_id, "override_id": f"{word_id:032x}"})
                known = first.get(word.override_id)
                if known is not None and known.override.says_the_same(word):
                    assert store.save_override(word) == known
                elif known is not None or record_id not in parts:
                    with pytest.raises((RecordConflict, RecordUnknown)):
                        store.save_override(word)
                else:
                    first[word.override_id] = store.save_override(word)
                    said.append(first[word.override_id])
            held = {part: tuple(one for one in reversed(said) if one.override.record_id == part) for part in parts}
            assert store.overrides_of(parts) == {part: words for part, words in held.items() if words}
        finally:
            store.close()
        report = audit(home)
        assert report.problems == ()
        assert (report.inspections, report.overrides) == (3, len(said))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two inspections and three words, closed: entries 3 and 5 are about 1, entry 4 about 2."""
    home = tmp_path_factory.mktemp("words") / "home"
    store = RecordStore.open(home, NO_LOW_WATER)
    one, other = (store.save(*pictured()).inspection for _ in range(2))
    for part in (one, other, one):
        store.save_override(override(part))
    store.close()
    return home


def change(home: Path, statement: str) -> None:
    """Do what a person with an SQLite editor can do."""
    with closing(sqlite3.connect(home / "records.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE entries SET body = replace(body, 'PASS', 'FAIL') WHERE sequence = 3", ("entry-changed", 3)),
        ("UPDATE entries SET body = replace(body, 'Lehre', 'Hand ') WHERE sequence = 3", ("entry-changed", 3)),
        ("UPDATE entries SET kind = 'event' WHERE sequence = 3", ("entry-changed", 3)),
        ("UPDATE entries SET verdict = 'FAIL' WHERE sequence = 3", ("columns-differ", 3)),
        ("UPDATE entries SET override_id = 'none' WHERE sequence = 3", ("columns-differ", 3)),
        ("UPDATE entries SET about_record_id = NULL WHERE sequence = 3", ("columns-differ", 3)),
        (
            "UPDATE entries SET about_record_id = (SELECT record_id FROM entries WHERE sequence = 2) "
            "WHERE sequence = 3",
            ("columns-differ", 3),
        ),
        ("UPDATE entries SET record_id = 'x' WHERE sequence = 3", ("columns-differ", 3)),
        ("UPDATE entries SET about_record_id = record_id WHERE sequence = 1", ("columns-differ", 1)),
        ("DELETE FROM entries WHERE sequence = 4", ("entries-missing", 5)),
        ("DELETE FROM entries WHERE sequence = 5", ("entries-missing", 5)),
        ("DELETE FROM entries WHERE sequence = 2", ("record-unknown", 4)),
    ],
)
def test_a_changed_word_is_found(kept: Path, tmp_path: Path, statement: str, expected: tuple[str, int]) -> None:
    assert audit(kept).ok
    home = Path(shutil.copytree(kept, tmp_path / "home"))
    change(home, statement)
    report = audit(home)
    assert expected in {(problem.code.value, problem.sequence) for problem in report.problems}
    assert all(problem.detail and problem.next_step for problem in report.problems)


def test_a_word_cannot_be_changed_or_taken_back(kept: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(kept, tmp_path / "home"))
    with closing(sqlite3.connect(home / "records.db")) as connection:
        for attempt in ("UPDATE entries SET about_record_id = NULL", "DELETE FROM entries WHERE kind = 'override'"):
            with pytest.raises(sqlite3.IntegrityError, match="a record is never changed"):
                connection.execute(attempt)


def test_a_killed_store_keeps_every_acknowledged_word_once(writer: Writer, home: Path) -> None:
    """Row 13 for words: kill -9, then every word is sent again, as a page does that got no answer."""
    acknowledged = list[str]()
    for enough in (1, 4, 9, 2):
        writer.start("words", home)
        while len(writer.acknowledged) < enough:
            assert writer.answer() != "GONE", "the writer ended before it was killed"
        writer.kill()
        acknowledged += writer.acknowledged
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        parts = [part.inspection.record_id for part in store.newest(100)]
        words = [record.override for given in store.overrides_of(parts).values() for record in given]
        assert {*acknowledged} <= {word.override_id for word in words}
        for word in words:
            store.save_override(word)
        assert sum(map(len, store.overrides_of(parts).values())) == len(words)
        assert store.notices == ()
    finally:
        store.close()
    assert audit(home).ok


def test_a_broken_database_stops_the_store(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    part = store.save(*pictured()).inspection

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(StorageFailed):
        store.save_override(override(part))
    assert isinstance(store.stopped, StorageFailed)
