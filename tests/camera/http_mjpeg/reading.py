"""Reading from a driver, as the tests need it."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from camera.config import HttpMjpegConfig
from camera.driver import RawFrame
from camera.errors import CameraError
from camera.http_mjpeg import HttpMjpegDriver
from tests.camera.http_mjpeg.server import MjpegServer

LAG_S = 0.5
"""Much, so that a slow computer under test does not look like a slow camera."""
PATIENCE_S = 5.0


@contextmanager
def opened(server: MjpegServer) -> Iterator[HttpMjpegDriver]:
    with closing(HttpMjpegDriver(HttpMjpegConfig(url=server.url, lag_ms=round(LAG_S * 1000)))) as driver:
        driver.open()
        yield driver


def first_frame(url: str) -> RawFrame:
    with closing(HttpMjpegDriver(HttpMjpegConfig(url=url))) as driver:
        driver.open()
        return driver.read(PATIENCE_S)


def data_of(frame: RawFrame) -> bytes:
    assert isinstance(frame.data, bytes)
    return frame.data


def read_until(driver: HttpMjpegDriver, expected: type[CameraError]) -> str:
    """What is said in the end; pictures that were sent before are read first."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            driver.read(0.2)
        except expected as error:
            return str(error)
    raise AssertionError(f"no {expected.__name__}")
