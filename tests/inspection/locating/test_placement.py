"""A placement says how the part moved, and takes points with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.locating import Placement
from inspection.locating.features import rigid

WH = (640, 480)


@given(st.floats(-200, 200), st.floats(-200, 200), st.floats(-179, 179), st.floats(0.5, 2))
def test_shift_turn_and_scale_are_those_of_the_movement(x: float, y: float, turn: float, scale: float) -> None:
    matrix = rigid(WH, (0, 0), turn)
    middle = np.array(WH) / 2
    matrix[:, :2] *= scale
    matrix[:, 2] = middle - matrix[:, :2] @ middle + (x, y)
    placement = Placement.of(matrix, WH, 0.9)
    assert placement.shift_px == pytest.approx((x, y), abs=1e-6)
    assert placement.turn_deg == pytest.approx(turn, abs=1e-6)
    assert placement.scale == pytest.approx(scale)
    assert placement.frame_points(middle[None])[0] == pytest.approx(middle + np.array([x, y]))


def test_clockwise_is_as_one_sees_it() -> None:
    quarter = Placement.of(rigid((100, 100), (0, 0), 90), (100, 100), 1)
    [upper_edge] = quarter.frame_points(np.array([[50.0, 0.0]])).tolist()
    assert upper_edge == pytest.approx([100, 50])


def test_it_comes_back_from_a_record() -> None:
    placement = Placement.of(rigid(WH, (3.25, -7.5), 2), WH, 0.875)
    assert Placement.model_validate_json(placement.model_dump_json()) == placement
