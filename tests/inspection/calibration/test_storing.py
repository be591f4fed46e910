import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.calibration.by_ruler import calibrate_by_ruler
from inspection.calibration.calibration import Calibration
from inspection.calibration.refusal import Problem
from inspection.calibration.storing import (
    calibration_files,
    calibration_path,
    load_calibration,
    save_calibration,
)
from inspection.errors import CalibrationRefused, StorageFailed

WHEN = datetime(2026, 11, 21, 18, 4, 10, tzinfo=UTC)


def made(camera_id: str = "usb:1", length_mm: float = 50, when: datetime = WHEN) -> Calibration:
    calibration = calibrate_by_ruler((0, 0), (500, 0), length_mm, camera_id=camera_id, resolution_wh=(640, 480))
    return calibration.model_copy(update={"made_at": when})


def problem(home: Path, camera_id: str = "usb:1") -> Problem:
    with pytest.raises(CalibrationRefused) as caught:
        load_calibration(home, camera_id)
    return caught.value.refusal.problem


def test_what_is_saved_is_found(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = save_calibration(home, made())
    assert load_calibration(home, "usb:1") == made()
    assert calibration_files(home) == (path,)
    assert [file.name for file in path.parent.iterdir()] == [path.name]  # no draft is left


def test_older_ones_stay_with_their_date_and_are_not_taken(tmp_path: Path) -> None:
    for day in range(3):
        path = save_calibration(tmp_path, made(length_mm=50 + day, when=WHEN + timedelta(days=day)))
    assert load_calibration(tmp_path, "usb:1") == made(length_mm=52, when=WHEN + timedelta(days=2))
    assert calibration_files(tmp_path) == (path,)
    kept = sorted(file.name.removeprefix(path.stem) for file in path.parent.iterdir())
    assert kept == ["-2026-11-21T180410Z.json", "-2026-11-22T180410Z.json", ".json"]


def test_cameras_do_not_share_a_file(tmp_path: Path) -> None:
    save_calibration(tmp_path, made("usb:/dev/a:b", 50))
    save_calibration(tmp_path, made("usb:/dev/a_b", 60))
    assert load_calibration(tmp_path, "usb:/dev/a:b").mm_per_px.centre == pytest.approx(0.1)
    assert load_calibration(tmp_path, "usb:/dev/a_b").mm_per_px.centre == pytest.approx(0.12)
    assert problem(tmp_path, "usb:/dev/a-b") is Problem.NOT_CALIBRATED


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_camera_has_a_file_of_its_own_in_the_folder(one: str, other: str) -> None:
    path = calibration_path(Path("home"), one)
    assert path.parent == Path("home/calibration")
    assert path.name.isascii()
    assert len(path.name) < 100
    assert set(path.stem) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert (path == calibration_path(Path("home"), other)) == (one == other)


def test_a_camera_without_a_file_is_refused(tmp_path: Path) -> None:
    save_calibration(tmp_path, made())
    assert problem(tmp_path, "usb:2") is Problem.NOT_CALIBRATED


def test_another_cameras_file_is_refused(tmp_path: Path) -> None:
    save_calibration(tmp_path, made("usb:2")).rename(calibration_path(tmp_path, "usb:1"))
    assert problem(tmp_path) is Problem.OTHER_CAMERA


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "\x00" * len(text),
        lambda text: text.replace('"mm"', '"inch"'),
        lambda text: text.replace("0.1", "NaN"),
        lambda text: text.replace('"mm_per_px": 0.1', '"mm_per_px": 0.2'),
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: json.dumps({**json.loads(text), "more": 1}),
        lambda text: json.dumps({**json.loads(text), "resolution_wh": [0, 480]}),
        lambda text: text.replace("Z", ""),
    ],
)
def test_a_broken_file_is_told_and_never_used(tmp_path: Path, spoil: object) -> None:
    path = save_calibration(tmp_path, made())
    path.write_text(spoil(path.read_text()))  # type: ignore[operator]
    assert problem(tmp_path) is Problem.FILE_BROKEN
    before = path.read_bytes()
    save_calibration(tmp_path, made())  # the way out: calibrate again; the broken one is kept aside
    assert load_calibration(tmp_path, "usb:1") == made()
    assert before in [file.read_bytes() for file in path.parent.iterdir()]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "calibration").write_text("a file")
    with pytest.raises(StorageFailed, match="cannot be written"):
        save_calibration(tmp_path, made())


def test_a_failed_save_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_calibration(tmp_path, made())

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspection.platform.replace", full)
    with pytest.raises(StorageFailed):
        save_calibration(tmp_path, made(length_mm=60))
    assert load_calibration(tmp_path, "usb:1") == made()
