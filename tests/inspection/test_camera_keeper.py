"""The station and a camera that hangs, lies and comes back: nobody is told OK, nothing waits, everything is noted."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera import VideoConfig
from camera.process import ProcessCamera
from inspection.detection.detector import ScriptedDetector
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore
from inspection.station import Recorded, Station
from inspection.verdict import Code, Verdict
from tests.camera.contract import wait_for
from tests.camera.process.scripted_driver import SCRIPTED

ROOT = Path(__file__).parents[2]


class Bench:
    """A station whose camera follows a script."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "script"
        self.plays("ok")
        self._records = RecordStore.open(folder)
        config = VideoConfig(path=self._script, loop=False)
        camera = ProcessCamera(config, driver=SCRIPTED, environment={"PYTHONPATH": str(ROOT)})
        self.station = Station(
            home=folder,
            recipe=load_recipe(SHIPPED_RECIPES / "weld-bead.yaml"),
            cameras={"top": camera},
            detector=ScriptedDetector([[]]),
            records=self._records,
            lock_out_ms=0,
        )

    def plays(self, mode: str) -> None:
        fresh = self._script.with_suffix(".new")
        fresh.write_text(mode)
        fresh.replace(self._script)

    @property
    def lamp(self) -> str:
        path = self._script.with_suffix(".lamp")
        return path.read_text() if path.exists() else ""

    def works(self) -> bool:
        return self.station.state().camera.working

    def verdict(self) -> tuple[Verdict, Code]:
        outcome = self.station.trigger("test")
        assert isinstance(outcome, Recorded)
        return outcome.record.inspection.verdict, outcome.record.inspection.reasons[0].code

    def events(self) -> list[str]:
        return [kept.event.code for kept in reversed(self._records.newest_events(50))]


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
    bench.plays("ok")
    wait_for(bench.works, 10)
    assert bench.verdict() == (Verdict.PASS, Code.NOTHING_FOUND)
    assert bench.station.state().camera.reconnects == 1
    assert bench.events()[:3] == ["camera-ready", code, "camera-ready"]


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
    wait_for(lambda: bench.lamp == "pass")
    bench.plays("repeats")
    wait_for(lambda: bench.station.state().camera.health.stale > 1)
    bench.verdict()
    wait_for(lambda: bench.lamp == "fail")


def test_a_camera_that_hangs_while_it_is_opened_blocks_neither_screen_nor_shutdown(bench: Bench) -> None:
    bench.plays("throws")
    wait_for(lambda: not bench.works(), 10)
    bench.plays("hangs-on-open")
    time.sleep(1)  # long enough to be within `open`
    started = time.monotonic()
    assert bench.verdict()[0] is Verdict.NOT_JUDGED
    assert not bench.station.state().camera.working
    assert time.monotonic() - started < 2
    closed = threading.Thread(target=bench.station.close)
    closed.start()
    closed.join(10)
    assert not closed.is_alive()
