"""From pixels to the plane, and what a picture resolves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inspection.finding import Unit
from inspection.scale import (
    MillimetreScale,
    PixelScale,
    PlaneScale,
    area_unit,
    length_per_px,
    length_unit,
    relative_uncertainty,
    to_plane,
)

FOCAL_PX, WIDTH, HEIGHT = 1400.0, 1280, 960


def camera_over_a_plane(tilt_deg: float, distance_mm: float = 500) -> PlaneScale:
    """A camera that looks down at a plane, tilted about its horizontal axis; millimetres count from below its eye."""
    tilt = np.radians(tilt_deg)
    matrix = np.array([(FOCAL_PX, 0, WIDTH / 2), (0, FOCAL_PX, HEIGHT / 2), (0, 0, 1)])
    turned = np.array([(1, 0, 0), (0, np.cos(tilt), -np.sin(tilt)), (0, np.sin(tilt), np.cos(tilt))])
    plane_to_px = matrix @ np.column_stack([turned[:, 0], turned[:, 1], np.array([0, 0, distance_mm])])
    to_mm = np.linalg.inv(plane_to_px)
    return PlaneScale(
        resolution_wh=(WIDTH, HEIGHT),
        focal_px=(FOCAL_PX, FOCAL_PX),
        centre_px=(WIDTH / 2, HEIGHT / 2),
        distortion=(0, 0, 0, 0, 0),
        to_mm=tuple(float(value) for value in (to_mm / to_mm[2, 2]).ravel()),
        distance_mm=distance_mm,
        relative_uncertainty=0.002,
    )


def seen_at(scale: PlaneScale, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    back = np.linalg.inv(np.array(scale.to_mm).reshape(3, 3))
    projected = np.column_stack([points_mm, np.ones(len(points_mm))]) @ back.T
    return np.asarray(projected[:, :2] / projected[:, 2:], np.float64)


@given(st.floats(-25, 25), st.lists(st.tuples(st.floats(-120, 120), st.floats(-90, 90)), min_size=1, max_size=5))
def test_a_tilted_camera_measures_true_millimetres(tilt_deg: float, places: list[tuple[float, float]]) -> None:
    scale = camera_over_a_plane(tilt_deg)
    points_mm = np.array(places, np.float64)
    assert to_plane(seen_at(scale, points_mm), scale) == pytest.approx(points_mm, abs=1e-6)


def test_a_pixel_is_longer_where_the_plane_is_further_away() -> None:
    scale = camera_over_a_plane(20)
    straight = camera_over_a_plane(0)
    near, far = sorted(length_per_px(scale, (WIDTH / 2, y)) for y in (100, 860))
    middle = length_per_px(straight, (WIDTH / 2, HEIGHT / 2))
    assert middle == pytest.approx(500 / FOCAL_PX)
    assert near < middle < far


def test_a_surface_above_the_target_is_nearer_and_shows_larger() -> None:
    scale = camera_over_a_plane(0)
    at_the_part = scale.nearer_by(50)
    assert length_per_px(at_the_part, (640, 480)) == pytest.approx(0.9 * length_per_px(scale, (640, 480)))
    assert at_the_part.distance_mm == 450
    with pytest.raises(ValueError, match="not below the camera"):
        scale.nearer_by(500)


def test_units_and_doubt_belong_to_the_scale() -> None:
    mm, px = MillimetreScale(mm_per_px=0.1, relative_uncertainty=0.02), PixelScale()
    assert (length_unit(mm), area_unit(mm), relative_uncertainty(mm)) == (Unit.MM, Unit.MM2, 0.02)
    assert (length_unit(px), area_unit(px), relative_uncertainty(px)) == (Unit.PX, Unit.PX2, 0)
    assert to_plane(np.array([(10.0, 20.0)]), px).tolist() == [[10, 20]]
