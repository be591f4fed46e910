import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.calibration.by_ruler import UNSEEN, calibrate_by_ruler, ruler_scale
from inspection.calibration.refusal import Problem
from inspection.errors import CalibrationRefused
from inspection.scale import to_plane

places = st.tuples(st.floats(0, 4000), st.floats(0, 3000))


@given(places, places, st.floats(0.1, 1000))
def test_the_clicked_length_is_the_length(a: tuple[float, float], b: tuple[float, float], length_mm: float) -> None:
    if math.dist(a, b) < 60:
        return
    scale = ruler_scale(a, b, length_mm)
    start, end = to_plane(np.array([a, b]), scale)
    assert math.dist(start, end) == pytest.approx(length_mm)
    assert scale == ruler_scale(b, a, length_mm)


@given(st.floats(60, 4000), st.floats(1.1, 10))
def test_points_further_apart_are_surer_but_never_surer_than_what_is_unseen(apart: float, times: float) -> None:
    near, far = (ruler_scale((0, 0), (length, 0), 100).relative_uncertainty for length in (apart, apart * times))
    assert UNSEEN < far < near


def test_clicks_are_as_uncertain_as_stated() -> None:
    rng = np.random.default_rng(1)
    clicks = rng.normal(0, 1.5, (4000, 2, 2)) + np.array([[100, 100], [220, 160]])
    lengths = [ruler_scale(tuple(a), tuple(b), 30).mm_per_px for a, b in clicks]
    share = math.sqrt(ruler_scale((100, 100), (220, 160), 30).relative_uncertainty ** 2 - UNSEEN**2)
    assert np.std(lengths) / np.mean(lengths) == pytest.approx(share, rel=0.05)


@pytest.mark.parametrize("end", [(100, 100), (110, 100), (math.nan, 100)])
def test_clicks_that_are_too_near_are_refused(end: tuple[float, float]) -> None:
    with pytest.raises(CalibrationRefused) as caught:
        ruler_scale((100, 100), end, 50)
    assert caught.value.refusal.problem is Problem.CLICKS_TOO_NEAR


@pytest.mark.parametrize("length_mm", [0, -5, math.nan, math.inf])
def test_a_ruler_has_a_length(length_mm: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        ruler_scale((0, 0), (500, 0), length_mm)


def test_a_rulers_scale_is_for_its_own_surface_only() -> None:
    calibration = calibrate_by_ruler((0, 0), (500, 0), 50, camera_id="usb:1", resolution_wh=(640, 480))
    assert calibration.scale_at(0) == calibration.scale
    assert calibration.mm_per_px.corners == pytest.approx((0.1,) * 4)
    with pytest.raises(CalibrationRefused, match="3 mm higher"):
        calibration.scale_at(3)
