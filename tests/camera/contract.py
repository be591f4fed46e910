"""What every camera must do, as tests: subclass `CameraContract` and give it a `rig`."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np
import pytest

from camera import Camera, CameraAbsent, CameraError, CameraLost, CameraSettings, Frame, FrameStale
from camera.decoding import decode_picture


class Rig(Protocol):
    """A kind of camera on the bench, and the hands that pull its plug. Put in at first."""

    def make(self) -> Camera:
        """A new camera object for this rig's one device, not opened."""
        ...

    def pull(self) -> None:
        """Take the device away."""
        ...

    def put(self) -> None:
        """Bring it back."""
        ...


def wait_for(condition: Callable[[], bool], timeout_s: float = 5) -> None:
    """Until it holds; fails the test otherwise."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


class CameraContract:
    """Order, blocking and failure as `camera.protocol` states them."""

    @pytest.fixture
    def camera(self, rig: Rig) -> Iterator[Camera]:
        camera = rig.make()
        yield camera
        camera.close()

    @pytest.fixture
    def opened(self, camera: Camera) -> Camera:
        camera.open()
        return camera

    # --- open and close

    def test_absent_camera_fails_clean_and_can_be_tried_again(self, rig: Rig, camera: Camera) -> None:
        rig.pull()
        for _ in range(3):
            with pytest.raises(CameraAbsent):
                camera.open()
        with pytest.raises(CameraLost):
            camera.snap()
        rig.put()
        camera.open()
        assert camera.snap().frame_id >= 0

    def test_opening_twice_is_harmless(self, opened: Camera) -> None:
        first = opened.snap()
        opened.open()
        assert opened.snap().frame_id > first.frame_id

    def test_closing_is_harmless_at_any_time(self, camera: Camera) -> None:
        camera.close()
        camera.open()
        camera.close()
        camera.close()

    def test_without_open_there_is_no_frame(self, camera: Camera) -> None:
        with pytest.raises(CameraLost):
            camera.snap()
        with pytest.raises(CameraLost):
            camera.latest(1000)
        with pytest.raises(CameraLost):
            camera.configure(CameraSettings())

    def test_after_close_there_is_no_frame(self, opened: Camera) -> None:
        opened.snap()
        opened.close()
        with pytest.raises(CameraLost):
            opened.snap()
        with pytest.raises(CameraLost):
            opened.latest(60_000)

    def test_opens_again_after_close(self, opened: Camera) -> None:
        before = opened.snap()
        opened.close()
        opened.open()
        assert opened.snap().frame_id > before.frame_id

    def test_no_thread_is_left_after_close(self, camera: Camera) -> None:
        before = set(threading.enumerate())
        camera.open()
        camera.snap()
        camera.latest(1000)
        camera.close()
        assert set(threading.enumerate()) <= before

    def test_identity_is_known_before_open_and_stays(self, camera: Camera) -> None:
        name = camera.camera_id
        assert name
        camera.open()
        assert camera.camera_id == name
        assert camera.snap().camera_id == name

    # --- frames

    def test_frame_ids_strictly_rise(self, opened: Camera) -> None:
        ids = []
        for _ in range(6):
            ids += [opened.snap().frame_id]
            newest = opened.latest(1000).frame_id
            if newest != ids[-1]:
                ids += [newest]
        assert ids == sorted(set(ids))

    def test_exposure_begins_after_the_call(self, opened: Camera) -> None:
        for _ in range(5):
            before = datetime.now(UTC)
            frame = opened.snap()
            assert before <= frame.captured_at <= datetime.now(UTC)
            assert frame.captured_at.utcoffset() == timedelta(0)

    def test_pixels_are_rgb_and_cannot_be_written_to(self, opened: Camera) -> None:
        for frame in (opened.snap(), opened.latest(1000)):
            assert frame.pixels.dtype == np.uint8
            assert frame.pixels.shape == (frame.height_px, frame.width_px, 3)
            with pytest.raises(ValueError, match="read-only"):
                frame.pixels[0, 0, 0] = 1

    def test_a_frame_does_not_change_when_the_next_is_taken(self, opened: Camera) -> None:
        frame = opened.snap()
        kept = frame.pixels.copy()
        opened.snap()
        opened.latest(1000)
        assert np.array_equal(frame.pixels, kept)

    def test_encoded_bytes_are_the_same_picture(self, opened: Camera) -> None:
        frame = opened.snap()
        if frame.encoded is not None:
            pixels, media_type = decode_picture(frame.encoded)
            assert media_type == frame.media_type
            assert np.array_equal(pixels, frame.pixels)

    def test_latest_is_not_older_than_asked(self, opened: Camera) -> None:
        for _ in range(3):
            frame = opened.latest(500)
            assert datetime.now(UTC) - frame.captured_at <= timedelta(milliseconds=600)
            time.sleep(0.05)

    def test_latest_does_not_wait(self, opened: Camera) -> None:
        opened.snap()
        start = time.monotonic()
        with suppress(FrameStale):
            opened.latest(1)
        assert time.monotonic() - start < 0.5

    def test_settings_that_say_nothing_change_nothing(self, opened: Camera) -> None:
        before = opened.settings
        opened.configure(CameraSettings())
        assert opened.settings == before

    # --- several threads

    def test_live_picture_from_other_threads_while_snapping(self, opened: Camera) -> None:
        stop = threading.Event()
        failures: list[BaseException] = []
        seen: list[list[int]] = [[], []]

        def watch(ids: list[int]) -> None:
            try:
                while not stop.is_set():
                    with suppress(FrameStale):
                        ids.append(opened.latest(1000).frame_id)
                    time.sleep(0.002)
            except BaseException as error:
                failures.append(error)

        watchers = [threading.Thread(target=watch, args=(ids,)) for ids in seen]
        for watcher in watchers:
            watcher.start()
        snapped = [opened.snap(5000).frame_id for _ in range(8)]
        wait_for(lambda: all(seen))
        stop.set()
        for watcher in watchers:
            watcher.join()
        assert not failures
        assert snapped == sorted(set(snapped))
        assert all(ids == sorted(ids) for ids in seen)

    def test_closing_under_a_watcher_gives_camera_lost(self, opened: Camera) -> None:
        ended: list[BaseException] = []
        started = threading.Event()

        def watch() -> None:
            try:
                while True:
                    with suppress(FrameStale):
                        opened.latest(1000)
                    started.set()
            except BaseException as error:
                ended.append(error)

        watcher = threading.Thread(target=watch)
        watcher.start()
        assert started.wait(5)
        opened.close()
        watcher.join(5)
        assert not watcher.is_alive()
        assert [type(error) for error in ended] == [CameraLost]

    # --- loss

    def test_pulled_plug_is_noticed_within_a_second_and_recovers(self, rig: Rig, opened: Camera) -> None:
        last = opened.snap()
        rig.pull()
        start = time.monotonic()
        with pytest.raises(CameraLost):
            opened.snap(1000)
        assert time.monotonic() - start < 1.5
        rig.put()
        opened.close()
        opened.open()
        frame = opened.snap()
        assert frame.frame_id > last.frame_id

    def test_every_failure_says_what_to_do_next(self, rig: Rig, camera: Camera) -> None:
        rig.pull()
        with pytest.raises(CameraError) as absent:
            camera.open()
        with pytest.raises(CameraError) as lost:
            camera.snap()
        assert all(len(str(error.value)) > 20 for error in (absent, lost))


def same_scene(one: Frame, other: Frame) -> bool:
    """Whether two frames show the same part: alike to within sensor noise."""
    if one.pixels.shape != other.pixels.shape:
        return False
    difference = np.abs(one.pixels.astype(np.int16) - other.pixels.astype(np.int16))
    return float(difference.mean()) < 4
