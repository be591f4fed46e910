"""A server, and a driver that is open at it."""

from collections.abc import Iterator

import pytest

from camera.http_mjpeg import HttpMjpegDriver
from tests.camera.http_mjpeg.reading import opened
from tests.camera.http_mjpeg.server import MjpegServer


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(width_px=160, height_px=120) as server:
        yield server


@pytest.fixture
def driver(server: MjpegServer) -> Iterator[HttpMjpegDriver]:
    with opened(server) as driver:
        yield driver
