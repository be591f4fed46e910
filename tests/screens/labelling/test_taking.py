"""Twenty pictures from the camera: one for each part that lies still, and nothing is judged meanwhile."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.frame import Frame
from camera.simulated import SimulatedCamera
from inspection.errors import StorageFailed
from inspection.station import Ignored, Recorded, Station
from screens.labelling import taking
from screens.labelling.taking import Taking
from tests.inspection.test_station import make_station


@pytest.fixture
def camera() -> SimulatedCamera:
    return SimulatedCamera(SimulatedConfig(seed=5))


@pytest.fixture
def station(camera: SimulatedCamera, tmp_path: Path) -> Iterator[Station]:
    station = make_station(camera, tmp_path)
    yield station
    station.close()


def eventually(holds: Callable[[], bool], within_s: float = 60) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.02)


def test_a_picture_whenever_another_part_lies_still_and_none_is_judged(station: Station) -> None:
    kept: list[Frame] = []
    taken = Taking(station, kept.append)
    taken.press()  # what lies there when it begins is left alone until somebody says so
    eventually(lambda: len(kept) >= 3)

    assert isinstance(station.trigger("test"), Ignored)
    assert station.newest() == ()
    taken.stop()
    assert not taken.state.is_running and taken.state.count == len(kept) and taken.state.error is None
    assert len({frame.pixels.tobytes() for frame in kept}) == len(kept)
    assert isinstance(station.trigger("test"), Recorded)


def test_it_ends_when_all_are_taken(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "GOAL", 2)
    kept: list[Frame] = []
    taken = Taking(station, kept.append)
    taken.press()
    eventually(lambda: not taken.state.is_running)

    assert len(kept) == 2
    assert not station.is_aside


def test_the_bench_does_not_wait_for_somebody_who_went_away(
    station: Station, camera: SimulatedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NOBODY_AFTER_S", 0.5)
    camera.disturb(Disturbances(freeze_ms=60_000))
    taken = Taking(station, lambda _: None)
    eventually(lambda: not taken.state.is_running)

    assert (taken.state.count, taken.state.error) == (0, None)
    assert not station.is_aside


def test_a_full_disk_ends_it_and_is_said(station: Station) -> None:
    def keep(_: Frame) -> None:
        raise StorageFailed("full")

    taken = Taking(station, keep)
    taken.press()
    eventually(lambda: not taken.state.is_running)

    assert isinstance(taken.state.error, StorageFailed)
    assert not station.is_aside
