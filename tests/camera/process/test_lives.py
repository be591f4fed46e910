"""One life of a camera process after the other: what is told when it ends, and what is left of it."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from camera import CameraAbsent, CameraError, CameraHung, CameraLost, FeedEnded, Lamp, VideoConfig
from camera.process import ProcessCamera
from tests.camera.contract import wait_for
from tests.camera.process.scripted import ROOT, Scripted


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Scripted]:
    made = Scripted(tmp_path / "script", on_demand=False)
    yield made
    made.camera.close()


@pytest.mark.skipif(sys.platform == "win32", reason="counts file descriptors")
def test_nothing_is_left_of_a_life_that_was_looked_at(scripted: Scripted) -> None:
    def one_life() -> None:
        scripted.camera.open()
        scripted.camera.snap(5000)
        scripted.camera.latest(60_000)
        scripted.camera.close()

    one_life()
    here = psutil.Process()
    before = (here.num_fds(), len(here.children()), threading.active_count())
    for _ in range(4):
        one_life()
    assert (here.num_fds(), len(here.children()), threading.active_count()) == before


def test_a_camera_that_opens_but_gives_nothing_is_not_open(scripted: Scripted) -> None:
    scripted.plays("silent")
    with pytest.raises(CameraAbsent, match="gave no picture"):
        scripted.camera.open()
    with pytest.raises(CameraLost):
        scripted.camera.snap()
    scripted.plays("ok")
    scripted.camera.open()
    scripted.camera.snap(5000)


def test_a_camera_whose_frames_are_all_torn_is_open_and_says_so(scripted: Scripted) -> None:
    scripted.plays("torn")
    scripted.camera.open()
    scripted.camera.check()


def test_a_lost_camera_is_told_before_its_driver_lets_go_of_it(scripted: Scripted) -> None:
    scripted.camera.open()
    scripted.plays("lost-and-hangs-on-close")
    fault = scripted.fault()
    assert type(fault) is CameraLost
    assert "unplugged" in str(fault)


def test_a_feed_that_has_ended_is_not_begun_again(scripted: Scripted) -> None:
    scripted.camera.open()
    scripted.plays("ends")
    assert type(scripted.fault()) is FeedEnded


def test_a_driver_that_hangs_while_it_is_opened_is_called_so(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("camera.process.process_camera.STARTS_WITHIN_S", 3.0)
    scripted.plays("hangs-on-open")
    with pytest.raises(CameraHung, match="did not answer"):
        scripted.camera.open()


def test_a_blinded_sensor_is_not_called_stale(scripted: Scripted) -> None:
    """Without noise two exposures are equal to the last bit; the check of the light says what is wrong."""
    scripted.plays("white")
    scripted.camera.open()
    pixels = scripted.camera.snap(5000).pixels
    assert (pixels == 255).all()
    assert scripted.camera.health().stale == 0


def test_the_lamp_of_a_camera_that_is_absent_is_left_alone(scripted: Scripted) -> None:
    scripted.plays("absent")
    for _ in range(2):
        with pytest.raises(CameraAbsent):
            scripted.camera.open()
        scripted.camera.show(Lamp.OFF)
    assert scripted.lamp == ""
    scripted.plays("ok")
    scripted.camera.open()
    scripted.camera.show(Lamp.PASS)
    wait_for(lambda: scripted.lamp == "pass")


def test_closing_ends_an_opening_at_once(scripted: Scripted) -> None:
    scripted.plays("silent")
    failed: list[CameraError] = []

    def open_it() -> None:
        try:
            scripted.camera.open()
        except CameraError as error:
            failed.append(error)

    opening = threading.Thread(target=open_it)
    opening.start()
    wait_for(lambda: len(psutil.Process().children()) > 0)
    scripted.camera.close()
    opening.join(10)
    assert not opening.is_alive()
    assert len(failed) == 1
    scripted.plays("ok")
    scripted.camera.open()
    scripted.camera.snap(5000)


def test_paths_may_have_umlauts_whatever_the_system_writes(tmp_path: Path) -> None:
    script = tmp_path / "Prüfung"
    script.write_text("ok")
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"}
    camera = ProcessCamera(
        VideoConfig(path=script), driver="tests.camera.process.scripted_driver:make", environment=environment
    )
    try:
        camera.open()
    finally:
        camera.close()


def test_a_pause_of_this_process_is_not_taken_for_one_of_the_camera(scripted: Scripted) -> None:
    """A program that was stopped for a while hears everything late."""
    import ctypes

    scripted.camera.open()
    scripted.camera.snap(5000)
    ctypes.PyDLL(None).usleep(3_000_000)  # holds the interpreter: no thread of this process runs
    time.sleep(0.5)
    scripted.camera.snap(5000)
    assert scripted.camera.health().restarts == 0
