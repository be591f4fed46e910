"""From distances to findings: what is further never looks better, and what is no number never passes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from inspection.errors import DetectionsImplausible
from inspection.good_only.unlike import SCORED_PLACES, picture_score, unlike_good

FRAME_WH = (320, 160)
DISTANCES = arrays(np.float32, (4, 8), elements=st.floats(0, 10, width=32))


@given(DISTANCES, st.floats(0.5, 9))
def test_there_is_a_finding_exactly_from_the_threshold_on(distances: NDArray[np.float32], threshold: float) -> None:
    found = unlike_good(distances, threshold, FRAME_WH)
    assert bool(found) == (picture_score(distances) >= threshold)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        x1, y1, x2, y2 = one.xyxy
        assert one.score >= 0.5
        assert x1 >= 0 and y1 >= 0 and x2 <= FRAME_WH[0] and y2 <= FRAME_WH[1]
        assert one.polygon is not None and len(one.polygon) >= 3


@given(DISTANCES, st.integers(0, 31), st.floats(0, 10, width=32), st.floats(0.5, 9))
def test_what_lies_further_never_helps(
    distances: NDArray[np.float32], place: int, further: float, threshold: float
) -> None:
    worse = distances.copy()
    worse.ravel()[place] += further
    assert picture_score(worse) >= picture_score(distances)
    if unlike_good(distances, threshold, FRAME_WH):
        assert unlike_good(worse, threshold, FRAME_WH)


def test_a_finding_lies_where_the_picture_is_unlike() -> None:
    distances = np.full((4, 8), 0.1, np.float32)
    distances[1:3, 4:7] = 4
    distances[0, 0] = 2
    near, far = unlike_good(distances, 1.0, FRAME_WH)[::-1]
    assert far.xyxy == (160, 40, 280, 120)
    assert far.score == pytest.approx(0.8)
    assert near.xyxy == (0, 0, 40, 40)
    assert far.polygon is not None
    xs, ys = zip(*far.polygon, strict=True)
    assert min(xs) == pytest.approx(160, abs=6) and max(xs) == pytest.approx(280, abs=6)
    assert min(ys) == pytest.approx(40, abs=6) and max(ys) == pytest.approx(120, abs=6)


def test_one_odd_place_alone_is_grain() -> None:
    distances = np.full((4, 8), 0.1, np.float32)
    distances[2, 2] = 3
    assert unlike_good(distances, 1.0, FRAME_WH) == ()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_no_answer(value: float) -> None:
    distances = np.zeros((4, 8), np.float32)
    distances[3, 7] = value
    with pytest.raises(DetectionsImplausible):
        unlike_good(distances, 1.0, FRAME_WH)


def test_too_few_places_are_no_answer() -> None:
    with pytest.raises(DetectionsImplausible, match="4 places"):
        unlike_good(np.zeros((2, 2), np.float32), 1.0, FRAME_WH)
    assert SCORED_PLACES > 4
