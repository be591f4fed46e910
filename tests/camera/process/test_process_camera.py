"""A camera whose driver hangs, crashes and lies costs its own process, never the station's."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from camera import (
    CameraAbsent,
    CameraError,
    CameraHung,
    CameraLost,
    CameraSettings,
    FrameBroken,
    FrameStale,
    Lamp,
    PictureChanged,
    Pixels,
    SnapTimeout,
    WrongCamera,
)
from camera.process.slots import SLOTS
from tests.camera.contract import wait_for
from tests.camera.process.scripted import ROOT, Scripted
from tests.camera.process.scripted_driver import HEIGHT_PX, PATTERN, SCRIPTED, WIDTH_PX


@pytest.fixture(params=["stream", "on-demand"])
def scripted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scripted]:
    made = Scripted(tmp_path / "script", on_demand=request.param == "on-demand")
    yield made
    made.camera.close()


@pytest.fixture
def opened(scripted: Scripted) -> Scripted:
    scripted.camera.open()
    return scripted


@pytest.mark.parametrize(
    ("mode", "error", "words"),
    [
        ("lost", CameraLost, "unplugged"),
        ("silent", CameraLost, "gave no picture"),
        ("hangs", CameraHung, "did not answer"),
        ("hangs-with-the-interpreter", CameraHung, "did not answer"),
        ("throws", CameraLost, "genicam: device gone"),
        pytest.param("crashes", CameraLost, "ended with status", marks=pytest.mark.skipif(os.name == "nt", reason="-")),
    ],
)
def test_whatever_happens_is_said_without_being_asked_and_a_new_process_helps(
    opened: Scripted, mode: str, error: type[CameraError], words: str
) -> None:
    before = opened.camera.snap(5000)
    opened.plays(mode)
    fault = opened.fault()
    assert type(fault) is error
    assert words in str(fault)
    with pytest.raises(error):
        opened.camera.snap()
    with pytest.raises(error):
        opened.camera.latest(60_000)
    opened.plays("ok")
    opened.reopen()
    assert opened.camera.snap(5000).frame_id > before.frame_id
    assert opened.camera.health().restarts == int(error is CameraHung)


def test_a_snap_ends_on_time_though_the_driver_hangs(opened: Scripted) -> None:
    opened.camera.configure(CameraSettings(exposure_time_us=60e6))  # so long it may be silent, and is not replaced
    opened.camera.snap(5000)
    opened.plays("hangs")
    wait_for(lambda: _age_of_newest_s(opened) > 0.3)
    started = time.monotonic()
    with pytest.raises(SnapTimeout, match="no picture was exposed within 200 ms"):
        opened.camera.snap(200)
    assert time.monotonic() - started < 30


def _age_of_newest_s(scripted: Scripted) -> float:
    try:
        scripted.camera.latest(300)
    except FrameStale:
        return 1.0
    return 0.0


def test_one_torn_frame_is_asked_for_again(opened: Scripted) -> None:
    opened.camera.snap(5000)
    opened.plays("torn-once")
    opened.camera.snap(5000)
    wait_for(lambda: opened.camera.health().broken >= 1)


def test_two_torn_frames_are_no_picture(opened: Scripted) -> None:
    opened.plays("torn")
    with pytest.raises(FrameBroken, match="twice"):
        opened.camera.snap(5000)
    opened.plays("ok")
    opened.camera.snap(5000)


def test_the_same_exposure_again_is_no_picture(opened: Scripted) -> None:
    opened.plays("repeats")
    wait_for(lambda: opened.camera.health().stale > 1)
    with pytest.raises(FrameStale, match="same picture again"):
        opened.camera.snap(300)
    opened.plays("ok")
    opened.camera.snap(5000)


def test_pictures_of_another_size_stop_it_and_the_old_size_goes_on(opened: Scripted) -> None:
    opened.camera.snap(5000)
    opened.plays("other-size")
    fault = opened.fault()
    assert type(fault) is PictureChanged
    assert f"{WIDTH_PX} x {HEIGHT_PX} px mono8" in str(fault)
    assert f"{WIDTH_PX // 2} x {HEIGHT_PX} px mono8" in str(fault)
    opened.reopen()
    with pytest.raises(PictureChanged):
        opened.camera.snap(5000)
    opened.plays("ok")
    wait_for(lambda: not _fails(opened.camera.check))
    opened.camera.snap(5000)


def _fails(call: Callable[[], object]) -> bool:
    try:
        call()
    except CameraError:
        return True
    return False


def test_another_camera_is_refused(scripted: Scripted) -> None:
    scripted.plays("wrong")
    with pytest.raises(WrongCamera, match="expected serial 1, found serial 2"):
        scripted.camera.open()
    scripted.plays("ok")
    scripted.camera.open()


def test_while_it_is_absent_one_process_keeps_asking(scripted: Scripted) -> None:
    before = set(psutil.Process().children())
    scripted.plays("absent")
    for _ in range(3):
        with pytest.raises(CameraAbsent):
            scripted.camera.open()
    assert len(set(psutil.Process().children()) - before) == 1


def test_settings_are_applied_again_after_it_was_lost(opened: Scripted) -> None:
    opened.camera.configure(CameraSettings(exposure_time_us=500))
    opened.camera.configure(CameraSettings(gain_db=3))
    with pytest.raises(ValueError, match="no focus"):
        opened.camera.configure(CameraSettings(focus_steps=1))
    opened.plays("throws")
    opened.fault()
    opened.plays("ok")
    opened.reopen()
    assert opened.camera.settings == CameraSettings(exposure_time_us=500, gain_db=3)
    assert opened.camera.snap(5000).exposure_time_us == 500


def test_the_lamp_is_switched(opened: Scripted) -> None:
    opened.camera.show(Lamp.FAIL)
    wait_for(lambda: opened.lamp == "fail")


def test_closing_does_not_wait_for_a_driver_that_hangs(opened: Scripted) -> None:
    opened.camera.snap(5000)
    opened.plays("hangs-on-close")
    before = psutil.Process().children()
    started = time.monotonic()
    opened.camera.close()
    assert time.monotonic() - started < 6
    assert len(psutil.Process().children()) < len(before)


def test_looking_and_snapping_at_once_never_sees_a_frame_that_is_being_written(opened: Scripted) -> None:
    """Every picture is the pattern plus one number: a torn one would show two."""
    stop = threading.Event()
    torn: list[int] = []
    seen = threading.Semaphore(0)

    def watch() -> None:
        while not stop.is_set():
            try:
                pixels = opened.camera.latest(5000).pixels
            except FrameStale:
                continue
            seen.release()
            if not _is_one_exposure(pixels):
                torn.append(1)

    watchers = [threading.Thread(target=watch) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    for _ in range(4 * SLOTS):
        frame = opened.camera.snap(5000)
        assert _is_one_exposure(frame.pixels)
    assert seen.acquire(timeout=5)
    stop.set()
    for watcher in watchers:
        watcher.join()
    assert not torn
    assert opened.camera.snap(5000).frame_id > 4 * SLOTS


def _is_one_exposure(pixels: Pixels) -> bool:
    number = pixels[:, :, 0] - PATTERN
    return bool(number.min() == number.max())


OWNER = """
import sys, time
from pathlib import Path
from camera import VideoConfig
from camera.process import ProcessCamera

camera = ProcessCamera(VideoConfig(path=Path(sys.argv[1])), driver=sys.argv[2])
camera.open()
camera.snap(10_000)
print("ready", flush=True)
time.sleep(1000)
"""


@pytest.mark.parametrize("mode", ["ok", "hangs"])
def test_a_station_that_is_killed_leaves_no_camera_process_behind(tmp_path: Path, mode: str) -> None:
    script = tmp_path / "script"
    script.write_text("ok")
    command = [sys.executable, "-c", OWNER, str(script), SCRIPTED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"ready\n"
        [child] = psutil.Process(owner.pid).children()
        script.write_text(mode)
        owner.kill()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 20)
