"""What every store of records must do."""

import hashlib
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspection.errors import PictureUnavailable, RecordConflict, StorageFailed, StoreInUse
from inspection.record import Event, InspectionRecord
from inspection.records import RecordStore, audit
from inspection.records.chain import START
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, ROOT, inspection, picture, pictured


def test_a_record_is_what_was_saved_and_can_be_found_again(store: RecordStore, home: Path) -> None:
    before = datetime.now(UTC)
    judged, pictures = pictured()
    record = store.save(judged, pictures)
    assert record.inspection == judged
    assert (record.sequence, record.previous_sha256) == (1, START.sha256)
    assert before - timedelta(seconds=1) <= record.recorded_at <= datetime.now(UTC)
    assert store.find(judged.record_id) == record
    assert store.find("0" * 32) is None
    store.close()
    again = RecordStore.open(home, NO_LOW_WATER)
    try:
        assert again.find(judged.record_id) == record
        assert again.notices == ()
    finally:
        again.close()


def test_records_are_chained_and_numbered_without_gaps(store: RecordStore) -> None:
    entries = [
        store.save(*pictured()),
        store.save_event(Event(code="camera-lost", detail="cable")),
        *store.save_all([pictured() for _ in range(5)]),
        store.save_event(Event(code="camera-ready", detail="")),
    ]
    assert [entry.sequence for entry in entries] == list(range(1, 9))
    assert [entry.previous_sha256 for entry in entries[1:]] == [entry.sha256 for entry in entries[:-1]]


def test_newest_counts_from_the_end_and_leaves_events_out(store: RecordStore) -> None:
    saved = [store.save(*pictured()) for _ in range(4)]
    events = [store.save_event(Event(code="note", detail=str(number))) for number in range(3)]
    assert store.newest(3) == tuple(reversed(saved))[:3]
    assert store.newest(100) == tuple(reversed(saved))
    assert store.newest(0) == ()
    assert store.newest_events(2) == tuple(reversed(events))[:2]


def test_counts_are_by_verdict_part_type_and_time(store: RecordStore, home: Path) -> None:
    for verdict, number in ((Verdict.PASS, 3), (Verdict.FAIL, 2), (Verdict.NOT_JUDGED, 1)):
        for _ in range(number):
            store.save(inspection(verdict=verdict))
    store.save(inspection(verdict=Verdict.PASS, part_type="board"))
    store.save_event(Event(code="note", detail=""))
    everything = {Verdict.PASS: 4, Verdict.FAIL: 2, Verdict.NOT_JUDGED: 1, Verdict.REVIEW: 0}
    assert store.counts() == everything
    assert store.counts(part_type="board")[Verdict.PASS] == 1
    assert store.counts(since=datetime.now(UTC) - timedelta(hours=1)) == everything
    assert store.counts(part_type="board", since=datetime.now(UTC) + timedelta(hours=1)) == dict.fromkeys(Verdict, 0)
    store.close()
    again = RecordStore.open(home, NO_LOW_WATER)
    assert again.counts() == everything
    again.close()


def test_a_group_is_recorded_whole_or_not_at_all(store: RecordStore) -> None:
    with pytest.raises(ValueError, match="neither given nor stored"):
        store.save_all([pictured(), (inspection(picture(b"never given")), [])])
    assert store.newest(10) == ()
    assert store.save_all([]) == ()
    assert len(store.save_all([pictured() for _ in range(64)])) == 64
    with pytest.raises(ValueError, match="at most 64 inspections; got 65"):
        store.save_all([pictured() for _ in range(65)])


def test_an_inspection_that_is_saved_again_is_not_recorded_twice(store: RecordStore) -> None:
    judged = pictured()
    first = store.save(*judged)
    assert store.save(*judged) == first
    other = pictured()
    assert [record.sequence for record in store.save_all([judged, other, other])] == [1, 2, 2]
    assert store.counts()[Verdict.FAIL] == 2


def test_an_id_that_says_something_else_is_refused_and_saving_goes_on(store: RecordStore) -> None:
    judged = inspection()
    store.save(judged)
    with pytest.raises(RecordConflict, match=judged.record_id):
        store.save(judged.model_copy(update={"verdict": Verdict.PASS}))
    assert store.stopped is None
    assert store.save(inspection()).sequence == 2


def test_pictures_come_back_as_they_were(store: RecordStore, home: Path) -> None:
    jpeg, png = picture(b"\xff\xd8\xff jpeg"), picture(b"\x89PNG", "image/png")
    store.save(inspection(jpeg, png), [png, jpeg])
    for one, suffix in ((jpeg, ".jpg"), (png, ".png")):
        digest = hashlib.sha256(one.data).hexdigest()
        assert store.picture_bytes(digest) == (one.data, one.media_type)
        assert (home / "pictures" / digest[:2] / f"{digest}{suffix}").read_bytes() == one.data


def test_the_same_picture_twice_is_one_file_written_once(store: RecordStore, home: Path) -> None:
    one = picture(b"the same part, left lying")
    store.save(inspection(one, one), [one])
    [path] = [path for path in (home / "pictures").rglob("*") if path.is_file()]
    written = path.stat().st_mtime_ns, path.stat().st_ino
    store.save(inspection(one), [one])
    store.save(inspection(one))  # stored already: its bytes need not be given again
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written
    assert [path] == [path for path in (home / "pictures").rglob("*") if path.is_file()]


def test_a_damaged_file_is_replaced_when_its_picture_is_saved_again_and_that_is_noted(
    store: RecordStore, home: Path
) -> None:
    one = picture(b"good bytes")
    store.save(inspection(one), [one])
    [path] = (home / "pictures").rglob("*.jpg")
    path.write_bytes(b"bad bytes!")
    store.save(inspection(one), [one])
    assert path.read_bytes() == one.data
    [event] = store.newest_events(10)
    assert event.event.code == "picture-restored"
    assert path.stem in event.event.detail
    assert audit(home).ok


def test_a_picture_outside_the_store_is_named_not_copied(store: RecordStore, home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "part 7.jpg"
    one = picture(b"on the shop's own disk")
    outside.write_bytes(one.data)
    store.save(inspection(one, outside=outside))
    digest = hashlib.sha256(one.data).hexdigest()
    assert store.picture_bytes(digest) == (one.data, "image/jpeg")
    assert not list((home / "pictures").rglob("*.jpg"))
    outside.write_bytes(b"another picture now")
    with pytest.raises(PictureUnavailable, match="does not hold the picture that was recorded"):
        store.picture_bytes(digest)


@pytest.mark.parametrize("asked", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_a_picture_that_no_record_names_is_unavailable(store: RecordStore, asked: str) -> None:
    store.save(*pictured())
    with pytest.raises(PictureUnavailable, match="no record names a picture"):
        store.picture_bytes(asked)


def test_pictures_and_views_must_fit_together(store: RecordStore) -> None:
    jpeg = picture(b"a picture")
    with pytest.raises(ValueError, match="no view names it"):
        store.save(inspection(), [jpeg])
    with pytest.raises(ValueError, match="no view names it"):
        store.save(inspection(jpeg), [picture(jpeg.data, "image/png")])
    with pytest.raises(ValueError, match="no view names it"):
        store.save(inspection(jpeg, outside=Path("there.jpg")), [jpeg])
    assert store.stopped is None
    assert store.newest(1) == ()


def test_threads_share_one_store(store: RecordStore, home: Path) -> None:
    def work() -> None:
        for _ in range(10):
            record = store.save(*pictured())
            assert store.find(record.inspection.record_id) == record
            assert store.newest(1)[0].sequence >= record.sequence

    failed: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # handed to the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(record.sequence for record in store.newest(100)) == list(range(1, 61))
    assert audit(home).ok


def test_a_closed_store_says_so_and_can_be_closed_again(store: RecordStore, home: Path) -> None:
    with pytest.raises(StoreInUse):
        RecordStore.open(home, NO_LOW_WATER)
    store.close()
    store.close()
    with pytest.raises(StorageFailed, match="closed: open them again"):
        store.save(*pictured())
    with pytest.raises(StorageFailed, match="closed: open them again"):
        store.newest(1)


def test_the_schema_of_a_record_can_be_read_back_as_json(store: RecordStore) -> None:
    record = store.save(*pictured())
    assert InspectionRecord.model_validate_json(record.model_dump_json()) == record


def test_importing_the_store_does_not_load_the_database_library() -> None:
    code = (
        "import sys, inspection.records; "
        "sys.exit(any(name.startswith(('sqlalchemy', 'alembic')) for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
