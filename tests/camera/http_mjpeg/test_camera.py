"""A phone as the station sees it: in a process of its own, over a real server."""

import threading
from collections.abc import Iterator

import pytest

from camera import Camera, HttpMjpegConfig
from camera.opening import make_camera
from tests.camera.contract import CameraContract, Rig, wait_for
from tests.camera.http_mjpeg.server import MjpegServer, Mode


class PhoneRig:
    """The server and its app."""

    def __init__(self, server: MjpegServer) -> None:
        self._server = server

    def make(self) -> Camera:
        return make_camera(HttpMjpegConfig(url=self._server.url, lag_ms=50))

    def pull(self) -> None:
        self._server.set_mode(Mode.REFUSE)

    def put(self) -> None:
        self._server.set_mode(Mode.OK)


class TestContract(CameraContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        with MjpegServer(width_px=160, height_px=120) as server:
            yield PhoneRig(server)

    def test_no_thread_is_left_after_close(self, camera: Camera) -> None:
        """The server has a thread for each client, which ends a moment after it."""
        before = set(threading.enumerate())
        camera.open()
        camera.snap()
        camera.close()
        wait_for(lambda: set(threading.enumerate()) <= before)


def test_the_password_is_not_in_the_name_of_the_camera() -> None:
    assert make_camera(HttpMjpegConfig(url="http://me:secret@cam/video")).camera_id == "http-mjpeg:http://cam/video"
