"""The audit finds every change that can be made to the records without making the whole chain anew."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspection.record import Event
from inspection.records import AuditReport, Layout, RecordStore, audit
from inspection.records.chain import Head
from inspection.records.witness import Witness, read_witness
from tests.inspection.records.building import NO_LOW_WATER, inspection, picture, pictured


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven inspections and two events, closed."""
    home = tmp_path_factory.mktemp("kept") / "home"
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save_event(Event(code="started", detail="Tür zu"))
    for _ in range(4):
        store.save(*pictured())
    store.save_event(Event(code="camera-lost", detail="cable"))
    store.save_all([pictured() for _ in range(6)])
    outside = home.parent / "outside.jpg"
    outside.write_bytes(b"somewhere else")
    store.save(inspection(picture(b"somewhere else"), outside=outside))
    store.close()
    return home


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "home"))


def change(home: Path, *statements: str) -> None:
    """Do what a person with an SQLite editor can do."""
    with closing(sqlite3.connect(home / "records.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def found(report: AuditReport) -> set[tuple[str, int | None]]:
    return {(problem.code.value, problem.sequence) for problem in report.problems}


def test_untouched_records_are_clean(kept: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*")}
    report = audit(kept, on_progress=lambda *step: seen.append(step))
    assert report.ok
    assert (report.entries, report.inspections, report.events) == (13, 11, 2)
    assert (report.pictures, report.outside_pictures) == (10, 1)
    assert report.head_sequence == 13
    assert report.notes == ()
    assert seen == [("entries", 13, 13), ("pictures", 11, 11)]
    assert before == {path: path.stat().st_mtime_ns for path in kept.rglob("*")}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE entries SET body = replace(body, 'FAIL', 'PASS') WHERE sequence = 5", {("entry-changed", 5)}),
        ("UPDATE entries SET body = body || ' ' WHERE sequence = 13", {("entry-changed", 13)}),
        ("UPDATE entries SET recorded_at = '2020-01-01T00:00:00.000Z' WHERE sequence = 5", {("entry-changed", 5)}),
        ("UPDATE entries SET kind = 'event' WHERE sequence = 5", {("entry-changed", 5)}),
        ("UPDATE entries SET verdict = 'PASS' WHERE sequence = 5", {("columns-differ", 5)}),
        ("UPDATE entries SET part_type = 'board' WHERE sequence = 5", {("columns-differ", 5)}),
        ("UPDATE entries SET record_id = 'none' WHERE sequence = 5", {("columns-differ", 5)}),
        ("UPDATE entries SET verdict = 'PASS' WHERE sequence = 1", {("columns-differ", 1)}),
        (
            f"UPDATE entries SET sha256 = '{'0' * 64}' WHERE sequence = 5",
            {("entry-changed", 5), ("link-broken", 6)},
        ),
        (
            f"UPDATE entries SET previous_sha256 = '{'0' * 64}' WHERE sequence = 5",
            {("entry-changed", 5), ("link-broken", 5)},
        ),
        (f"UPDATE picture_refs SET sha256 = '{'0' * 64}' WHERE sequence = 5", {("columns-differ", 5)}),
        ("UPDATE picture_refs SET media_type = 'image/png' WHERE sequence = 5", {("columns-differ", 5)}),
        ("UPDATE picture_refs SET path = '/elsewhere' WHERE sequence = 13", {("columns-differ", 13)}),
        ("DELETE FROM picture_refs WHERE sequence = 5", {("columns-differ", 5)}),
        ("DELETE FROM entries WHERE sequence = 6", {("entries-missing", 7)}),
        ("DELETE FROM entries WHERE sequence BETWEEN 1 AND 4", {("entries-missing", 5)}),
        ("DELETE FROM entries WHERE sequence = 13", {("entries-missing", 13)}),
        ("DELETE FROM entries WHERE sequence > 7", {("entries-missing", 8)}),
        ("DELETE FROM entries", {("entries-missing", 1)}),
        ("DROP TABLE picture_refs", {("database-damaged", None)}),
    ],
)
def test_a_change_is_found(copy: Path, statement: str, expected: set[tuple[str, int | None]]) -> None:
    change(copy, statement)
    report = audit(copy)
    assert expected <= found(report)
    assert all(problem.detail and problem.next_step for problem in report.problems)


def test_entries_in_another_order_are_found(copy: Path) -> None:
    swap = "UPDATE entries SET sequence = {} WHERE sequence = {}"
    change(copy, swap.format(99, 4), swap.format(4, 5), swap.format(5, 99))
    assert {("entry-changed", 4), ("entry-changed", 5)} <= found(audit(copy))


def test_an_entry_with_a_new_hash_of_its_own_breaks_the_link_behind_it(copy: Path) -> None:
    from inspection.records.chain import entry_sha256

    with closing(sqlite3.connect(copy / "records.db")) as connection:
        kind, time, previous, body = connection.execute(
            "SELECT kind, recorded_at, previous_sha256, body FROM entries WHERE sequence = 5"
        ).fetchone()
    forged = body.replace("FAIL", "PASS")
    digest = entry_sha256(Head(sequence=4, sha256=previous), kind, time, forged)
    change(
        copy,
        f"UPDATE entries SET body = '{forged}', verdict = 'PASS', sha256 = '{digest}' WHERE sequence = 5",
        "UPDATE parts SET verdict = 'PASS', cause = NULL WHERE sequence = 5",
    )
    assert found(audit(copy)) == {("link-broken", 6)}


def test_a_forged_newest_entry_is_not_the_one_the_witness_knows(copy: Path) -> None:
    from inspection.records.chain import entry_sha256

    with closing(sqlite3.connect(copy / "records.db")) as connection:
        kind, time, previous, body = connection.execute(
            "SELECT kind, recorded_at, previous_sha256, body FROM entries WHERE sequence = 13"
        ).fetchone()
    forged = body.replace("FAIL", "PASS")
    digest = entry_sha256(Head(sequence=12, sha256=previous), kind, time, forged)
    change(
        copy,
        f"UPDATE entries SET body = '{forged}', verdict = 'PASS', sha256 = '{digest}' WHERE sequence = 13",
        "UPDATE parts SET verdict = 'PASS', cause = NULL WHERE sequence = 13",
    )
    assert found(audit(copy)) == {("entry-changed", 13)}


def readable(home: Path, ids: list[str]) -> list[object]:
    """Everything that the store says; whatever is raised counts as an answer that differs."""
    try:
        store = RecordStore.open(home, NO_LOW_WATER)
    except Exception as error:
        return [repr(error)]
    try:
        said = [store.newest(100), store.newest_events(100), store.counts(), *(store.find(one) for one in ids)]
        return [*said, store.notices]
    except Exception as error:
        return [repr(error)]
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_anywhere_in_the_file_is_found_or_changes_nothing(kept: Path, tmp_path: Path, seed: int) -> None:
    clean = (kept / "records.db").read_bytes()
    with closing(sqlite3.connect(kept / "records.db")) as connection:
        ids = [row[0] for row in connection.execute("SELECT record_id FROM entries WHERE record_id IS NOT NULL")]
    untouched = readable(Path(shutil.copytree(kept, tmp_path / "untouched")), ids)
    draw = random.Random(seed)
    used = [place for place, byte in enumerate(clean) if byte]
    noticed = 0
    for number, place in enumerate(draw.sample(used, 40)):
        damaged = bytearray(clean)
        damaged[place] ^= 1 << draw.randrange(8)
        home = tmp_path / str(number)
        home.mkdir()
        shutil.copy(kept / "head.txt", home)
        (home / "pictures").symlink_to(kept / "pictures")
        (home / "records.db").write_bytes(damaged)
        if audit(home).ok:
            assert readable(home, ids) == untouched, f"bit in byte {place} of {len(clean)} changed a record unseen"
        else:
            noticed += 1
    assert noticed > 20


def _delete(path: Path) -> None:
    path.unlink()


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _exchange(path: Path) -> None:
    other = next(one for one in path.parent.parent.rglob("*.jpg") if one != path)
    path.write_bytes(other.read_bytes())


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_delete, "picture-missing"),
        (_flip, "picture-changed"),
        (_truncate, "picture-changed"),
        (_exchange, "picture-changed"),
    ],
)
def test_a_picture_that_is_gone_or_changed_is_found(copy: Path, harm: Callable[[Path], None], code: str) -> None:
    """Row 17."""
    path = sorted((copy / "pictures").rglob("*.jpg"))[3]
    harm(path)
    [problem] = audit(copy).problems
    assert problem.code == code
    assert path.name in problem.detail
    assert problem.sequence is not None


def test_an_outside_picture_that_changed_is_found(copy: Path, kept: Path) -> None:
    outside = kept.parent / "outside.jpg"
    content = outside.read_bytes()
    try:
        outside.write_bytes(b"another part")
        assert found(audit(copy)) == {("picture-changed", 13)}
        outside.unlink()
        assert found(audit(copy)) == {("picture-missing", 13)}
    finally:
        outside.write_bytes(content)


def test_a_picture_without_a_record_is_noted_and_put_aside_at_the_next_start(copy: Path) -> None:
    stray = copy / "pictures" / "00" / f"{'0' * 64}.jpg"
    stray.write_bytes(b"saved, then the power went")
    report = audit(copy)
    assert report.ok
    assert stray.name in report.notes[0]
    store = RecordStore.open(copy, NO_LOW_WATER)
    store.close()
    assert [event.code for event in store.notices] == ["pictures-put-aside"]
    assert (copy / "unrecorded" / stray.name).read_bytes() == b"saved, then the power went"
    assert not stray.exists()
    assert audit(copy).notes == ()


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"\xff" * 8192])
def test_a_witness_that_is_gone_or_spoilt_is_found(copy: Path, content: bytes | None) -> None:
    if content is None:
        (copy / "head.txt").unlink()
    else:
        (copy / "head.txt").write_bytes(content)
    assert found(audit(copy)) == {("witness-damaged", None)}
    store = RecordStore.open(copy, NO_LOW_WATER)
    store.close()
    assert [event.code for event in store.notices] == ["head-witness-missing"]
    assert found(audit(copy)) == {("loss-recorded", 14)}


@pytest.mark.parametrize("block", [0, 1])
def test_one_spoilt_block_of_the_witness_loses_one_step_at_most(tmp_path: Path, block: int) -> None:
    path = tmp_path / "head.txt"
    heads = [Head(sequence=number, sha256=f"{number:064x}") for number in range(1, 5)]
    witness = Witness.open(path, None, heads[0])
    for head in heads[1:]:
        witness.write(head)
    witness.close()
    content = bytearray(path.read_bytes())
    content[block * 4096 + 3] ^= 1
    path.write_bytes(content)
    assert read_witness(path) in heads[-2:]
    reopened = Witness.open(path, read_witness(path), heads[-1])
    reopened.close()
    assert read_witness(path) == heads[-1]


def test_a_start_notes_acknowledged_records_that_are_missing(copy: Path) -> None:
    change(copy, "DELETE FROM entries WHERE sequence > 10")
    store = RecordStore.open(copy, NO_LOW_WATER)
    try:
        [missing] = store.notices
        assert missing.code == "records-missing"
        assert "entries 11 to 13" in missing.detail
        assert store.newest_events(1)[0].event == missing
    finally:
        store.close()
    assert ("loss-recorded", 11) in found(audit(copy))


def test_a_start_notes_records_of_another_history(copy: Path, tmp_path: Path) -> None:
    other = RecordStore.open(tmp_path / "other", NO_LOW_WATER)
    for _ in range(14):
        other.save(inspection())
    other.close()
    shutil.copy(tmp_path / "other" / "records.db", copy / "records.db")
    assert ("entry-changed", 13) in found(audit(copy))
    store = RecordStore.open(copy, NO_LOW_WATER)
    store.close()
    assert [event.code for event in store.notices] == ["records-replaced", "pictures-put-aside"]
    assert len(list((copy / "unrecorded").iterdir())) == 10  # moved, not deleted


def test_a_missing_database_is_found_and_an_empty_folder_is_not_wrong(copy: Path, tmp_path: Path) -> None:
    (copy / "records.db").unlink()
    assert found(audit(copy)) == {("database-missing", None)}
    (tmp_path / "nothing").mkdir()
    for empty in (tmp_path / "nothing", tmp_path / "not even a folder"):
        report = audit(empty)
        assert report.ok
        assert "nothing has been recorded" in report.notes[0]
        assert not (empty / "records.db").exists()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_file_that_is_no_database_is_found(copy: Path, content: bytes) -> None:
    (copy / "records.db").write_bytes(content)
    assert not audit(copy).ok


def test_a_body_that_this_program_cannot_read_is_found(copy: Path) -> None:
    from inspection.records.chain import entry_sha256

    with closing(sqlite3.connect(copy / "records.db")) as connection:
        time, previous = connection.execute(
            "SELECT recorded_at, sha256 FROM entries ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
    digest = entry_sha256(Head(sequence=13, sha256=previous), "event", time, '{"from":"the future"}')
    row = f"(14, 'event', '{time}', '{previous}', '{digest}', '{{\"from\":\"the future\"}}')"
    change(copy, f"INSERT INTO entries (sequence, kind, recorded_at, previous_sha256, sha256, body) VALUES {row}")
    assert found(audit(copy)) == {("entry-unreadable", 14)}


@pytest.fixture
def busy(copy: Path) -> Iterator[RecordStore]:
    store = RecordStore.open(copy, NO_LOW_WATER)
    yield store
    store.close()


def test_the_audit_runs_beside_a_working_station(busy: RecordStore, copy: Path) -> None:
    import threading

    stop = threading.Event()
    saved = []

    def work() -> None:
        while not stop.is_set():
            saved.append(busy.save(*pictured()))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        reports = [audit(copy) for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    assert [report.problems for report in reports] == [()] * 5
    assert busy.stopped is None
    assert saved
    assert audit(copy).head_sequence == saved[-1].sequence


def test_half_a_write_of_a_killed_station_is_named_and_healed_by_a_start(copy: Path) -> None:
    """A rollback journal that is left behind: only the station may roll it back."""
    if os.name == "nt":
        pytest.skip("Windows lets nobody copy the files of an open transaction")
    with closing(sqlite3.connect(copy / "records.db", isolation_level=None)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            pytest.skip("with a write-ahead log there is no rollback journal")
        connection.execute("PRAGMA cache_spill = ON")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE half (content)")
        connection.execute("INSERT INTO half VALUES (zeroblob(1000000))")
        half = copy.with_name("half")
        shutil.copytree(copy, half)
    [problem] = audit(half).problems
    assert problem.code == "database-damaged"
    assert "start it once" in problem.detail
    RecordStore.open(half, NO_LOW_WATER).close()
    assert audit(half).ok
    assert Layout(half).database.stat().st_size < 1_000_000
