"""The station at work, with the simulated camera and real records."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.simulated import SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.errors import StorageError, StorageFailed
from inspection.inspect_part import inspect_part
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.record import Inspection, InspectionRecord, Picture
from inspection.records import RecordStore, audit
from inspection.setup import Setup
from inspection.station import Ignored, Recorded, Station, Stopped
from inspection.verdict import Code, Verdict

RECIPE = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")


@pytest.fixture
def camera() -> SimulatedCamera:
    return SimulatedCamera(SimulatedConfig(seed=5))


@pytest.fixture
def station(camera: SimulatedCamera, tmp_path: Path) -> Iterator[Station]:
    station = make_station(camera, tmp_path)
    yield station
    station.close()


def make_station(camera: SimulatedCamera, home: Path, lock_out_ms: int = 0) -> Station:
    station = Station(
        home=home,
        setup=Setup.without_station(RECIPE),
        cameras={"top": camera},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(home),
        lock_out_ms=lock_out_ms,
    )
    eventually(lambda: station.state().camera.working)
    return station


def eventually(holds: Callable[[], bool], within_s: float = 20) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.02)


def recorded(station: Station) -> Inspection:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    return outcome.record.inspection


def test_a_trigger_gives_a_recorded_verdict(station: Station, tmp_path: Path) -> None:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    assert outcome.record.inspection.verdict is Verdict.PASS
    assert station.newest(1) == (outcome.record,)
    assert station.state().counts[Verdict.PASS] == 1
    picture = outcome.record.inspection.views[0].picture
    assert picture is not None
    data, media_type = station.picture_bytes(picture.sha256)
    assert (data[:4], media_type) == (b"\x89PNG", "image/png")
    station.close()
    assert audit(tmp_path).ok


def test_two_triggers_at_once_are_one_record(camera: SimulatedCamera, tmp_path: Path) -> None:
    station = make_station(camera, tmp_path, lock_out_ms=300)
    try:
        outcomes: list[object] = []
        threads = [threading.Thread(target=lambda: outcomes.append(station.trigger("test"))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kinds = [type(outcome) for outcome in outcomes]
        assert (kinds.count(Recorded), kinds.count(Ignored)) == (1, 2)
        assert station.state().counts[Verdict.PASS] == 1
    finally:
        station.close()


def test_within_the_lock_out_a_trigger_is_ignored_and_noted(camera: SimulatedCamera, tmp_path: Path) -> None:
    station = make_station(camera, tmp_path, lock_out_ms=60_000)
    try:
        recorded(station)
        outcome = station.trigger("pedal")
        assert isinstance(outcome, Ignored)
        assert outcome.since_last_ms > 0
    finally:
        station.close()
    report = audit(tmp_path)
    assert (report.ok, report.inspections) == (True, 1)
    with_events = RecordStore.open(tmp_path)
    assert "double-trigger" in {record.event.code for record in with_events.newest_events(10)}
    with_events.close()


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Disturbances(lamp=0), Code.TOO_DARK),
        (Disturbances(lamp=10), Code.TOO_BRIGHT),
        (Disturbances(defocus_px=6), Code.OUT_OF_FOCUS),
        (Disturbances(part_missing=True), Code.NO_PART),
        (Disturbances(dead_rows=0.1), Code.DEAD_ROWS),
        (Disturbances(truncated_frame=True), Code.FRAME_BROKEN),
        (Disturbances(repeated_frame=True), Code.FRAME_STALE),
        (Disturbances(freeze_ms=30_000), Code.SNAP_TIMEOUT),
    ],
    ids=lambda value: value if isinstance(value, Code) else "",
)
def test_no_part_is_passed_on_a_bad_picture(
    station: Station, camera: SimulatedCamera, faults: Disturbances, code: Code
) -> None:
    camera.disturb(faults)
    inspection = recorded(station)
    assert inspection.verdict is Verdict.NOT_JUDGED
    assert code in {reason.code for reason in inspection.reasons}
    camera.disturb(Disturbances())
    assert recorded(station).verdict is Verdict.PASS


def test_an_unplugged_camera_is_recorded_and_comes_back_by_itself(station: Station, camera: SimulatedCamera) -> None:
    camera.disturb(Disturbances(camera_unplugged=True))
    started = time.monotonic()
    inspection = recorded(station)
    assert time.monotonic() - started < 1
    assert (inspection.verdict, inspection.reasons[0].code) == (Verdict.NOT_JUDGED, Code.CAMERA_LOST)
    assert not station.state().camera.working
    camera.disturb(Disturbances())
    eventually(lambda: station.state().camera.working)
    assert recorded(station).verdict is Verdict.PASS


def test_a_camera_that_is_absent_at_the_start_does_not_hinder_it(tmp_path: Path) -> None:
    camera = SimulatedCamera(SimulatedConfig(seed=5))
    camera.disturb(Disturbances(camera_unplugged=True))
    station = Station(
        home=tmp_path,
        setup=Setup.without_station(RECIPE),
        cameras={"top": camera},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(tmp_path),
    )
    try:
        eventually(lambda: station.state().camera.error_code == "camera-absent")
        assert recorded(station).verdict is Verdict.NOT_JUDGED
        camera.disturb(Disturbances())
        eventually(lambda: station.state().camera.working)
    finally:
        station.close()


class _FailingRecords:
    """Records on a disk that fails at the second part."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self.saved = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def save(self, inspection: Inspection, pictures: tuple[Picture, ...] = ()) -> InspectionRecord:
        self.saved += 1
        if self.saved > 1:
            raise StorageFailed("the disk failed; replace it")
        return self._store.save(inspection, pictures)


def test_a_record_that_cannot_be_kept_stops_the_station(camera: SimulatedCamera, tmp_path: Path) -> None:
    records = _FailingRecords(RecordStore.open(tmp_path))
    station = Station(
        home=tmp_path,
        setup=Setup.without_station(RECIPE),
        cameras={"top": camera},
        detector=ScriptedDetector([[]]),
        records=records,  # type: ignore[arg-type]
        lock_out_ms=0,
    )
    try:
        eventually(lambda: station.state().camera.working)
        recorded(station)
        assert station.trigger("test") == Stopped(why="the disk failed; replace it")
        assert station.trigger("test") == Stopped(why="the disk failed; replace it")
        assert records.saved == 2, "after a failure nothing is tried again"
        assert station.state().phase == "stopped"
        assert len(station.newest()) == 1
        part = inspect_part({}, Setup.without_station(RECIPE), ScriptedDetector([[]]))
        with pytest.raises(StorageError, match="the disk failed"):
            station.record_batch([part])
    finally:
        station.close()


def test_parts_from_files_join_the_record_and_never_the_screen_of_the_bench(station: Station) -> None:
    own = station.trigger("test")
    parts = [
        inspect_part({}, Setup.without_station(RECIPE), ScriptedDetector([[]]), kept_at=f"/pictures/{name}.png")
        for name in "abc"
    ]
    records = station.record_batch(parts)
    assert [record.sequence for record in records] == sorted(record.sequence for record in records)
    assert station.state().counts[Verdict.NOT_JUDGED] == 3
    assert isinstance(own, Recorded)
    assert station.newest() == (own.record,)


def test_warming_up_leaves_no_trace(station: Station, camera: SimulatedCamera) -> None:
    before = station.state().last_sequence
    station.warm_up()
    camera.disturb(Disturbances(camera_unplugged=True))
    station.warm_up()
    assert station.state().last_sequence == before
    assert station.newest() == ()


def test_whoever_waits_is_told_of_a_new_record(station: Station) -> None:
    before = station.state().last_sequence
    assert station.wait_for_news(before, timeout_s=0.05) == before
    waited: list[int] = []
    thread = threading.Thread(target=lambda: waited.append(station.wait_for_news(before, timeout_s=20)))
    thread.start()
    recorded(station)
    thread.join()
    assert waited[0] > before


def test_what_was_recorded_is_there_after_a_restart(camera: SimulatedCamera, tmp_path: Path) -> None:
    station = make_station(camera, tmp_path)
    first = station.trigger("test")
    station.close()
    again = make_station(camera, tmp_path)
    try:
        assert isinstance(first, Recorded)
        assert again.newest(1) == (first.record,)
        assert again.state().counts[Verdict.PASS] == 1
    finally:
        again.close()


def test_nothing_is_judged_while_the_station_is_set_aside(camera: SimulatedCamera, tmp_path: Path) -> None:
    station = make_station(camera, tmp_path)
    try:
        with station.set_aside():
            assert station.is_aside
            assert isinstance(station.trigger("test"), Ignored)
            assert station.live_frame().pixels.size and station.snap().pixels.size
        assert not station.is_aside
        assert recorded(station).verdict is Verdict.PASS
        assert station.state().counts[Verdict.PASS] == 1
    finally:
        station.close()
    with_events = RecordStore.open(tmp_path)
    assert "trigger-set-aside" in {record.event.code for record in with_events.newest_events(10)}
    with_events.close()
