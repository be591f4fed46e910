"""The driver on OpenCV's real V4L2 code, over the stand-in camera."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from camera import CameraAbsent, CameraLost, CameraSettings, FrameBroken, SnapTimeout
from camera.config import UsbConfig
from camera.decoding import decode_picture
from camera.driver import RawFrame
from camera.errors import WrongCamera
from tests.camera.usb.elsewhere import DriverElsewhere
from tests.camera.usb.trees import usb_camera
from tests.camera.v4l2 import Clock, Control, Mode, Offer, V4l2StandIn
from tests.camera.v4l2.pictures import jpeg, scene, shots, yuyv
from tests.camera.v4l2.stand_in import EXPOSURE, EXPOSURE_AUTO, FOCUS, GAIN, WHITE_BALANCE

ENOUGH = 12
"""Frames: what is in the four buffers has come out by then."""


def config(stand_in: V4l2StandIn, **more: object) -> UsbConfig:
    """Of the stand-in's smallest format."""
    return UsbConfig.model_validate({"device": str(stand_in.node), "width_px": 320, "height_px": 240, **more})


@pytest.fixture
def opened(stand_in: V4l2StandIn, driver: DriverElsewhere) -> DriverElsewhere:
    driver.new(config(stand_in))
    driver.open()
    return driver


def data(frame: RawFrame) -> bytes:
    return frame.data if isinstance(frame.data, bytes) else frame.data.tobytes()


def outcomes(driver: DriverElsewhere, count: int = ENOUGH) -> list[RawFrame | FrameBroken]:
    """Of so many reads."""
    found: list[RawFrame | FrameBroken] = []
    for _ in range(count):
        try:
            found.append(driver.read())
        except FrameBroken as error:
            found.append(error)
    return found


def read_until(driver: DriverElsewhere, condition: Callable[[RawFrame], bool]) -> RawFrame:
    for _ in range(1000):
        frame = driver.read()
        if condition(frame):
            return frame
    raise AssertionError("no such frame came")


# --- whole frames


def test_a_jpeg_is_handed_over_to_the_last_byte(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    files = shots(seed=2)
    stand_in.show(files)
    frame = read_until(opened, lambda frame: data(frame) in files)
    assert (frame.layout, frame.width_px, frame.height_px) == ("jpeg", 320, 240)
    pixels, _ = decode_picture(data(frame))
    assert np.abs(pixels.astype(int) - scene()).mean() < 10


def test_what_a_camera_puts_behind_the_jpeg_is_cut_off(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    files = shots(seed=3)
    stand_in.show([file + bytes(1000) for file in files])
    read_until(opened, lambda frame: data(frame) in files)


def test_yuyv_is_handed_over_to_the_last_byte(stand_in: V4l2StandIn, driver: DriverElsewhere) -> None:
    rows = shots(yuyv)
    stand_in.show(rows)
    driver.new(config(stand_in, pixel_format="yuyv"))
    driver.open()
    frame = read_until(driver, lambda frame: data(frame) in rows)
    assert (frame.layout, frame.width_px, frame.height_px) == ("yuyv", 320, 240)


def test_another_size_than_before_is_told(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    stand_in.show([jpeg(scene(160, 120))])
    frame = read_until(opened, lambda frame: frame.width_px != 320)
    assert (frame.width_px, frame.height_px) == (160, 120)


# --- frames that are not whole


@pytest.mark.parametrize(("pixel_format", "encode"), [("mjpeg", jpeg), ("yuyv", yuyv)])
def test_truncated_frame_is_refused_and_never_filled_with_rows_of_another(
    stand_in: V4l2StandIn, driver: DriverElsewhere, pixel_format: str, encode: Callable[..., bytes]
) -> None:
    whole = shots(encode)
    stand_in.show(whole)
    driver.new(config(stand_in, pixel_format=pixel_format))
    driver.open()
    assert data(driver.read()) in whole
    stand_in.mode(Mode.CUTS_SHORT)
    cut = outcomes(driver)
    assert all(isinstance(outcome, FrameBroken) or data(outcome) in whole for outcome in cut)
    assert all(isinstance(outcome, FrameBroken) for outcome in cut[-4:])
    stand_in.mode(Mode.WORKS)
    again = outcomes(driver)
    assert all(isinstance(outcome, FrameBroken) or data(outcome) in whole for outcome in again)
    assert all(isinstance(outcome, RawFrame) for outcome in again[-4:])


@pytest.mark.parametrize("whole_ones", [0, 1, 5])
def test_truncated_yuyv_is_refused_from_the_first_frame_on(
    stand_in: V4l2StandIn, driver: DriverElsewhere, whole_ones: int
) -> None:
    """OpenCV hides the first frame of a stream, but its rows are in a buffer."""
    whole = shots(yuyv)
    stand_in.show(whole)
    stand_in.mode(Mode.CUTS_SHORT, whole_first=whole_ones)
    driver.new(config(stand_in, pixel_format="yuyv"))
    driver.open()
    assert all(isinstance(outcome, FrameBroken) or data(outcome) in whole for outcome in outcomes(driver, 8))


def test_the_same_yuyv_again_is_left_to_the_station(stand_in: V4l2StandIn, driver: DriverElsewhere) -> None:
    stand_in.show(shots(yuyv))
    driver.new(config(stand_in, pixel_format="yuyv"))
    driver.open()
    driver.read()
    stand_in.mode(Mode.REPEATS)
    repeated = [driver.read() for _ in range(ENOUGH)][-3:]
    assert len({data(frame) for frame in repeated}) == 1


@pytest.mark.parametrize("junk", [b"", b"\x00" * 5000, b"\xff\xd8\xff\xd9", b"GIF89a" + b"\x01" * 400])
def test_what_is_no_jpeg_is_refused(stand_in: V4l2StandIn, opened: DriverElsewhere, junk: bytes) -> None:
    stand_in.show([junk])
    assert isinstance(outcomes(opened)[-1], FrameBroken)


# --- numbers and times


def test_numbers_rise_and_the_same_exposure_has_the_same(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    numbers = [opened.read().number for _ in range(8)]
    assert None not in numbers
    assert numbers == sorted(set(numbers), key=lambda number: number or 0)
    stand_in.mode(Mode.REPEATS)
    repeated = [opened.read() for _ in range(ENOUGH)][-3:]
    assert len({frame.number for frame in repeated}) == 1
    assert len({data(frame) for frame in repeated}) == 1


@pytest.mark.parametrize("clock", list(Clock))
@pytest.mark.parametrize("pause_s", [0.0, 0.1])
def test_frame_that_began_after_a_moment_shows_what_lay_there_then(
    stand_in: V4l2StandIn, driver: DriverElsewhere, clock: Clock, pause_s: float
) -> None:
    stand_in.clock(clock)
    driver.new(config(stand_in))
    driver.open()
    driver.read()
    for seed in range(2):
        time.sleep(pause_s)  # the buffers fill with what is there now
        files = shots(brightness=0.5 + seed / 2, seed=seed)
        stand_in.show(files)
        triggered_s = time.monotonic()
        frame = read_until(driver, lambda frame, since_s=triggered_s: frame.began_s > since_s)  # type: ignore[misc]
        assert data(frame) in files
        assert frame.began_s < time.monotonic()


def test_long_exposure_began_long_ago(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    now_set = opened.configure(CameraSettings(exposure_time_us=400_000))
    assert now_set.exposure_time_us == 400_000
    frame = opened.read()
    assert frame.exposure_time_us == 400_000
    assert frame.began_s < time.monotonic() - 0.4
    assert opened.stalled_after_s() == pytest.approx(1.2)


# --- stalls and plugs


def test_stall_is_a_timeout_and_passes(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    opened.read()
    assert 0.5 <= opened.stalled_after_s() < 1
    stand_in.mode(Mode.STALLS)
    with pytest.raises(SnapTimeout):
        for _ in range(ENOUGH):
            opened.read(0.2)
    began_s = time.monotonic()
    with pytest.raises(SnapTimeout, match="trigger again"):
        opened.read(0.2)
    assert 0.2 <= time.monotonic() - began_s < 1
    stand_in.mode(Mode.WORKS)
    assert opened.read().layout == "jpeg"


def test_stall_from_the_first_frame_on(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    stand_in.mode(Mode.STALLS)
    for _ in range(3):
        with pytest.raises(SnapTimeout):
            opened.read(0.1)
    stand_in.mode(Mode.WORKS)
    assert opened.read().layout == "jpeg"


def test_slow_camera_has_more_time_and_every_camera_for_its_first_frame(
    stand_in: V4l2StandIn, driver: DriverElsewhere
) -> None:
    stand_in.frames_per_second(3)
    driver.new(config(stand_in))
    driver.open()
    assert driver.stalled_after_s() == 3
    assert driver.read().layout == "jpeg"
    assert driver.stalled_after_s() == pytest.approx(1.0)


def test_pulled_plug_is_told_and_the_camera_opens_again(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    opened.read()
    stand_in.mode(Mode.IS_UNPLUGGED)
    began_s = time.monotonic()
    with pytest.raises(CameraLost, match="plug it in"):
        opened.read()
    assert time.monotonic() - began_s < 2
    with pytest.raises(CameraAbsent):
        opened.open()
    stand_in.mode(Mode.WORKS)
    with pytest.raises(CameraLost, match="open it first"):
        opened.read()
    opened.open()
    assert opened.read().layout == "jpeg"


def test_plugged_out_and_in_again_is_lost_until_it_is_opened(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    opened.read()
    stand_in.mode(Mode.IS_UNPLUGGED)
    with pytest.raises(CameraLost):
        opened.read()
    stand_in.mode(Mode.WORKS)
    with pytest.raises(CameraLost):
        opened.read()


def test_what_cannot_be_opened_says_why_and_can_be_tried_again(stand_in: V4l2StandIn, driver: DriverElsewhere) -> None:
    driver.new(config(stand_in))
    for mode, words in (
        (Mode.IS_UNPLUGGED, "no USB camera is plugged in"),
        (Mode.IS_FORBIDDEN, "group video"),
        (Mode.IS_BUSY, "other program"),
    ):
        stand_in.mode(mode)
        for _ in range(2):
            with pytest.raises(CameraAbsent, match=words):
                driver.open()
    stand_in.mode(Mode.WORKS)
    driver.open()
    assert driver.read().layout == "jpeg"


def test_before_open_and_after_close_there_is_nothing(stand_in: V4l2StandIn, driver: DriverElsewhere) -> None:
    driver.new(config(stand_in))
    driver.close()
    with pytest.raises(CameraLost):
        driver.read()
    driver.open()
    driver.open()
    driver.close()
    driver.close()
    with pytest.raises(CameraLost):
        driver.configure(CameraSettings())


# --- formats


@pytest.mark.parametrize(
    ("offers", "given"),
    [
        ([Offer("YUYV", 320, 240)], "YUYV 320 x 240"),
        ([Offer("MJPG", 640, 480), Offer("MJPG", 1280, 720), Offer("YUYV", 320, 240)], "MJPG 640 x 480"),
    ],
)
def test_another_format_or_size_than_asked_for_is_refused_by_name(
    stand_in: V4l2StandIn, driver: DriverElsewhere, offers: Sequence[Offer], given: str
) -> None:
    stand_in.offers(offers)
    driver.new(config(stand_in))
    with pytest.raises(CameraAbsent, match=f"expected MJPG 320 x 240 .*, it gives {given}; set pixel_format"):
        driver.open()


# --- which camera


def test_found_by_serial_whatever_its_number(stand_in: V4l2StandIn, driver: DriverElsewhere, tmp_path: Path) -> None:
    usb_camera(tmp_path, "video0", serial="OTHER")
    usb_camera(tmp_path, stand_in.node.name, serial="MINE")
    driver.new(config(stand_in, device=None, serial="MINE"), sysfs=tmp_path, dev=stand_in.node.parent)
    driver.open()
    assert driver.read().layout == "jpeg"


def test_another_serial_is_refused(stand_in: V4l2StandIn, driver: DriverElsewhere, tmp_path: Path) -> None:
    usb_camera(tmp_path, stand_in.node.name, serial="THEIRS")
    driver.new(config(stand_in, serial="MINE"), sysfs=tmp_path, dev=stand_in.node.parent)
    with pytest.raises(WrongCamera, match=r"expected the camera with serial MINE .* found .* serial THEIRS"):
        driver.open()


# --- settings


def test_settings_are_really_set_and_read_back(stand_in: V4l2StandIn, opened: DriverElsewhere) -> None:
    assert opened.configure(CameraSettings()) == CameraSettings(gain_steps=64)
    wanted = CameraSettings(exposure_time_us=10_000, gain_steps=7, white_balance_k=5000, focus_steps=40)
    assert opened.configure(wanted) == wanted
    assert [stand_in.value(cid) for cid in (EXPOSURE_AUTO, EXPOSURE, GAIN, WHITE_BALANCE, FOCUS)] == [
        1,
        100,
        7,
        5000,
        40,
    ]
    assert opened.configure(CameraSettings(gain_steps=8)) == wanted.model_copy(update={"gain_steps": 8})
    assert opened.read().exposure_time_us == 10_000


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (CameraSettings(gain_db=3), "gain_steps"),
        (CameraSettings(focus_steps=400), "expected focus_steps 400, the camera set 250"),
        (CameraSettings(gain_steps=9), "expected gain_steps 9, the camera set 64"),
        (CameraSettings(white_balance_k=5000), "no knob for white_balance_k"),
        (CameraSettings(exposure_time_us=10_000), "always decides"),
    ],
)
def test_what_the_camera_does_not_take_is_refused(
    stand_in: V4l2StandIn, opened: DriverElsewhere, settings: CameraSettings, words: str
) -> None:
    stand_in.controls(
        [
            Control(EXPOSURE_AUTO, 0, 3, 3, keeps_its_value=True),
            Control(EXPOSURE, 1, 5000, 157),
            Control(GAIN, 0, 255, 64, keeps_its_value=True),
            Control(FOCUS, 0, 250, 30),
        ]
    )
    with pytest.raises(ValueError, match=words):
        opened.configure(settings)


def test_what_stands_on_a_scale_of_its_own_is_left_as_it_is(stand_in: V4l2StandIn, driver: DriverElsewhere) -> None:
    stand_in.controls([Control(GAIN, -10, 10, -5), Control(WHITE_BALANCE, 0, 7, 3), Control(FOCUS, 0, 250, 30)])
    driver.new(config(stand_in))
    driver.open()
    assert driver.configure(CameraSettings()) == CameraSettings(focus_steps=30)
