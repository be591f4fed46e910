"""The station and a camera that hangs, lies and comes back: nobody is told OK, nothing waits, everything is noted."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera import FolderConfig
from camera.folder import FolderCamera
from camera.process.camera_process import STARTS_WITHIN_S
from inspection.detection.detector import ScriptedDetector
from inspection.errors import StorageFailed
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Recorded, Station, Stopped
from inspection.verdict import Code, Verdict
from tests.camera.contract import wait_for
from tests.camera.process.scripted import Scripted
from tests.pictures import patchwork


class Bench:
    """A station whose camera follows a script."""

    def __init__(self, folder: Path) -> None:
        self.scripted = Scripted(folder / "script")
        self._records = RecordStore.open(folder)
        self.station = Station(
            home=folder,
            setup=Setup.without_station(load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")),
            cameras={"top": self.scripted.camera},
            detector=ScriptedDetector([[]]),
            records=self._records,
            lock_out_ms=0,
        )

    def plays(self, mode: str) -> None:
        self.scripted.plays(mode)

    def works(self) -> bool:
        return self.station.state().camera.working

    def verdict(self) -> tuple[Verdict, Code]:
        return _verdict(self.station)

    def events(self) -> list[str]:
        return [kept.event.code for kept in reversed(self._records.newest_events(500))]

    def camera_events(self) -> list[str]:
        """Those that say whether it is there."""
        return [code for code in self.events() if code.startswith("camera-")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    wait_for(made.works, 20)
    yield made
    made.plays("ok")
    made.station.close()


@pytest.mark.parametrize(
    ("mode", "code"), [("throws", Code.CAMERA_LOST), ("silent", Code.CAMERA_LOST), ("hangs", Code.CAMERA_HUNG)]
)
def test_a_fault_is_noticed_noted_and_mended_though_nobody_triggers(bench: Bench, mode: str, code: Code) -> None:
    bench.plays(mode)
    wait_for(lambda: bench.station.state().camera.error_code == code, 10)
    bench.plays("ok")  # perhaps too late for the next process, which then fails once more
    wait_for(lambda: bench.works() and bench.verdict() == (Verdict.PASS, Code.NOTHING_FOUND), 20)
    wait_for(lambda: bench.camera_events()[-1] == "camera-ready")
    assert bench.camera_events()[:2] == ["camera-ready", code]
    assert bench.station.state().camera.reconnects >= 1


def test_a_part_during_a_fault_is_not_judged(bench: Bench) -> None:
    bench.plays("absent")
    assert bench.verdict() == (Verdict.NOT_JUDGED, Code.CAMERA_LOST)
    assert bench.verdict()[0] is Verdict.NOT_JUDGED
    bench.plays("ok")
    wait_for(bench.works, 10)
    assert bench.verdict()[0] is Verdict.PASS


def test_another_picture_size_stops_the_bench_until_it_is_set_back(bench: Bench) -> None:
    assert bench.verdict()[0] is Verdict.PASS
    bench.plays("other-size")
    wait_for(lambda: bench.station.state().camera.error_code == Code.PICTURE_CHANGED, 10)
    assert bench.verdict() == (Verdict.NOT_JUDGED, Code.PICTURE_CHANGED)
    assert bench.verdict() == (Verdict.NOT_JUDGED, Code.PICTURE_CHANGED)
    bench.plays("ok")
    wait_for(bench.works, 10)
    assert bench.verdict()[0] is Verdict.PASS
    assert bench.events().count(Code.PICTURE_CHANGED) == 1


def test_refused_frames_are_counted_and_noted_but_do_not_flood_the_records(bench: Bench) -> None:
    bench.plays("torn")
    assert bench.verdict() == (Verdict.NOT_JUDGED, Code.FRAME_BROKEN)
    wait_for(lambda: bench.station.state().camera.health.broken > 20, 10)
    bench.plays("ok")
    wait_for(lambda: bench.verdict()[0] is Verdict.PASS, 10)
    assert bench.events().count("frames-refused") == 1


def test_the_lamp_shows_only_what_is_recorded(bench: Bench) -> None:
    bench.verdict()
    wait_for(lambda: bench.scripted.lamp == "pass")
    bench.plays("repeats")
    wait_for(lambda: bench.station.state().camera.health.stale > 1)
    bench.verdict()
    wait_for(lambda: bench.scripted.lamp == "fail")


def test_a_camera_that_hangs_while_it_is_opened_blocks_neither_screen_nor_shutdown(bench: Bench) -> None:
    bench.plays("throws")
    wait_for(lambda: not bench.works(), 10)
    bench.plays("hangs-on-open")
    wait_for(lambda: bench.scripted.hangs_in_open, 20)
    started = time.monotonic()
    assert bench.verdict()[0] is Verdict.NOT_JUDGED
    assert not bench.works()
    assert time.monotonic() - started < STARTS_WITHIN_S / 2  # so long `open` hangs before its process is ended
    closed = threading.Thread(target=bench.station.close)
    closed.start()
    closed.join(10)
    assert not closed.is_alive()


def test_a_station_that_stops_switches_the_lamp_off(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.verdict()
    wait_for(lambda: bench.scripted.lamp == "pass")

    def full(*_: object) -> None:
        raise StorageFailed("no space left")

    monkeypatch.setattr(RecordStore, "save_event", full)
    bench.plays("torn")  # which is noted
    wait_for(lambda: bench.station.state().phase == "stopped", 10)
    wait_for(lambda: bench.scripted.lamp == "off", 10)
    assert isinstance(bench.station.trigger("test"), Stopped)


def test_a_folder_that_was_inspected_is_not_begun_again(tmp_path: Path) -> None:
    """Its old parts would come out as new ones."""
    from PIL import Image

    parts = tmp_path / "parts"
    parts.mkdir()

    def put(name: str) -> None:
        Image.fromarray(patchwork(64, 64, seed=len(name))).save(parts / name)

    put("1.png")
    station = Station(
        home=tmp_path,
        setup=Setup.without_station(load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")),
        cameras={"top": FolderCamera(FolderConfig(path=parts, loop=False))},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(tmp_path),
        lock_out_ms=0,
    )
    try:
        wait_for(lambda: station.state().camera.working, 10)
        assert _verdict(station) == (Verdict.PASS, Code.NOTHING_FOUND)
        wait_for(lambda: station.state().camera.error_code == Code.FEED_ENDED, 10)
        for _ in range(2):
            assert _verdict(station) == (Verdict.NOT_JUDGED, Code.FEED_ENDED)
        put("2.png")
        wait_for(lambda: station.state().camera.working, 10)
        assert _verdict(station) == (Verdict.PASS, Code.NOTHING_FOUND)
        assert station.state().camera.reconnects == 0
    finally:
        station.close()


def _verdict(station: Station) -> tuple[Verdict, Code]:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    return outcome.record.inspection.verdict, outcome.record.inspection.reasons[0].code
