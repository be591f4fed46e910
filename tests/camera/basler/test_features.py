from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera import CameraAbsent, CameraLost
from camera.basler import BaslerDriver
from camera.basler.features import configure, frame_interval_s, set_region
from camera.config import BaslerConfig, Region
from camera.settings import CameraSettings
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened
from tests.camera.basler.nodes import FakeNode, FakeNodes

# --- settings


def test_settings_are_set_and_come_with_every_frame(driver: BaslerDriver) -> None:
    now_set = driver.configure(CameraSettings(exposure_time_us=5000, gain_db=3))
    assert now_set.exposure_time_us == pytest.approx(5000)
    assert now_set.gain_db == pytest.approx(3, abs=0.01)
    frame = driver.read(5)
    assert (frame.exposure_time_us, frame.gain_db) == (now_set.exposure_time_us, now_set.gain_db)


def test_what_is_not_said_stays(driver: BaslerDriver) -> None:
    driver.configure(CameraSettings(exposure_time_us=5000, gain_db=3))
    assert driver.configure(CameraSettings()) == driver.configure(CameraSettings(exposure_time_us=5000))


def test_settings_of_the_configuration_hold_from_the_start(opened: Opened) -> None:
    driver = opened(emulator.emulated(settings={"exposure_time_us": 1234}))
    assert driver.read(5).exposure_time_us == pytest.approx(1234)


def test_automatic_control_is_switched_off_for_what_is_set(driver: BaslerDriver) -> None:
    for name in ("ExposureAuto", "GainAuto"):
        emulator.node(driver, name).SetValue("Continuous")
    driver.configure(CameraSettings(exposure_time_us=5000))
    assert emulator.node(driver, "ExposureAuto").GetValue() == "Off"
    assert emulator.node(driver, "GainAuto").GetValue() == "Continuous"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (CameraSettings(exposure_time_us=1e9), r"expected exposure_time_us from 1 to 1e\+07, got 1e\+09"),
        (CameraSettings(gain_db=500), "expected gain_db from 0 to 48, got 500"),
        (CameraSettings(gain_steps=1), "gain_db, not gain_steps"),
        (CameraSettings(focus_steps=1), "focus ring"),
        (CameraSettings(white_balance_k=5000), "name that file in `features`"),
        (CameraSettings(exposure_time_us=2000, gain_db=500), "gain_db"),
    ],
)
def test_what_the_camera_cannot_do_is_refused_and_nothing_is_changed(
    driver: BaslerDriver, settings: CameraSettings, words: str
) -> None:
    before = driver.configure(CameraSettings())
    with pytest.raises(ValueError, match=words):
        driver.configure(settings)
    assert driver.configure(CameraSettings()) == before
    assert driver.read(5).number is not None


def test_settings_of_a_closed_camera_are_refused() -> None:
    with pytest.raises(CameraLost, match="not open"):
        BaslerDriver(emulator.emulated()).configure(CameraSettings())


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ({"ExposureTimeAbs": FakeNode(value=10.0, low=10, high=1e6)}, ("ExposureTimeAbs", 2500.0)),
        (
            {"ExposureTimeRaw": FakeNode(value=10, low=1, high=4095), "ExposureTimeBaseAbs": FakeNode(value=20.0)},
            ("ExposureTimeRaw", 125),
        ),
    ],
)
def test_older_cameras_count_exposure_in_their_own_way(nodes: dict[str, FakeNode], expected: tuple[str, float]) -> None:
    features = FakeNodes(**nodes)
    assert configure(features, CameraSettings(exposure_time_us=2500)).exposure_time_us == 2500
    assert features.log == [expected]


def test_a_camera_without_decibels_says_so() -> None:
    with pytest.raises(ValueError, match="no gain_db to set"):
        configure(FakeNodes(GainRaw=FakeNode(value=100)), CameraSettings(gain_db=1))


def test_the_frame_interval_is_the_cameras_own() -> None:
    assert frame_interval_s(FakeNodes(ResultingFrameRate=FakeNode(value=20.0))) == 0.05
    assert frame_interval_s(FakeNodes(ResultingFrameRateAbs=FakeNode(value=4.0))) == 0.25
    assert frame_interval_s(FakeNodes()) == 0.1


# --- region


def test_the_region_is_read_out(opened: Opened) -> None:
    region = Region(x_px=100, y_px=50, width_px=320, height_px=200)
    driver = opened(BaslerConfig(serial=emulator.SERIAL, transport="emulated", region=region))
    frame = driver.read(5)
    assert (frame.width_px, frame.height_px) == (320, 200)
    assert (emulator.node(driver, "OffsetX").GetValue(), emulator.node(driver, "OffsetY").GetValue()) == (100, 50)


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ({"width_px": 9000}, "expected Width from 1 to 4096 .* got 9000; next to it: 4096"),
        ({"x_px": 4090}, "expected OffsetX from 0 to 4032 .* got 4090; next to it: 4032"),
    ],
)
def test_a_region_outside_the_sensor_is_refused(region: dict[str, int], words: str) -> None:
    whole = {"x_px": 0, "y_px": 0, "width_px": 64, "height_px": 48} | region
    with pytest.raises(CameraAbsent, match=words):
        BaslerDriver(emulator.emulated(region=whole)).open()


@given(width_px=st.integers(1, 2000), low=st.integers(1, 64), step=st.integers(1, 32), steps=st.integers(0, 50))
def test_a_region_between_the_cameras_steps_is_refused_with_one_that_fits(
    width_px: int, low: int, step: int, steps: int
) -> None:
    def sensor() -> dict[str, Any]:
        return {
            "Width": FakeNode(value=low, low=low, high=low + steps * step, step=step),
            "Height": FakeNode(value=1, low=1, high=4000),
            "OffsetX": FakeNode(value=0, high=4000),
            "OffsetY": FakeNode(value=0, high=4000),
        }

    def fit(width: int) -> None:
        set_region(FakeNodes(**sensor()), Region(x_px=0, y_px=0, width_px=width, height_px=10))

    try:
        fit(width_px)
    except ValueError as error:
        fit(int(str(error).rpartition(" ")[2]))
    else:
        assert (width_px - low) % step == 0


# --- .pfs files


def test_features_are_saved_and_loaded(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "camera.pfs"
    driver = opened(emulator.emulated(pixel_format="Mono12", settings={"exposure_time_us": 4321, "gain_db": 6}))
    driver.save_features(path)
    assert driver.read(5).number is not None  # it goes on
    driver.close()

    plain = opened(BaslerConfig(serial=emulator.SERIAL, transport="emulated"))
    assert emulator.node(plain, "PixelFormat").GetValue() == "Mono8"
    plain.close()

    again = opened(BaslerConfig(serial=emulator.SERIAL, transport="emulated", features=path))
    frame = again.read(5)
    assert (frame.width_px, frame.height_px) == (64, 48)
    assert frame.exposure_time_us == pytest.approx(4321)
    assert frame.gain_db == pytest.approx(6, abs=0.01)
    assert emulator.node(again, "PixelFormat").GetValue() == "Mono12"


def test_features_come_before_all_else(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "camera.pfs"
    driver = opened(emulator.emulated("free-run", pixel_format="Mono12", settings={"exposure_time_us": 4321}))
    driver.save_features(path)
    driver.close()
    again = opened(emulator.emulated("software", pixel_format="BGR8", settings={"exposure_time_us": 99}, features=path))
    frame = again.read(5)
    assert frame.layout == "bgr8"
    assert frame.exposure_time_us == pytest.approx(99)


def test_what_features_leave_switched_on_does_not_stop_the_camera(opened: Opened, tmp_path: Path) -> None:
    """A trigger that nobody gives, an acquisition that ends after one frame, an offset that leaves no room."""
    path = tmp_path / "camera.pfs"
    driver = opened(emulator.emulated("free-run", region={"x_px": 3000, "y_px": 0, "width_px": 64, "height_px": 48}))
    driver.save_features(path)
    driver.close()
    text = path.read_text()
    for before, after in (
        ("{TriggerSelector=FrameBurstStart}\tOff", "{TriggerSelector=FrameBurstStart}\tOn"),
        ("AcquisitionMode\tContinuous", "AcquisitionMode\tSingleFrame"),
    ):
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)

    again = opened(emulator.emulated("free-run", width_px=4096, features=path))
    assert again.read(5).width_px == 4096
    assert emulator.node(again, "AcquisitionMode").GetValue() == "Continuous"
    emulator.node(again, "TriggerSelector").SetValue("FrameBurstStart")
    assert emulator.node(again, "TriggerMode").GetValue() == "Off"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file"),
        ("garbage", "do not fit this camera: .*missing the magic GUID"),
    ],
)
def test_missing_or_broken_features_are_named(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "camera.pfs"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CameraAbsent, match=words):
        BaslerDriver(emulator.emulated(features=path)).open()


def test_features_that_this_camera_cannot_have_are_refused(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "camera.pfs"
    driver = opened(emulator.emulated())
    driver.save_features(path)
    driver.close()
    path.write_text(path.read_text().replace("PixelFormat\tMono8", "PixelFormat\tNope"))
    with pytest.raises(CameraAbsent, match="do not fit this camera"):
        BaslerDriver(emulator.emulated(features=path)).open()


def test_features_that_cannot_be_written_are_an_os_error(driver: BaslerDriver, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be saved"):
        driver.save_features(tmp_path / "no folder" / "camera.pfs")
