"""The arithmetic of a camera's choice: against numbers worked out by hand, and what must hold for every case."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from camera.advice import (
    FOCAL_LENGTHS_MM,
    GOOD_PX_PER_DEFECT,
    LEAST_PX_PER_DEFECT,
    NEAREST_MM,
    OVERLAP,
    SENSORS,
    advise,
    depth_of_field_mm,
)


def test_an_example_worked_out_by_hand() -> None:
    advice = advise(0.5, (200, 150), speed_mm_per_s=100)
    assert (advice.least_wh_px, advice.good_wh_px) == ((1200, 900), (2000, 1500))
    assert advice.sensor.name == "IMX252"
    assert advice.px_per_mm == pytest.approx(10.24)  # 2048 px / 200 mm
    assert advice.px_per_defect == pytest.approx(5.12)
    assert advice.magnification == pytest.approx(0.0353, abs=1e-4)  # 2048 * 3.45 µm / 200 mm
    assert advice.focal_length_mm == 12
    assert advice.distance_mm == pytest.approx(351.7, abs=0.1)  # 12 * (1 + 1 / 0.0353)
    assert advice.f_number == 4
    assert advice.depth_mm == pytest.approx(22.9, abs=0.1)  # 2 * 4 * 0.00345 * 1.0353 / 0.0353²
    assert advice.exposure_limit_us == pytest.approx(976.6, abs=0.1)  # 1 px = 0.0977 mm at 100 mm/s
    assert advice.webcam_wh_px == (2592, 1944)
    assert advice.pictures_wh == (1, 1)


def test_where_five_pixels_cannot_be_had_three_must_do() -> None:
    advice = advise(0.1, (120, 90))
    assert advice.sensor.name == "IMX304"
    assert LEAST_PX_PER_DEFECT <= advice.px_per_defect < GOOD_PX_PER_DEFECT
    assert advice.webcam_wh_px is None


def test_a_field_too_large_for_any_sensor_is_seen_in_several_pictures() -> None:
    advice = advise(0.1, (200, 150))
    assert advice.pictures_wh == (2, 2)
    assert advice.picture_field_wh_mm[0] == pytest.approx(200 / 1.9)
    assert advice.px_per_defect >= LEAST_PX_PER_DEFECT


def test_a_given_distance_is_kept_or_undercut() -> None:
    assert advise(0.5, (200, 150), distance_mm=800).focal_length_mm == 25
    assert advise(0.5, (200, 150), distance_mm=700).focal_length_mm == 16
    with pytest.raises(ValueError, match="mount it at least 176 mm away"):
        advise(0.5, (200, 150), distance_mm=50)


@pytest.mark.parametrize(
    ("defect_mm", "field_wh_mm", "why"),
    [
        (0, (200, 150), "the smallest defect must be more than 0, got 0"),
        (1, (-200, 150), "the field's width must be more than 0"),
        (1, (200, math.nan), "the field's height must be more than 0"),
        (1, (math.inf, 150), "the field's width must be more than 0"),
        (150, (200, 150), "must be smaller than the field, 200 x 150 mm"),
    ],
)
def test_what_cannot_be_is_refused(defect_mm: float, field_wh_mm: tuple[float, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        advise(defect_mm, field_wh_mm)


def test_sensors_stand_in_the_order_of_their_pixels() -> None:
    assert list(SENSORS) == sorted(SENSORS, key=lambda sensor: sensor.megapixels)


@pytest.mark.parametrize(("wider", "deeper"), [((4, 3.45, 0.1), (8, 3.45, 0.1)), ((4, 3.45, 0.1), (4, 3.45, 0.05))])
def test_smaller_aperture_and_smaller_scale_give_more_depth(
    wider: tuple[float, float, float], deeper: tuple[float, float, float]
) -> None:
    assert depth_of_field_mm(*deeper) > depth_of_field_mm(*wider)


_LENGTHS = st.floats(0.5, 3000)


@given(defect_mm=st.floats(0.005, 50), width_mm=_LENGTHS, height_mm=_LENGTHS)
def test_every_advice_shows_the_defect_and_the_whole_field(defect_mm: float, width_mm: float, height_mm: float) -> None:
    assume(defect_mm < min(width_mm, height_mm))
    advice = advise(defect_mm, (width_mm, height_mm))
    assert advice.px_per_defect >= LEAST_PX_PER_DEFECT * 0.999
    for side_mm, part_mm, pictures in zip(
        (width_mm, height_mm), advice.picture_field_wh_mm, advice.pictures_wh, strict=True
    ):
        assert part_mm * (pictures - (pictures - 1) * OVERLAP) == pytest.approx(side_mm)
    assert max(advice.picture_field_wh_mm) * advice.px_per_mm <= advice.sensor.width_px * 1.001
    assert min(advice.picture_field_wh_mm) * advice.px_per_mm <= advice.sensor.height_px * 1.001
    assert advice.focal_length_mm in FOCAL_LENGTHS_MM
    assert advice.depth_mm > 0


@given(defect_mm=st.floats(0.05, 1), width_mm=st.floats(50, 500))
def test_turning_the_field_turns_nothing_else(defect_mm: float, width_mm: float) -> None:
    lying, standing = advise(defect_mm, (width_mm, 40)), advise(defect_mm, (40, width_mm))
    assert lying.sensor == standing.sensor
    assert lying.pictures_wh == standing.pictures_wh[::-1]
    assert lying.px_per_mm == pytest.approx(standing.px_per_mm)


@given(field_mm=st.floats(10, 500))
def test_a_usual_lens_can_focus_from_there(field_mm: float) -> None:
    assert advise(field_mm / 300, (field_mm, field_mm * 0.7)).distance_mm >= max(NEAREST_MM, 1.5 * field_mm)
