"""The clear way between outlines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.measuring.distances import clear_distance, nearest
from tests.inspection.measuring.drawn import disc, rectangle


def test_between_circles_and_from_corner_to_side() -> None:
    assert clear_distance(disc(10, (0, 0)), disc(20, (30, 40))) == pytest.approx(35, abs=0.01)
    diamond = rectangle(10, 10, 45, (20, 0))
    assert clear_distance(rectangle(10, 10, 0, (0, 0)), diamond) == pytest.approx(15 - 5 * np.sqrt(2))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(rectangle(4, 4, 0, (0, 0)), id="one lies in the other"),
        pytest.param(rectangle(40, 2, 0, (0, 0)), id="they cross, no corner of either lies in the other"),
        pytest.param(rectangle(10, 10, 30, (9, 9)), id="they overlap"),
    ],
)
def test_where_they_meet_there_is_no_way_between(other: np.ndarray) -> None:
    square = rectangle(20, 20, 0, (0, 0))
    assert clear_distance(square, other) == clear_distance(other, square) == 0


def test_only_what_is_seen_no_less_surely_is_a_neighbour() -> None:
    near, middle, far = disc(10, (0, 0)), disc(10, (20, 0)), disc(10, (50, 0))
    found = nearest([near, middle, far], [0.9, 0.5, 0.9])
    assert [one and (round(one[0]), one[1]) for one in found] == [(40, 2), (10, 0), (40, 0)]
    assert nearest([near, middle], [0.9, 0.8])[0] is None
    assert nearest([near], [0.9]) == (None,)
    assert nearest([], []) == ()


placed = st.lists(
    st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(3, 30), st.sampled_from([0.4, 0.6, 0.8])),
    min_size=2,
    max_size=8,
)


@settings(max_examples=50)
@given(placed)
def test_the_nearest_is_the_nearest_of_all(discs: list[tuple[float, float, float, float]]) -> None:
    outlines = [disc(size, (x, y))[::8] for x, y, size, _ in discs]
    scores = [score for *_, score in discs]
    for number, found in enumerate(nearest(outlines, scores)):
        others = [
            clear_distance(outlines[number], other)
            for index, other in enumerate(outlines)
            if index != number and scores[index] >= scores[number]
        ]
        assert (None if found is None else found[0]) == min(others, default=None)
