"""Two boxes over each other: one defect or two."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspection.finding import Characteristic, Detection, Finding
from inspection.measuring import measure
from inspection.measuring.overlaps import overlapping
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


corners = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 8), st.integers(1, 8))
boxes = st.builds(
    lambda name, at: Detection(class_name=name, score=0.9, xyxy=(at[0], at[1], at[0] + at[2], at[1] + at[3])),
    st.sampled_from(["pore", "crack"]),
    corners,
)


@given(detections=st.lists(boxes, max_size=8))
def test_each_pair_is_looked_at(detections: list[Detection]) -> None:
    def holds(one: Detection, other: Detection) -> bool:
        (x1, y1, x2, y2), (left, top, right, bottom) = one.xyxy, other.xyxy
        return left <= (x1 + x2) / 2 <= right and top <= (y1 + y2) / 2 <= bottom

    assert overlapping(detections) == tuple(
        any(
            one.class_name == other.class_name and holds(one, other) and holds(other, one)
            for place, other in enumerate(detections)
            if place != number
        )
        for number, one in enumerate(detections)
    )
