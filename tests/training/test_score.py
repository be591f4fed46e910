"""Mean average precision against answers known in advance."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Pixels
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection
from training.data.labels import Box, LabelledPicture
from training.score import score

PORE, CRACK = (10.0, 10.0, 30.0, 30.0), (50.0, 50.0, 90.0, 60.0)


MakeTruth = Callable[..., LabelledPicture]


@pytest.fixture
def truth(tmp_path: Path) -> MakeTruth:
    """A grey picture of 100 x 100 px with the labels given as class name and xyxy."""
    path = tmp_path / "grey.png"
    Image.new("RGB", (100, 100), (90, 90, 90)).save(path)

    def make(*labels: tuple[str, tuple[float, float, float, float]]) -> LabelledPicture:
        boxes = tuple(Box(class_name=name, xyxy=xyxy) for name, xyxy in labels)
        return LabelledPicture(picture=path, width_px=100, height_px=100, boxes=boxes)

    return make


def saying(
    *detections: tuple[str, float, tuple[float, float, float, float]],
) -> Callable[[Pixels], tuple[Detection, ...]]:
    found = tuple(Detection(class_name=name, score=score, xyxy=xyxy) for name, score, xyxy in detections)

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        return found

    return find


def test_a_detector_that_finds_everything_exactly_scores_one(truth: MakeTruth) -> None:
    result = score(saying(("pore", 0.9, PORE), ("crack", 0.8, CRACK)), [truth(("pore", PORE), ("crack", CRACK))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)
    assert result.map50_95 == pytest.approx(0.995, abs=0.006)
    assert result.per_class["pore"][1] == 1


def test_a_right_box_of_the_wrong_class_is_worth_nothing(truth: MakeTruth) -> None:
    result = score(saying(("crack", 0.9, PORE), ("pore", 0.9, CRACK)), [truth(("pore", PORE), ("crack", CRACK))])
    assert result.map50 == 0


def test_a_box_that_overlaps_by_seven_tenths_counts_for_half_of_the_overlaps(truth: MakeTruth) -> None:
    shifted = (10.0, 10.0, 30.0, 24.4)  # 0.72 of the pore
    result = score(saying(("pore", 0.9, shifted)), [truth(("pore", PORE))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)
    assert result.map50_95 == pytest.approx(0.995 / 2, abs=0.01)


def test_a_label_is_hit_once_and_a_class_nobody_found_counts_as_nothing(truth: MakeTruth) -> None:
    twice = saying(("pore", 0.9, PORE), ("pore", 0.8, PORE))
    result = score(twice, [truth(("pore", PORE), ("crack", CRACK))])
    assert result.per_class["crack"] == (0.0, 1)
    assert result.map50 == pytest.approx(result.per_class["pore"][0] / 2, abs=1e-6)


def test_the_surest_box_takes_the_label_though_another_fits_better(truth: MakeTruth) -> None:
    nearly = (10.0, 10.0, 30.0, 24.4)
    result = score(saying(("pore", 0.9, nearly), ("pore", 0.3, PORE)), [truth(("pore", PORE))])
    assert result.map50 == pytest.approx(0.995, abs=0.006)


def test_a_detector_that_refuses_a_picture_has_found_nothing_on_it(truth: MakeTruth) -> None:
    def refusing(pixels: Pixels) -> tuple[Detection, ...]:
        raise DetectionsImplausible("hundreds of boxes")

    assert score(refusing, [truth(("pore", PORE))]).per_class == {"pore": (0.0, 1)}
    assert score(saying(), [truth()]).per_class == {}


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
