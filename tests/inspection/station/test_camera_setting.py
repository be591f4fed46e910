"""Knobs and white balance of the station's camera."""

import pytest

from camera.config import BaslerConfig, SimulatedConfig, WhiteBalance
from camera.settings import CameraSettings
from inspection.camera_aid import GreyCard
from inspection.station import Station
from inspection.station.camera_setting import balanced, set_camera
from inspection.station.settings import load_settings

REDDISH = GreyCard(red=150, green=120, blue=100)


def test_a_knob_is_turned_from_the_next_exposure_on(station: Station) -> None:
    assert set_camera(station, CameraSettings(exposure_time_us=4000)) is False  # the simulated camera keeps nothing
    assert station.camera_settings.exposure_time_us == 4000
    assert station.snap().exposure_time_us == 4000
    assert load_settings(station.home).camera == SimulatedConfig()


def test_what_the_camera_does_not_have_is_refused(station: Station) -> None:
    with pytest.raises(ValueError, match="exposure_time_us and gain_db"):
        set_camera(station, CameraSettings(focus_steps=3))


def test_factors_that_make_the_card_grey() -> None:
    config = balanced(BaslerConfig(serial="1"), REDDISH)
    assert config is not None and config.white_balance is not None
    factors = config.white_balance
    assert REDDISH.red * factors.red == pytest.approx(REDDISH.green, abs=0.1)
    assert REDDISH.blue * factors.blue == pytest.approx(REDDISH.green, abs=0.1)


def test_a_second_card_corrects_the_first_balance() -> None:
    first = BaslerConfig(serial="1", white_balance=WhiteBalance(red=2, blue=0.5))
    config = balanced(first, GreyCard(red=110, green=100, blue=80))
    assert config is not None
    assert config.white_balance == WhiteBalance(red=1.818, blue=0.625)


def test_where_the_station_cannot_set_it_there_are_no_factors() -> None:
    assert balanced(SimulatedConfig(), REDDISH) is None
