"""Mean average precision against answers known in advance."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Pixels
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection
from training.data.labels import Box, LabelledPicture
from training.score import score, score_of, surest

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


def test_of_too_many_boxes_the_surest_are_scored(truth: MakeTruth) -> None:
    """A detector that refuses to answer below 0.05, where it would give hundreds."""
    asked = []

    def find_from(score: float) -> tuple[Detection, ...]:
        asked.append(score)
        if score < 0.05:
            raise DetectionsImplausible("hundreds of boxes")
        return (Detection(class_name="pore", score=0.9, xyxy=PORE),)

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        return surest(find_from)

    assert score(find, [truth(("pore", PORE))]).map50 > 0.99
    assert asked == [0.01, 0.02, 0.05]

    def refusing(score: float) -> tuple[Detection, ...]:
        raise DetectionsImplausible("NaN")

    with pytest.raises(DetectionsImplausible):
        surest(refusing)


BOXES = [(float(x), float(y), x + 8.0, y + 8.0) for y in range(0, 90, 20) for x in range(0, 90, 20)]


@given(
    labelled=st.integers(1, 12),
    scores=st.lists(st.floats(0.02, 1), min_size=25, max_size=25),
    hit=st.lists(st.booleans(), min_size=12, max_size=12),
    invented=st.integers(0, 10),
    data=st.data(),
)
def test_worse_detections_never_score_higher(
    labelled: int, scores: list[float], hit: list[bool], invented: int, data: st.DataObject
) -> None:
    """A hit that is lost, and a box where nothing is."""
    labels = [Box(class_name="pore", xyxy=xyxy) for xyxy in BOXES[:labelled]]
    places = [number for number in range(labelled) if hit[number]] + list(range(12, 12 + invented))
    found = [Detection(class_name="pore", score=scores[number], xyxy=BOXES[number]) for number in places]
    before = score_of([found], [labels])
    worse = [*found, Detection(class_name="pore", score=data.draw(st.floats(0.02, 1)), xyxy=BOXES[24])]
    if any(hit[:labelled]):
        lost = data.draw(st.sampled_from([number for number in range(labelled) if hit[number]]))
        worse = [one for one in worse if one.xyxy != BOXES[lost]]
    after = score_of([worse], [labels])
    assert after.map50 <= before.map50 + 1e-9
    assert after.map50_95 <= before.map50_95 + 1e-9
