"""The plain geometry: known shapes, and what turning, moving and scaling must do."""

from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.measuring.sizes import sizes_of
from tests.inspection.measuring.drawn import disc, ellipse, rectangle


def test_a_rectangle() -> None:
    sizes = sizes_of(rectangle(40, 30, 0, (100, 50)), (1, 0))
    assert (sizes.diameter, sizes.width, sizes.area) == pytest.approx((50, 30, 1200))
    assert (sizes.along, sizes.across, sizes.middle, sizes.girth) == pytest.approx((40, 30, 100, 140))
    assert sizes.length == sizes.diameter
    turned = sizes_of(rectangle(40, 30, 0, (100, 50)), (0, 1))
    assert (turned.along, turned.across, turned.middle) == pytest.approx((30, 40, 50))


def test_a_circle() -> None:
    sizes = sizes_of(disc(20), (1, 0))
    for measured in (sizes.diameter, sizes.equivalent_diameter, sizes.width, sizes.along, sizes.across):
        assert measured == pytest.approx(20, rel=1e-3)


def test_a_way_is_as_long_as_its_steps_but_not_shorter_than_the_diameter() -> None:
    outline = rectangle(40, 2, 0)
    bent = np.array([(60, 60), (80, 70), (100, 60)], np.float64)
    assert sizes_of(outline, (1, 0), bent).length == pytest.approx(2 * np.hypot(20, 10))
    assert sizes_of(outline, (1, 0), bent[:2]).length == sizes_of(outline, (1, 0)).diameter


angles = st.floats(0, 360)
shapes = st.builds(ellipse, st.floats(1, 100), st.floats(1, 100), angles)


@given(shapes, angles, st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), st.floats(0.01, 10))
def test_turning_and_moving_change_nothing_and_scaling_scales(
    shape: np.ndarray, angle: float, shift: tuple[float, float], factor: float
) -> None:
    c, s = cos(radians(angle)), sin(radians(angle))
    before = sizes_of(shape, (1, 0))
    after = sizes_of(shape @ np.array([(c, s), (-s, c)]) * factor + shift, (c, s))
    for name in ("diameter", "equivalent_diameter", "width", "along", "across", "length", "girth"):
        assert getattr(after, name) == pytest.approx(factor * getattr(before, name), rel=1e-6, abs=1e-9), name
    assert after.area == pytest.approx(factor**2 * before.area, rel=1e-6)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=3, max_size=30), angles)
def test_no_extent_is_larger_than_the_diameter_or_smaller_than_the_width(
    corners: list[tuple[float, float]], angle: float
) -> None:
    direction = (cos(radians(angle)), sin(radians(angle)))
    sizes = sizes_of(np.array(corners), direction)
    assert np.isfinite([sizes.diameter, sizes.width, sizes.area, sizes.along, sizes.across, sizes.length]).all()
    for extent in (sizes.along, sizes.across):
        assert sizes.width <= extent + 1e-3 * (1 + extent)
        assert extent <= sizes.diameter + 1e-3 * (1 + extent)
