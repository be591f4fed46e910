"""When frames come, which one comes, and what is known of its exposure."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera import CameraLost, FrameBroken, SnapTimeout
from camera.basler import BaslerDriver
from camera.basler.features import Trigger, is_ready_for_trigger
from camera.basler.frame_numbers import FrameNumbers
from camera.settings import CameraSettings
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    """A folder of grey pictures; the camera sees the next at each exposure, their value counts exposures."""
    for value in range(20):
        Image.fromarray(np.full((48, 64), value, np.uint8)).save(tmp_path / f"{value:02}.png")
    return tmp_path


def value_of(driver: BaslerDriver) -> int:
    return int(np.asarray(driver.read(5).data)[0])


def wait_for_queued(driver: BaslerDriver) -> None:
    assert driver._opened().grabbing._arrived.Wait(5000)


# --- software: one exposure for each read


def test_each_read_exposes_once(driver: BaslerDriver, numbered: Path) -> None:
    emulator.put_under(driver, numbered)
    assert driver.feed == "on-demand"
    assert [value_of(driver) for _ in range(10)] == list(range(10))


def test_a_frame_read_on_demand_began_after_it_was_asked_for(driver: BaslerDriver) -> None:
    for _ in range(10):
        asked_s = time.monotonic()
        frame = driver.read(5)
        assert asked_s <= frame.began_s <= time.monotonic()


def test_an_older_frame_is_never_the_answer(driver: BaslerDriver, numbered: Path) -> None:
    emulator.put_under(driver, numbered)
    assert value_of(driver) == 0
    emulator.close_trigger_line(driver)  # an exposure nobody asked for: its picture has the value 1
    wait_for_queued(driver)
    assert value_of(driver) == 2


def test_the_answer_to_a_trigger_that_timed_out_is_not_the_answer_to_the_next(driver: BaslerDriver) -> None:
    driver._opened().grabbing.expose(5)  # nobody waits for its frame, which comes some 10 ms later
    assert driver.read(5).number is not None
    assert not driver._opened().grabbing._arrived.Wait(200)


def test_a_camera_that_is_not_ready_times_out_and_is_started_anew(driver: BaslerDriver) -> None:
    driver.read(5)
    emulator.node(driver, "AcquisitionStop").Execute()
    while is_ready_for_trigger(driver._opened().nodes):
        time.sleep(0.001)
    asked_s = time.monotonic()
    with pytest.raises(SnapTimeout, match="took no trigger"):
        driver.read(0.1)
    assert 0.09 < time.monotonic() - asked_s < 5
    assert driver.read(5).number is not None


def test_frame_numbers_rise_over_a_new_start(driver: BaslerDriver) -> None:
    numbers = [driver.read(5).number for _ in range(3)]
    driver._opened().grabbing.expose(5)
    numbers += [driver.read(5).number for _ in range(3)]
    known = [number for number in numbers if number is not None]
    assert len(known) == 6
    assert known == sorted(set(known))


# --- free-run: the camera exposes all the time


def test_a_stream_gives_its_newest_frame(opened: Opened, numbered: Path) -> None:
    driver = opened(emulator.emulated("free-run"))
    assert driver.feed == "stream"
    emulator.put_under(driver, numbered)
    first = driver.read(5).number
    time.sleep(0.2)
    second = driver.read(5).number
    assert first is not None
    assert second is not None
    assert second > first + 1


def test_a_frame_that_lay_waiting_is_not_taken_for_a_new_one(opened: Opened) -> None:
    driver = opened(emulator.emulated("free-run"))
    driver.read(5)
    time.sleep(0.1)
    wait_for_queued(driver)
    asked_s = time.monotonic()
    assert driver.read(5).began_s < asked_s - 0.1


def test_a_streamed_frame_began_before_it_came(opened: Opened) -> None:
    driver = opened(emulator.emulated("free-run", settings={"exposure_time_us": 20_000}))
    for _ in range(10):
        assert driver.read(5).began_s < time.monotonic() - 0.02


def test_a_stream_catches_up_with_the_time(opened: Opened) -> None:
    """Sooner or later comes a frame that surely began after a trigger: without one no part could be judged."""
    driver = opened(emulator.emulated("free-run"))
    asked_s = time.monotonic()
    while driver.read(5).began_s < asked_s:
        assert time.monotonic() < asked_s + 5


def test_settings_hold_from_the_next_frame_of_a_stream(opened: Opened) -> None:
    driver = opened(emulator.emulated("free-run"))
    before = driver.read(5).number
    time.sleep(0.2)
    wait_for_queued(driver)
    asked_s = time.monotonic()
    driver.configure(CameraSettings(exposure_time_us=2000))
    frame = driver.read(5)
    assert frame.exposure_time_us == 2000
    assert frame.began_s > asked_s - 0.1  # the one that waited, and had the settings before, was thrown away
    assert frame.number is not None
    assert before is not None
    assert frame.number > before


def test_a_stream_that_stops_times_out(opened: Opened) -> None:
    driver = opened(emulator.emulated("free-run"))
    driver.read(5)
    emulator.freeze(driver)
    with pytest.raises(SnapTimeout):
        for _ in range(100):
            driver.read(0.1)


# --- hardware: a part closes the trigger line


def test_without_a_part_there_is_no_frame(opened: Opened) -> None:
    driver = opened(emulator.emulated("hardware"))
    assert driver.feed == "on-part"
    assert driver.stalled_after_s is None
    asked_s = time.monotonic()
    with pytest.raises(SnapTimeout):
        driver.read(0.1)
    assert 0.09 < time.monotonic() - asked_s < 5


def test_every_part_has_its_frame_in_order(opened: Opened, numbered: Path) -> None:
    driver = opened(emulator.emulated("hardware"))
    emulator.put_under(driver, numbered)
    for _ in range(5):
        emulator.close_trigger_line(driver)
        time.sleep(0.03)  # the emulated camera takes a trigger only when the frame before is out
    assert [value_of(driver) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(SnapTimeout):
        driver.read(0)


def test_a_frame_on_part_began_after_the_part_before(opened: Opened) -> None:
    driver = opened(emulator.emulated("hardware"))
    with pytest.raises(SnapTimeout):
        driver.read(0.1)
    before_s = time.monotonic()
    time.sleep(0.1)
    emulator.close_trigger_line(driver)
    frame = driver.read(5)
    assert before_s - 0.5 < frame.began_s < time.monotonic()


def test_a_part_that_waited_for_the_one_before_it_is_not_taken_for_a_new_one(opened: Opened) -> None:
    driver = opened(emulator.emulated("hardware"))
    for _ in range(2):
        emulator.close_trigger_line(driver)
        time.sleep(0.03)
    driver.read(5)
    time.sleep(0.1)
    asked_s = time.monotonic()
    assert driver.read(5).began_s < asked_s - 0.1


@pytest.mark.parametrize(("missing", "told"), [(1, "1 part passed"), (2, "2 parts passed"), (2**60, "parts passed")])
def test_parts_whose_frame_never_came_are_told_once(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, missing: int, told: str
) -> None:
    """The emulated camera cannot lose a frame on the way, so its counter is turned on."""
    driver = opened(emulator.emulated("hardware"))
    emulator.close_trigger_line(driver)
    driver.read(5)
    numbered = FrameNumbers.of
    monkeypatch.setattr(FrameNumbers, "of", lambda self, block_id: numbered(self, block_id + missing))
    emulator.close_trigger_line(driver)
    with pytest.raises(FrameBroken, match=f"{told} without a picture"):
        driver.read(5)
    assert driver.read(0).number == missing + 1
    emulator.close_trigger_line(driver)
    assert driver.read(5).number == missing + 2


def test_a_counter_that_fell_back_is_told_once_at_most(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the upper half of 16 bits a fall counts as a wrap; after a damaged id it is no gap at all."""
    driver = opened(emulator.emulated("hardware"))
    ids = iter([40_000, 1, 2**60, 2, 3])
    numbered = FrameNumbers.of
    monkeypatch.setattr(FrameNumbers, "of", lambda self, _block_id: numbered(self, next(ids)))
    outcomes = []
    for _ in range(5):
        emulator.close_trigger_line(driver)
        try:
            driver.read(5)
        except FrameBroken:
            driver.read(0)
            outcomes.append("told")
        else:
            outcomes.append("whole")
    assert outcomes == ["whole", "told", "told", "whole", "whole"]


def test_opened_anew_a_camera_begins_without_what_was_left(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(emulator.emulated("hardware"))
    emulator.close_trigger_line(driver)
    driver.read(5)
    with monkeypatch.context() as patched:
        numbered = FrameNumbers.of
        patched.setattr(FrameNumbers, "of", lambda self, block_id: numbered(self, block_id + 2))
        emulator.close_trigger_line(driver)
        with pytest.raises(FrameBroken):
            driver.read(5)
    driver.close()
    driver.open()
    with pytest.raises(SnapTimeout):
        driver.read(0)


# --- all of them


@pytest.mark.parametrize("trigger", ["software", "free-run"])
def test_a_camera_has_stalled_after_three_frames_and_at_least_0_8_s(opened: Opened, trigger: Trigger) -> None:
    assert BaslerDriver(emulator.emulated(trigger=trigger)).stalled_after_s == 0.8
    driver = opened(emulator.emulated(trigger=trigger))
    assert driver.stalled_after_s == 0.8
    driver.configure(CameraSettings(exposure_time_us=1_000_000))
    assert driver.stalled_after_s == 3.0


def test_a_closed_driver_gives_no_frame(driver: BaslerDriver) -> None:
    driver.close()
    driver.close()
    with pytest.raises(CameraLost, match="not open"):
        driver.read(1)
    driver.open()
    driver.open()
    assert driver.read(5).number is not None
