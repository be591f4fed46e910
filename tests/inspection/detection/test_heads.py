"""From a net's numbers to boxes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inspection.detection.heads import MAX_DETECTIONS, Boxes, read_boxes
from inspection.errors import DetectionsImplausible
from tests.nets import raw_answer

THRESHOLDS = np.array([0.25, 0.5], np.float32)


def read(output: NDArray[np.float32], head: str = "yolo") -> Boxes:
    return read_boxes(output, head=head, thresholds=THRESHOLDS, nms_iou=0.6)  # type: ignore[arg-type]


def test_a_raw_head_is_thinned_out_within_each_class_and_sorted() -> None:
    boxes = read(
        raw_answer(
            [
                (50, 50, 20, 10, 0.7, 0.0),
                (51, 50, 20, 10, 0.9, 0.0),  # the same pore once more, surer
                (50, 50, 20, 10, 0.0, 0.8),  # a crack in the same place is another defect
                (90, 90, 10, 10, 0.3, 0.0),
            ]
        )
    )
    assert boxes.scores.tolist() == pytest.approx([0.9, 0.8, 0.3])
    assert boxes.classes.tolist() == [0, 1, 0]
    assert boxes.xyxy[0].tolist() == [41, 45, 61, 55]


def test_a_place_that_may_be_either_class_gives_both() -> None:
    boxes = read(raw_answer([(50, 50, 20, 10, 0.55, 0.6)]))
    assert boxes.classes.tolist() == [1, 0]


def test_each_class_has_its_own_threshold() -> None:
    boxes = read(raw_answer([(10, 10, 5, 5, 0.3, 0.0), (40, 40, 5, 5, 0.0, 0.45)]))
    assert boxes.classes.tolist() == [0]


def test_an_nms_free_head_is_taken_as_it_is() -> None:
    rows = [[1, 2, 11, 12, 0.4, 0], [1, 2, 11, 12, 0.9, 1], [1, 2, 11, 12, 0.1, 0]]
    boxes = read(np.array([rows], np.float32), "yolo-nms-free")
    assert boxes.scores.tolist() == pytest.approx([0.9, 0.4])
    assert boxes.classes.tolist() == [1, 0]


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_no_number_is_implausible(poison: float) -> None:
    answer = raw_answer([(10, 10, 5, 5, 0.9, 0.0)])
    answer[0, 2, 17] = poison
    with pytest.raises(DetectionsImplausible, match="NaN or infinity"):
        read(answer)


def test_absurdly_many_boxes_are_implausible() -> None:
    side = 20
    grid = [(x * 40.0, y * 40.0, 10.0, 10.0, 0.9, 0.0) for x in range(side) for y in range(side)]
    with pytest.raises(DetectionsImplausible, match="400 defects on one picture"):
        read(raw_answer(grid, anchors=side * side))
    assert len(read(raw_answer(grid[:MAX_DETECTIONS], anchors=side * side)).scores) == MAX_DETECTIONS


def test_a_class_that_does_not_exist_is_implausible() -> None:
    with pytest.raises(DetectionsImplausible, match="class 7"):
        read(np.array([[[1, 2, 11, 12, 0.9, 7]]], np.float32), "yolo-nms-free")
