"""The learning curve: who is kept apart from whom, and what is made of the answers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.learning_curve.cells import Cell, cells_in, write_cell
from benchmarks.learning_curve.folds import folds_of
from benchmarks.learning_curve.telling import as_table, plot, points_of
from inspection.finding import Detection
from training.data.labels import Box, LabelledPicture

PORE = Box(class_name="pore", xyxy=(0, 0, 10, 10))
FOUND = Detection(class_name="pore", score=0.9, xyxy=(0, 0, 10, 10))


def bead(number: int, group: str | None = None) -> LabelledPicture:
    return LabelledPicture(picture=Path(f"{number:03d}.jpg"), width_px=100, height_px=50, boxes=(PORE,), group=group)


def cell(arm: str, fold: int, answers: dict[str, tuple[Detection, ...]]) -> Cell:
    return Cell(
        arm=arm,
        pictures=10,
        taught=10,
        fold=fold,
        seed=1,
        folds=2,
        data_sha256="0",
        budget_core_minutes=25,
        side_px=640,
        epochs=3,
        core_minutes=24.5,
        answers=answers,
    )


@given(st.lists(st.integers(0, 12), min_size=6, max_size=40), st.integers(2, 5), st.booleans())
def test_every_picture_is_kept_apart_once_and_no_part_is_on_both_sides(
    groups: list[int], count: int, mixed: bool
) -> None:
    pictures = [bead(number, f"part {group}") for number, group in enumerate(groups)]
    folds = folds_of(pictures, count, mixed=mixed)
    apart = [one.picture.name for fold in folds for one in fold.apart]
    assert sorted(apart) == sorted(one.picture.name for one in pictures)
    for fold in folds:
        assert not {one.group for one in fold.teach} & {one.group for one in fold.apart}
        assert len(fold.teach) + len(fold.apart) == len(pictures)


def test_of_long_series_the_first_pictures_come_from_several_parts() -> None:
    series = [bead(number, f"part {number // 20}") for number in range(100)]
    (fold, *_), (mixed, *_) = folds_of(series, 5), folds_of(series, 5, mixed=True)
    assert len({one.group for one in fold.teach[:10]}) == 1
    assert len({one.group for one in mixed.teach[:10]}) >= 3
    assert (set(mixed.teach), mixed.apart) == (set(fold.teach), fold.apart)


def test_answers_of_all_folds_are_judged_together_and_arms_on_the_same_pictures() -> None:
    pictures = [bead(number) for number in range(8)]
    halves = [[one.picture.name for one in pictures if int(one.picture.stem) % 2 == fold] for fold in (0, 1)]
    good = [cell("ours", fold, dict.fromkeys(halves[fold], (FOUND,))) for fold in (0, 1)]
    half = [cell("plain", fold, dict.fromkeys(halves[fold], (FOUND,) if fold else ())) for fold in (0, 1)]
    ours, plain = points_of([*good, *half], pictures, resamples=60)
    assert (ours.arm, ours.judged, ours.folds, plain.arm) == ("ours", 8, 2, "plain")
    assert ours.map50 == pytest.approx(0.995, abs=0.001)
    assert plain.map50 == pytest.approx(0.5, abs=0.01)
    low, middle, high = ours.ahead_of["plain"]
    assert 0 < low <= middle <= high
    assert plain.low < plain.map50 < plain.high


def test_cells_are_kept_whole_and_told(tmp_path: Path) -> None:
    write_cell(tmp_path / "cells", cell("ours", 0, {"000.jpg": (FOUND,)}))
    (kept,) = cells_in(tmp_path / "cells")
    assert kept == cell("ours", 0, {"000.jpg": (FOUND,)})
    write_cell(tmp_path / "others", cell("ours", 0, {}).model_copy(update={"folds": 3}))
    write_cell(tmp_path / "others", cell("ours", 1, {}))
    with pytest.raises(ValueError, match="2 different runs"):
        cells_in(tmp_path / "others")
    for fold, base in enumerate("ab"):
        write_cell(tmp_path / "bases", cell("ours", fold, {}).model_copy(update={"base_sha256": base}))
    with pytest.raises(ValueError, match="2 different runs"):
        cells_in(tmp_path / "bases")
    points = points_of([kept], [bead(0)], resamples=5)
    assert "| 10 | ours | 0.995" in as_table(points)
    plot(points, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 5_000
