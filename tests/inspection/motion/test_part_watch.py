"""The watch at a station with a simulated camera: who asked, how often, and what it says of the light."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import Disturbances, SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.motion.part_watch import SOURCE, Light, PartWatch, Watching
from inspection.places import find_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station.station import Outcome, Station


class Asked(Station):
    """A station that remembers who asked."""

    sources: list[str]

    def trigger(self, source: str) -> Outcome:
        self.sources = [*getattr(self, "sources", []), source]
        return super().trigger(source)


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
