"""Two boxes over each other: one defect or two."""

import numpy as np

from inspection.finding import Characteristic, Detection, Finding
from inspection.measuring import measure
from inspection.scale import MillimetreScale

SCALE = MillimetreScale(mm_per_px=0.1, relative_uncertainty=0)


def pore(x1: float, x2: float, score: float = 0.9) -> Detection:
    return Detection(class_name="pore", score=score, xyxy=(x1, 40, x2, 60))


def diameter(finding: Finding) -> tuple[float, float]:
    [size] = [one for one in finding.measurements if one.characteristic is Characteristic.DIAMETER]
    return size.value, size.uncertainty


def picture() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    import cv2

    pixels = np.full((100, 160, 3), 180, np.uint8)
    for x in (60, 82):  # they touch
        cv2.circle(pixels, (x, 50), 11, (30, 30, 30), -1, cv2.LINE_AA)
    return pixels


def test_a_box_over_another_of_its_class_says_half_of_its_size_at_least() -> None:
    alone = measure([pore(48, 94)], picture(), SCALE)[0]
    doubled = measure([pore(48, 94), pore(52, 90, 0.6)], picture(), SCALE)[0]
    (value, sure), (same, doubtful) = diameter(alone), diameter(doubled)
    assert same - 2 * doubtful <= value / 2
    assert same + 2 * doubtful >= value + 2 * sure - 1e-9


def test_neighbours_and_other_classes_change_nothing() -> None:
    stain = pore(52, 90).model_copy(update={"class_name": "stain"})
    beside = pore(91, 110)
    alone = measure([pore(48, 94)], picture(), SCALE)[0]
    for other in (stain, beside):
        assert diameter(measure([pore(48, 94), other], picture(), SCALE)[0])[1] == diameter(alone)[1]
