from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera import CameraAbsent, CameraLost, CameraSettings, FeedEnded, FolderConfig, FrameBroken, FrameStale
from camera.folder import FolderCamera


def picture(path: Path, grey: int) -> None:
    Image.fromarray(np.full((40, 50, 3), grey, np.uint8)).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    picture(tmp_path / "b.PNG", 20)
    picture(tmp_path / "a.jpg", 10)
    picture(tmp_path / "c.JPEG", 30)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "d.jpg").mkdir()
    return tmp_path


def opened(path: Path, *, loop: bool = True) -> FolderCamera:
    camera = FolderCamera(FolderConfig(path=path, loop=loop))
    camera.open()
    return camera


def greys(camera: FolderCamera, count: int) -> list[int]:
    return [int(camera.snap().pixels[0, 0, 0]) for _ in range(count)]


def test_order_of_names_and_round_again(folder: Path) -> None:
    assert greys(opened(folder), 7) == [10, 20, 30, 10, 20, 30, 10]


def test_without_loop_no_picture_is_shown_twice(folder: Path) -> None:
    camera = opened(folder, loop=False)
    assert greys(camera, 3) == [10, 20, 30]
    for look in (camera.snap, camera.check, camera.snap):
        with pytest.raises(FeedEnded, match=r"c\.JPEG was the last"):
            look()
    camera.close()
    camera.open()
    with pytest.raises(FeedEnded):
        camera.snap()
    picture(folder / "a2.png", 15)
    with pytest.raises(FeedEnded):
        camera.check()
    picture(folder / "d1.png", 40)
    camera.check()
    assert greys(camera, 1) == [40]
    picture(folder / "d2.png", 50)
    assert greys(camera, 1) == [50]


def test_frames_carry_the_files_bytes(folder: Path) -> None:
    camera = opened(folder)
    frame = camera.snap()
    assert frame.encoded == (folder / "a.jpg").read_bytes()
    assert frame.media_type == "image/jpeg"
    assert camera.snap().media_type == "image/png"
    assert frame.camera_id == f"folder:{folder}"


def test_a_broken_file_costs_one_snap_and_no_more(folder: Path) -> None:
    whole = (folder / "b.PNG").read_bytes()
    (folder / "b.PNG").write_bytes(whole[:-20])
    camera = opened(folder)
    assert greys(camera, 1) == [10]
    with pytest.raises(FrameStale, match=r"b\.PNG"):
        camera.latest(1000)
    with pytest.raises(FrameBroken, match=r"b\.PNG"):
        camera.snap()
    assert greys(camera, 1) == [30]


def test_latest_shows_what_the_next_snap_takes(folder: Path) -> None:
    camera = opened(folder)
    for _ in range(4):
        shown = [camera.latest(1000) for _ in range(3)]
        assert shown[0].frame_id == shown[2].frame_id
        taken = camera.snap()
        assert np.array_equal(taken.pixels, shown[0].pixels)
        assert taken.frame_id > shown[0].frame_id


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_missing_or_empty_folder_is_absent(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    camera = FolderCamera(FolderConfig(path=tmp_path / name))
    with pytest.raises(CameraAbsent, match=name):
        camera.open()
    with pytest.raises(CameraAbsent):
        camera.open()


def test_a_deleted_file_is_a_lost_camera(folder: Path) -> None:
    camera = opened(folder)
    (folder / "a.jpg").unlink()
    with pytest.raises(CameraLost, match=r"a\.jpg"):
        camera.snap()


def test_there_is_nothing_to_set(folder: Path) -> None:
    with pytest.raises(ValueError, match="no exposure time"):
        opened(folder).configure(CameraSettings(gain_db=3))
