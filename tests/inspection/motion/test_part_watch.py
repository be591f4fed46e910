"""The watch at a station with a simulated camera: who asked, how often, and what it says of the light."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from camera.config import SimulatedConfig
from camera.frame import Frame
from camera.simulated import Disturbances, SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.motion.part_watch import FAILED, SOURCE, Light, PartWatch, Watching
from inspection.places import find_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Outcome, Station


class Asked(Station):
    """A station that remembers who asked."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.sources: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.on_trigger: Callable[[], None] = lambda: None
        self.defect: Exception | None = None

    def trigger(self, source: str) -> Outcome:
        self.sources.append(source)
        self.on_trigger()
        return super().trigger(source)

    def live_frame(self) -> Frame:
        if self.defect is not None:
            raise self.defect
        return super().live_frame()

    def note(self, code: str, detail: str) -> None:
        self.notes.append((code, detail))


@pytest.fixture
def camera() -> SimulatedCamera:
    return SimulatedCamera(SimulatedConfig())


@pytest.fixture
def station(camera: SimulatedCamera, tmp_path: Path) -> Iterator[Asked]:
    station = Asked(
        home=tmp_path,
        setup=Setup.without_station(find_recipe("weld-bead", tmp_path)),
        cameras={"top": camera},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(tmp_path),
        lock_out_ms=0,
    )
    yield station
    station.close()


@pytest.fixture
def watch(station: Asked, camera: SimulatedCamera) -> Iterator[PartWatch]:
    until(lambda: station.state().camera.working)
    camera.disturb(Disturbances(part_missing=True))
    watch = PartWatch(station)
    watch.start()
    yield watch
    watch.close()


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def settle(watch: PartWatch) -> None:
    until(lambda: watch.state.watching is Watching.MOVING)
    until(lambda: watch.state.watching is Watching.WAITING)


def test_a_part_laid_down_makes_one_record_that_nobody_pressed_for(
    station: Asked, camera: SimulatedCamera, watch: PartWatch
) -> None:
    watch.switch(True)
    settle(watch)
    camera.disturb(Disturbances())
    until(lambda: bool(station.newest(1)))
    assert station.sources == [SOURCE]
    camera.disturb(Disturbances(part_missing=True))  # before the simulated camera changes the part by itself
    settle(watch)
    assert len(station.newest()) == 1


def test_switched_off_it_asks_for_nothing(station: Asked, camera: SimulatedCamera, watch: PartWatch) -> None:
    camera.disturb(Disturbances())
    until(lambda: watch.state.light is Light.GOOD)
    assert watch.state.watching is Watching.OFF and station.newest() == ()


def test_a_lamp_that_goes_out_is_said_and_nothing_is_judged_in_the_dark(
    station: Asked, camera: SimulatedCamera, watch: PartWatch
) -> None:
    watch.switch(True)
    settle(watch)
    camera.disturb(Disturbances(lamp=0))
    until(lambda: watch.state.light is Light.TOO_DARK)
    until(lambda: watch.state.watching is Watching.NO_LIGHT)
    assert station.newest() == ()


def test_too_much_light_is_said(camera: SimulatedCamera, watch: PartWatch) -> None:
    camera.disturb(Disturbances(lamp=10))
    until(lambda: watch.state.light is Light.TOO_BRIGHT)


def test_without_a_picture_it_says_nothing_of_the_light(camera: SimulatedCamera, watch: PartWatch) -> None:
    watch.switch(True)
    until(lambda: watch.state.light is not None)
    camera.disturb(Disturbances(camera_unplugged=True))
    until(lambda: watch.state.light is None)
    until(lambda: watch.state.watching is Watching.NO_PICTURE)


def test_switched_off_while_it_judges_it_stays_off(station: Asked, camera: SimulatedCamera, watch: PartWatch) -> None:
    station.on_trigger = lambda: watch.switch(False)
    watch.switch(True)
    settle(watch)
    camera.disturb(Disturbances())
    until(lambda: bool(station.newest(1)))
    until(lambda: not station.judging)
    looked = station.live_frame().frame_id
    until(lambda: station.live_frame().frame_id > looked + 5)
    assert watch.state.watching is Watching.OFF


def test_held_it_inspects_nothing_and_leaves_alone_what_lies_there_then(
    station: Asked, camera: SimulatedCamera, watch: PartWatch
) -> None:
    watch.switch(True)
    settle(watch)
    watch.hold(3)
    assert watch.state.watching is Watching.HELD
    camera.disturb(Disturbances())
    until(lambda: watch.state.watching is not Watching.HELD)
    settle(watch)
    assert station.newest() == ()
    camera.disturb(Disturbances(part_missing=True))
    settle(watch)
    camera.disturb(Disturbances())
    until(lambda: bool(station.newest(1)))
    assert station.sources == [SOURCE]


def test_while_the_station_is_being_set_up_it_inspects_nothing(
    station: Asked, camera: SimulatedCamera, watch: PartWatch
) -> None:
    watch.switch(True)
    settle(watch)
    with station.setting_up:
        until(lambda: watch.state.watching is Watching.HELD)
        camera.disturb(Disturbances())
        laid = station.live_frame().frame_id
        until(lambda: station.live_frame().frame_id > laid + 2)
    settle(watch)
    assert station.newest() == ()


def test_switched_off_it_is_off_whether_held_or_not(watch: PartWatch) -> None:
    watch.hold()
    assert watch.state.watching is Watching.OFF


def test_whatever_fails_is_said_and_noted_once_and_it_looks_on(station: Asked, watch: PartWatch) -> None:
    until(lambda: watch.state.light is Light.GOOD)
    watch.switch(True)
    station.defect = RuntimeError("a defect in the program")
    until(lambda: watch.state.watching is Watching.NO_PICTURE)
    assert watch.state.light is None
    station.defect = None
    until(lambda: watch.state.light is Light.GOOD)
    station.defect = RuntimeError("again")
    until(lambda: watch.state.light is None)
    assert station.notes == [(FAILED, "RuntimeError: a defect in the program")]
