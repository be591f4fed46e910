"""From configuration to driver: each has one, and its name tells nobody a password."""

from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from camera import BaslerConfig, CameraConfig, HttpMjpegConfig, UsbConfig, VideoConfig
from camera.config import DriverConfig
from camera.drivers import camera_id_of, make_driver

CONFIGS = [
    (UsbConfig(serial="A1"), "usb:A1"),
    (UsbConfig(device="/dev/v4l/by-id/cam"), "usb:/dev/v4l/by-id/cam"),
    (HttpMjpegConfig(url="http://10.0.0.7:8080/video"), "http-mjpeg:http://10.0.0.7:8080/video"),
    (VideoConfig(path=Path("weld.avi")), "video:weld.avi"),
    (BaslerConfig(serial="4001"), "basler:4001"),
]


@pytest.mark.parametrize(("config", "name"), CONFIGS)
def test_each_has_a_driver_and_a_name(config: DriverConfig, name: str) -> None:
    assert camera_id_of(config) == name
    assert make_driver(config).feed in ("stream", "on-demand")


def test_none_is_forgotten() -> None:
    assert {type(config) for config, _ in CONFIGS} == set(get_args(DriverConfig))


@pytest.mark.parametrize(
    "url",
    [
        "http://me:secret@10.0.0.7/video",
        "http://10.0.0.7/video?user=me&pwd=secret",
        "http://me:1/secret@10.0.0.7/video",
    ],
)
def test_a_password_stands_in_no_name(url: str) -> None:
    assert "secret" not in camera_id_of(HttpMjpegConfig(url=url))


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "usb"},
        {"kind": "usb", "serial": "A1", "frames_per_second": 0},
        {"kind": "http-mjpeg", "url": "10.0.0.7/video"},
        {"kind": "basler", "serial": ""},
        {"kind": "basler", "serial": "4001", "trigger": "light"},
        {"kind": "usb", "serial": "A1", "settings": {"exposure_time_us": -1}},
        {"kind": "usb", "serial": "A1", "exposure": 1},
    ],
)
def test_what_cannot_be_is_refused_in_the_settings(entry: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(CameraConfig).validate_python(entry)
