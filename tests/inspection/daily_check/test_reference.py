"""The reference is refused where it could not be compared, and kept whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from camera.frame import Frame
from inspection.daily_check import Problem, ReferenceMissing, ReferenceRefused, load_taught, save_taught, teach
from inspection.daily_check.reference import FILE_NAME
from tests.inspection.daily_check.scene import VIEW_WH, frame_of, seen


def empty_table() -> Frame:
    noise = np.random.default_rng(0).normal(0, 2, (VIEW_WH[1], VIEW_WH[0], 3))
    return frame_of(120 + noise)


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        (lambda: seen("board", light=0.1), Problem.TOO_DARK),
        (lambda: seen("board", light=5), Problem.TOO_BRIGHT),
        (lambda: seen("weld-bead", light=2.2), Problem.TOO_BRIGHT),
        (lambda: seen("board", blur_px=8), Problem.TOO_SOFT),
        (empty_table, Problem.TOO_SOFT),
    ],
)
def test_what_is_no_reference(look: Callable[[], Frame], problem: Problem) -> None:
    with pytest.raises(ReferenceRefused) as refused:
        teach(look())
    assert refused.value.problem is problem


def test_straight_lines_alone_are_no_reference() -> None:
    stripes = np.where(np.arange(VIEW_WH[0]) // 20 % 2, 90.0, 160.0)[None, :, None] * np.ones((VIEW_WH[1], 1, 3))
    with pytest.raises(ReferenceRefused) as refused:
        teach(frame_of(stripes))
    assert refused.value.problem is Problem.NOTHING_TO_FIND_AGAIN


def test_what_was_taught_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "taught" / "board"
    taught, reference = teach(seen("board"))
    save_taught(taught, reference, folder)
    again, picture = load_taught(folder)
    assert again == taught
    assert (picture.pixels == reference.pixels).all()
    assert again.resolution_wh == VIEW_WH


def test_nothing_was_taught(tmp_path: Path) -> None:
    with pytest.raises(ReferenceMissing) as missing:
        load_taught(tmp_path)
    assert missing.value.problem is Problem.NOT_TAUGHT


def test_damage_is_seen(tmp_path: Path) -> None:
    taught, reference = teach(seen("board"))
    save_taught(taught, reference, tmp_path)
    [picture] = tmp_path.rglob("*.png")
    whole = picture.read_bytes()
    for damaged in (whole[:-1], whole[:200] + b"x" + whole[201:]):
        picture.write_bytes(damaged)
        with pytest.raises(ReferenceMissing) as missing:
            load_taught(tmp_path)
        assert missing.value.problem is Problem.DAMAGED
    picture.write_bytes(whole)
    (tmp_path / FILE_NAME).write_text("{}")
    with pytest.raises(ReferenceMissing, match="teach the daily check again"):
        load_taught(tmp_path)


def test_teaching_anew_replaces_the_reference(tmp_path: Path) -> None:
    for index in (1, 2):
        save_taught(*teach(seen("board", index)), tmp_path)
    taught, reference = load_taught(tmp_path)
    assert (reference.pixels == teach(seen("board", 2))[1].pixels).all()
    assert not list(tmp_path.rglob("*.tmp"))
    assert taught.picture_sha256 == reference.sha256
