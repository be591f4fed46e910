"""Mean average precision against answers known in advance."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Pixels
from inspection.finding import Detection
from training.errors import LabelError
from training.score import Truth, read_split, score

PORE, CRACK = (10.0, 10.0, 30.0, 30.0), (50.0, 50.0, 90.0, 60.0)


def truth(*boxes: tuple[str, tuple[float, float, float, float]]) -> Truth:
    return Truth(picture=Path("none.png"), pixels=np.zeros((100, 100, 3), np.uint8), boxes=boxes)


def saying(
    *detections: tuple[str, float, tuple[float, float, float, float]],
) -> Callable[[Pixels], tuple[Detection, ...]]:
    found = tuple(Detection(class_name=name, score=score, xyxy=xyxy) for name, score, xyxy in detections)

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        return found

    return find


def test_a_detector_that_finds_everything_exactly_scores_one() -> None:
    result = score(saying(("pore", 0.9, PORE), ("crack", 0.8, CRACK)), [truth(("pore", PORE), ("crack", CRACK))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)
    assert result.map50_95 == pytest.approx(0.995, abs=0.006)
    assert result.per_class["pore"][1] == 1


def test_a_right_box_of_the_wrong_class_is_worth_nothing() -> None:
    result = score(saying(("crack", 0.9, PORE), ("pore", 0.9, CRACK)), [truth(("pore", PORE), ("crack", CRACK))])
    assert result.map50 == 0


def test_a_box_that_overlaps_by_seven_tenths_counts_for_half_of_the_overlaps() -> None:
    shifted = (10.0, 10.0, 30.0, 24.4)  # 0.72 of the pore
    result = score(saying(("pore", 0.9, shifted)), [truth(("pore", PORE))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)
    assert result.map50_95 == pytest.approx(0.995 / 2, abs=0.01)


def test_a_label_is_hit_once_and_a_class_nobody_found_counts_as_nothing() -> None:
    twice = saying(("pore", 0.9, PORE), ("pore", 0.8, PORE))
    result = score(twice, [truth(("pore", PORE), ("crack", CRACK))])
    assert result.per_class["crack"] == (0.0, 1)
    assert result.map50 == pytest.approx(result.per_class["pore"][0] / 2, abs=1e-6)


def test_the_surest_box_takes_the_label_though_another_fits_better() -> None:
    nearly = (10.0, 10.0, 30.0, 24.4)
    result = score(saying(("pore", 0.9, nearly), ("pore", 0.3, PORE)), [truth(("pore", PORE))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)


def test_a_split_is_read_in_pixels(tmp_path: Path) -> None:
    (tmp_path / "images" / "val").mkdir(parents=True)
    (tmp_path / "labels" / "val").mkdir(parents=True)
    Image.new("RGB", (200, 100), (90, 90, 90)).save(tmp_path / "images" / "val" / "a.png")
    (tmp_path / "labels" / "val" / "a.txt").write_text("1 0.5 0.5 0.1 0.2\n")
    (tmp_path / "data.yaml").write_text("val: images/val\nnc: 2\nnames: [pore, crack]\n")
    [only] = read_split(tmp_path / "data.yaml", "val")
    [(name, xyxy)] = only.boxes
    assert name == "crack"
    assert xyxy == pytest.approx((90, 40, 110, 60))
    (tmp_path / "labels" / "val" / "a.txt").write_text("7 0.5 0.5 0.1 0.2\n")
    with pytest.raises(LabelError, match=r"labels/val/a.txt:1: class 7, expected 0 to 1: pore, crack"):
        read_split(tmp_path / "data.yaml", "val")


def test_a_damaged_picture_is_still_named_so_beside_ultralytics() -> None:
    """ultralytics replaces Pillow's `open` for its process with one that asks for a decoder nobody has."""
    import ultralytics.utils.patches  # noqa: F401

    whole = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 90, 60)).save(whole, "JPEG")
    data = whole.getvalue()
    damaged = 0
    for place in range(2, 400):
        try:
            decode_picture(data[:place] + b"\0" + data[place + 1 :])
        except FrameBroken:
            damaged += 1
    assert damaged > 10
