"""A USB camera as the station sees it: in a process of its own, over the stand-in."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from camera import Camera, CameraError, CameraHung, CameraLost, Frame, FrameBroken, FrameStale, Pixels
from camera.config import UsbConfig
from camera.errors import PictureChanged
from camera.process import ProcessCamera
from tests.camera.contract import CameraContract, Rig, wait_for
from tests.camera.v4l2 import Mode, V4l2StandIn
from tests.camera.v4l2.pictures import jpeg, scene, shots, yuyv


class UsbRig:
    """The stand-in camera and its plug."""

    def __init__(self, stand_in: V4l2StandIn) -> None:
        self._stand_in = stand_in

    def make(self, **more: object) -> ProcessCamera:
        given = {"device": str(self._stand_in.node), "width_px": 320, "height_px": 240, **more}
        return ProcessCamera(UsbConfig.model_validate(given), environment=self._stand_in.environment())

    def pull(self) -> None:
        self._stand_in.mode(Mode.IS_UNPLUGGED)

    def put(self) -> None:
        self._stand_in.mode(Mode.WORKS)


@pytest.fixture(scope="module")
def opened_once(bench: tuple[V4l2StandIn, object]) -> Iterator[ProcessCamera]:
    made = UsbRig(bench[0]).make()
    yield made
    made.close()


def takes_pictures(camera: Camera) -> bool:
    try:
        camera.open()
        camera.snap(5000)
    except CameraError:  # what the test before did to it may not have come out of its buffers yet
        return False
    return True


@pytest.fixture
def station(stand_in: V4l2StandIn, opened_once: ProcessCamera) -> ProcessCamera:
    """A camera of the station, opened, that shows JPEGs of a part; started anew after a test that killed it."""
    wait_for(lambda: takes_pictures(opened_once), 20)
    return opened_once


class TestContract(CameraContract):
    @pytest.fixture
    def rig(self, stand_in: V4l2StandIn) -> Rig:
        return UsbRig(stand_in)

    @pytest.fixture
    def opened(self, station: ProcessCamera) -> Camera:
        """One camera for all: starting its process takes longer than most tests."""
        return station


def fault(station: ProcessCamera) -> CameraError:
    """What the station is told without taking a picture."""
    found: list[CameraError] = []

    def is_faulty() -> bool:
        try:
            station.check()
        except CameraError as error:
            found.append(error)
        return bool(found)

    wait_for(is_faulty, 20)
    return found[0]


def snap_until(station: ProcessCamera, error: type[CameraError]) -> CameraError:
    """Frames that were whole may still be on the way."""
    found: list[CameraError] = []

    def is_told() -> bool:
        try:
            station.snap(300)
        except CameraError as caught:
            found.append(caught)
        return bool(found) and isinstance(found[-1], error)

    wait_for(is_told, 20)
    return found[-1]


def difference(frame: Frame, pixels: Pixels) -> float:
    return float(np.abs(frame.pixels.astype(int) - pixels).mean())


def test_colours_are_right(station: ProcessCamera) -> None:
    frame = station.snap(5000)
    assert difference(frame, scene()) < 12
    assert difference(frame, scene()[..., ::-1]) > 15


def test_colours_of_yuyv_are_right_and_truncated_frames_refused(stand_in: V4l2StandIn) -> None:
    stand_in.show(shots(yuyv))
    station = UsbRig(stand_in).make(pixel_format="yuyv")
    station.open()
    frame = station.snap(5000)
    stand_in.mode(Mode.CUTS_SHORT)
    told = snap_until(station, FrameBroken)
    station.close()
    assert difference(frame, scene()) < 12
    assert difference(frame, scene()[..., ::-1]) > 15
    assert "rows of the frame are those of an older frame" in str(told)


def test_a_picture_is_never_that_of_the_part_before(stand_in: V4l2StandIn, station: ProcessCamera) -> None:
    for number in range(5):
        files = shots(brightness=0.5 + number / 4, seed=number)
        stand_in.show(files)
        assert station.snap(5000).encoded in files


def test_truncated_pictures_are_refused_and_whole_ones_taken_again(
    stand_in: V4l2StandIn, station: ProcessCamera
) -> None:
    stand_in.mode(Mode.CUTS_SHORT)
    snap_until(station, FrameBroken)
    with pytest.raises(FrameBroken):
        station.snap()
    stand_in.mode(Mode.WORKS)
    wait_for(lambda: station.snap(5000).width_px == 320)
    assert station.health().broken > 0


def test_the_same_frame_again_is_stale(stand_in: V4l2StandIn, station: ProcessCamera) -> None:
    stand_in.mode(Mode.REPEATS)
    snap_until(station, FrameStale)
    assert station.health().stale > 0


def test_the_same_bytes_again_are_stale_whatever_their_number(stand_in: V4l2StandIn, station: ProcessCamera) -> None:
    stand_in.show([jpeg(scene())])
    snap_until(station, FrameStale)


def test_another_size_stops_and_is_named(stand_in: V4l2StandIn, station: ProcessCamera) -> None:
    stand_in.show(shots(width_px=160, height_px=120))
    words = str(snap_until(station, PictureChanged))
    assert "320 x 240" in words
    assert "160 x 120" in words


def test_a_stall_costs_the_process_and_a_new_one_goes_on(stand_in: V4l2StandIn, station: ProcessCamera) -> None:
    stand_in.mode(Mode.STALLS)
    told = fault(station)
    assert isinstance(told, CameraLost)
    assert "gave no picture" in str(told)
    stand_in.mode(Mode.WORKS)
    station.close()
    station.open()
    assert station.snap(5000).width_px == 320


def test_a_hanging_kernel_call_costs_the_process_and_a_new_one_goes_on(
    stand_in: V4l2StandIn, station: ProcessCamera
) -> None:
    stand_in.mode(Mode.HANGS)
    began_s = time.monotonic()
    assert isinstance(fault(station), CameraHung)
    assert time.monotonic() - began_s < 10
    stand_in.mode(Mode.WORKS)
    station.close()
    station.open()
    assert station.snap(5000).width_px == 320
    assert station.health().restarts > 0
