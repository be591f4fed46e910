"""The station's settings, written and read again."""

from pathlib import Path

import pytest

from camera.config import BaslerConfig, CameraConfig, FolderConfig, HttpMjpegConfig, SimulatedConfig, UsbConfig
from camera.settings import CameraSettings
from inspection.record import Precision
from inspection.station.settings import FILE_NAME, StationSettings, load_settings, save_settings


@pytest.mark.parametrize(
    "camera",
    [
        SimulatedConfig(),
        SimulatedConfig(part="board", seed=7),
        FolderConfig(path=Path("pictures/of parts"), loop=False),
        UsbConfig(device="0", settings=CameraSettings(exposure_time_us=8000, gain_steps=3)),
        HttpMjpegConfig(url="http://192.168.0.7:8080/video"),
        BaslerConfig(serial="24012345"),
    ],
)
def test_what_is_written_is_read_again(camera: CameraConfig, tmp_path: Path) -> None:
    settings = StationSettings(camera=camera, part="board", language="en", precision=Precision.INT8)
    save_settings(tmp_path, settings)
    assert load_settings(tmp_path) == settings


def test_defaults_are_left_out_so_that_a_later_default_counts(tmp_path: Path) -> None:
    save_settings(tmp_path, StationSettings(part="board"))
    assert (tmp_path / FILE_NAME).read_text() == "part: board\n"


def test_all_defaults_make_a_file_that_can_be_read(tmp_path: Path) -> None:
    save_settings(tmp_path, StationSettings())
    assert load_settings(tmp_path) == StationSettings()
