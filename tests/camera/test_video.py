"""A small film: played at its speed, from the start again, and refused where it is none."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from camera.config import VideoConfig
from camera.driver import RawFrame
from camera.errors import CameraAbsent, CameraLost, FeedEnded, FrameBroken, SnapTimeout
from camera.settings import CameraSettings
from camera.video import VideoDriver

FRAMES = 6
PATIENCE_S = 5.0


def write_film(path: Path, frames_per_second: float = 50) -> Path:
    """Each frame 20 brighter than the one before."""
    import cv2

    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), frames_per_second, (64, 48))
    for place in range(FRAMES):
        film.write(np.full((48, 64, 3), 40 + 20 * place, np.uint8))
    film.release()
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_film(tmp_path / "film.avi")


@pytest.fixture
def driver(film: Path) -> Iterator[VideoDriver]:
    """Opened."""
    with closing(VideoDriver(VideoConfig(path=film))) as driver:
        driver.open()
        yield driver


def place_of(frame: RawFrame) -> int:
    return round((float(np.mean(np.asarray(frame.data))) - 40) / 20)


def test_frames_come_in_order_and_from_the_start_again(driver: VideoDriver) -> None:
    frames = [driver.read(PATIENCE_S) for _ in range(2 * FRAMES + 1)]
    assert [place_of(frame) for frame in frames] == [*range(FRAMES), *range(FRAMES), 0]
    assert [frame.number for frame in frames] == list(range(1, 2 * FRAMES + 2))
    assert {(frame.width_px, frame.height_px, frame.layout) for frame in frames} == {(64, 48, "bgr8")}


def test_it_plays_no_faster_than_it_was_filmed(driver: VideoDriver) -> None:
    began_s = [driver.read(PATIENCE_S).began_s for _ in range(2 * FRAMES)]
    assert began_s[-1] - began_s[0] >= (2 * FRAMES - 2) / 50  # one may come right away, to make up for a late one


def test_a_frame_counts_as_exposed_when_it_was_read(driver: VideoDriver) -> None:
    for _ in range(5):
        asked_s = time.monotonic()
        assert asked_s <= driver.read(PATIENCE_S).began_s <= time.monotonic()


def test_while_nobody_reads_it_stands_still(driver: VideoDriver) -> None:
    assert place_of(driver.read(PATIENCE_S)) == 0
    time.sleep(0.1)
    assert place_of(driver.read(PATIENCE_S)) == 1


def test_a_frame_that_is_not_due_yet_is_a_time_out_and_comes_later(tmp_path: Path) -> None:
    with closing(VideoDriver(VideoConfig(path=write_film(tmp_path / "slow.avi", 1)))) as driver:
        driver.open()
        assert driver.stalled_after_s == 3
        driver.read(PATIENCE_S)
        with pytest.raises(SnapTimeout, match=r"a frame each 1 s, none was due in 0\.01 s"):
            driver.read(0.01)
        assert place_of(driver.read(PATIENCE_S)) == 1


def test_without_loop_it_ends_and_can_be_opened_again(film: Path) -> None:
    with closing(VideoDriver(VideoConfig(path=film, loop=False))) as driver:
        driver.open()
        assert [place_of(driver.read(PATIENCE_S)) for _ in range(FRAMES)] == list(range(FRAMES))
        for _ in range(2):
            with pytest.raises(FeedEnded, match="has ended"):
                driver.read(PATIENCE_S)
        driver.close()
        driver.open()
        assert place_of(driver.read(PATIENCE_S)) == 0


def test_a_frame_that_does_not_decode_is_broken_and_the_next_is_read(film: Path) -> None:
    data = bytearray(film.read_bytes())
    third = data.index(b"movi")
    for _ in range(3):
        third = data.index(b"00dc", third) + len(b"00dc....")
    size = int.from_bytes(data[third - 4 : third], "little")
    data[third : third + size] = bytes(size)
    film.write_bytes(data)
    with closing(VideoDriver(VideoConfig(path=film))) as driver:
        driver.open()
        assert [place_of(driver.read(PATIENCE_S)) for _ in range(2)] == [0, 1]
        with pytest.raises(FrameBroken, match="frame 3 of the video"):
            driver.read(PATIENCE_S)
        frame = driver.read(PATIENCE_S)
        assert (place_of(frame), frame.number) == (3, 4)


def test_a_file_that_is_gone_at_its_end_is_a_camera_lost(driver: VideoDriver, film: Path) -> None:
    film.rename(film.with_suffix(".away"))
    with pytest.raises(CameraLost, match="could not begin again"):
        for _ in range(FRAMES + 1):
            driver.read(PATIENCE_S)


def test_no_file_and_no_video_are_absent_until_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    with closing(VideoDriver(VideoConfig(path=path))) as driver:
        with pytest.raises(CameraAbsent, match=r"expected a video file at .*film\.avi, there is none"):
            driver.open()
        path.write_bytes(b"no video")
        with pytest.raises(CameraAbsent, match="cannot be played; convert it"):
            driver.open()
        write_film(path)
        driver.open()
        assert place_of(driver.read(PATIENCE_S)) == 0


def test_closing_is_harmless_and_ends_it(driver: VideoDriver) -> None:
    driver.close()
    driver.close()
    with pytest.raises(CameraLost, match="not open"):
        driver.read(0.01)


def test_it_cannot_be_set(driver: VideoDriver) -> None:
    assert driver.configure(CameraSettings()) == CameraSettings()
    with pytest.raises(ValueError, match="no exposure time"):
        driver.configure(CameraSettings(exposure_time_us=100))
