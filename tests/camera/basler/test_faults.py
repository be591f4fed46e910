"""What the driver does when the camera, its cable or its driver fails; the emulated camera fails for real."""

import os
import threading
from pathlib import Path

import pytest

from camera import CameraAbsent, CameraLost, FrameBroken, SnapTimeout
from camera.basler import BaslerDriver
from camera.basler.features import Trigger
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened
from tests.camera.basler.emulator import Faults, FaultyBasler, Pictures

TRIGGERS: list[Trigger] = ["software", "free-run", "hardware"]


def part_comes(driver: BaslerDriver) -> None:
    if driver.feed == "on-part":
        emulator.close_trigger_line(driver)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_failed_buffer_is_refused_and_reading_goes_on(opened: Opened, trigger: Trigger) -> None:
    driver = opened(emulator.emulated(trigger))
    part_comes(driver)
    driver.read(5)
    if trigger == "free-run":
        driver._opened().grabbing.stop()  # or frames that were whole come first
    emulator.fail_buffers(driver, 2)
    if trigger == "free-run":
        driver._opened().grabbing.start()
    for _ in range(2):
        part_comes(driver)
        with pytest.raises(FrameBroken, match="incompletely grabbed"):
            driver.read(5)
    part_comes(driver)
    assert driver.read(5).number is not None


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_removed_camera_is_lost_although_pylon_still_gives_frames(opened: Opened, trigger: Trigger) -> None:
    driver = opened(emulator.emulated(trigger))
    part_comes(driver)
    driver.read(5)
    emulator.remove(driver)
    for _ in range(3):
        part_comes(driver)
        with pytest.raises(CameraLost, match="removed"):
            driver.read(5)
    driver.close()
    driver.open()
    part_comes(driver)
    assert driver.read(5).number is not None


def test_a_camera_removed_while_its_frame_is_awaited_is_lost(opened: Opened) -> None:
    driver = opened(emulator.emulated("hardware"))
    removal = threading.Timer(0.1, emulator.remove, (driver,))
    arrival = threading.Timer(0.3, emulator.close_trigger_line, (driver,))
    removal.start()
    arrival.start()
    with pytest.raises(CameraLost, match="removed"):
        driver.read(10)
    arrival.join()


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_an_error_of_pylon_is_a_lost_camera(opened: Opened, trigger: Trigger) -> None:
    driver = opened(emulator.emulated(trigger))
    emulator.impose_error(driver, "the host controller has died")
    with pytest.raises(CameraLost, match="the host controller has died"):
        for _ in range(20):  # frames that were whole before may come first
            part_comes(driver)
            driver.read(1)


def test_a_camera_that_was_lost_can_be_opened_again_once_its_cable_is_back(driver: BaslerDriver) -> None:
    emulator.pull_out()
    emulator.remove(driver)
    with pytest.raises(CameraLost):
        driver.read(5)
    driver.close()
    with pytest.raises(CameraAbsent):
        driver.open()
    emulator.plug_in()
    driver.open()
    assert driver.read(5).number is not None


def test_pylon_stopping_by_itself_is_a_lost_camera(opened: Opened) -> None:
    driver = opened(emulator.emulated("hardware"))
    driver._opened().camera.StopGrabbing()
    with pytest.raises(CameraLost, match="stopped grabbing"):
        driver.read(5)


@pytest.mark.parametrize("content", [None, b"\x89PNG\r\n\x1a\n and no more"])
def test_a_feed_without_a_whole_picture_gives_no_frame(
    driver: BaslerDriver, pictures: Pictures, tmp_path: Path, content: bytes | None
) -> None:
    feed = tmp_path / "feed.png"
    if content is not None:
        feed.write_bytes(content)
    emulator.put_under(driver, feed)
    for _ in range(2):
        with pytest.raises(FrameBroken, match="Failed to load image file"):
            driver.read(5)
    emulator.put_under(driver, pictures.good)
    assert driver.read(5).number is not None


def test_a_camera_in_use_is_absent_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulated camera can be opened twice, so pylon is made to refuse."""
    from pypylon import genicam, pylon

    def refused(self: object) -> None:
        raise genicam.RuntimeException("The device is controlled by another application. : RuntimeException thrown")

    monkeypatch.setattr(pylon.InstantCamera, "Open", refused)
    with pytest.raises(
        CameraAbsent, match=r"cannot be opened: The device is controlled by another application\.; close"
    ):
        BaslerDriver(emulator.emulated()).open()


# --- the same faults, through the folder that reaches another process


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Faults:
    monkeypatch.setenv(emulator.FAULTS_FOLDER, str(tmp_path))
    return Faults(tmp_path)


@pytest.fixture
def faulty(faults: Faults) -> FaultyBasler:
    driver = emulator.make(emulator.emulated(width_px=640, height_px=480))
    driver.open()
    return driver


def test_a_fault_happens_once(faults: Faults, faulty: FaultyBasler) -> None:
    faults.inject("failed-buffer", "2")
    for _ in range(2):
        with pytest.raises(FrameBroken):
            faulty.read(5)
    assert not faults.is_pending()
    assert faulty.read(5).number is not None


@pytest.mark.parametrize("fault", ["removed", "error"])
def test_a_fault_that_loses_the_camera(faults: Faults, faulty: FaultyBasler, fault: emulator.Fault) -> None:
    faults.inject(fault)
    with pytest.raises(CameraLost):
        faulty.read(5)
    faulty.close()
    faulty.open()
    assert faulty.read(5).number is not None


def test_a_frozen_camera_stays_frozen_until_it_is_opened_anew(faults: Faults, faulty: FaultyBasler) -> None:
    faults.inject("frozen")
    for _ in range(5):
        with pytest.raises(SnapTimeout):
            faulty.read(0.2)
    faulty.close()
    faulty.open()
    assert faulty.read(5).number is not None


def test_a_pulled_cable_stays_out(faults: Faults, faulty: FaultyBasler) -> None:
    faults.pull_cable()
    with pytest.raises(CameraLost):
        faulty.read(5)
    faulty.close()
    with pytest.raises(CameraAbsent):
        faulty.open()
    faults.plug_cable()
    faulty.open()
    assert faulty.read(5).number is not None
    assert os.environ["PYLON_CAMEMU"] == "1"


def test_what_lies_under_the_camera_stays_over_a_new_start(
    faults: Faults, faulty: FaultyBasler, pictures: Pictures
) -> None:
    for picture, grey in ((pictures.overexposed, 255), (pictures.black, 0)):
        faults.put_under(picture)
        assert set(bytes(faulty.read(5).data)) == {grey}
    faulty.close()
    faulty.open()
    assert set(bytes(faulty.read(5).data)) == {0}


def test_a_hanging_driver_never_comes_back(faults: Faults, faulty: FaultyBasler) -> None:
    faults.inject("hang")
    reading = threading.Thread(target=faulty.read, args=(0.1,), daemon=True)
    reading.start()
    faults.wait_until_taken()
    reading.join(0.5)
    assert reading.is_alive()
