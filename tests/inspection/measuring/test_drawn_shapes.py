"""Shapes drawn with exact sizes come out with these sizes, within their uncertainty."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspection.finding import Characteristic as C
from inspection.finding import Detection
from inspection.measuring import measure, measure_box
from inspection.scale import PixelScale
from tests.inspection.measuring.drawn import (
    SIZE_WH,
    boxed,
    disc,
    ellipse,
    line_picture,
    picture,
    rectangle,
    value,
)


@pytest.mark.parametrize("diameter", [6, 8, 10, 14, 20, 33, 60, 90])
@pytest.mark.parametrize("wider_by", [-0.8, 0, 0.8])
def test_a_disc_measures_its_diameter(diameter: float, wider_by: float) -> None:
    centre = (80.3, 59.6)
    shape = disc(diameter, centre)
    [finding] = measure([boxed(shape, wider_by=wider_by)], picture(shape), PixelScale())
    for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.WIDTH, C.ALONG, C.ACROSS, C.LENGTH):
        measured = value(finding, characteristic)
        assert measured.value == pytest.approx(diameter, rel=0.02, abs=0.8), characteristic
        assert abs(measured.value - diameter) <= 2 * measured.uncertainty
    area = value(finding, C.AREA)
    assert abs(area.value - np.pi * diameter**2 / 4) <= 2 * area.uncertainty
    assert value(finding, C.POSITION).value == pytest.approx(centre[0], abs=0.5)
    assert finding.outline is not None


@pytest.mark.parametrize("angle", [0, 30, 45, 60, 90, 120, 150])
@pytest.mark.parametrize(("long", "short"), [(20, 14), (40, 22), (60, 30)])
def test_an_ellipse_measures_both_its_axes(long: float, short: float, angle: float) -> None:
    shape = ellipse(long, short, angle)
    [finding] = measure([boxed(shape)], picture(shape), PixelScale())
    assert value(finding, C.DIAMETER).value == pytest.approx(long, rel=0.04, abs=0.5)
    assert value(finding, C.WIDTH).value == pytest.approx(short, rel=0.05, abs=0.5)
    assert value(finding, C.AREA).value == pytest.approx(np.pi * long * short / 4, rel=0.05)


@pytest.mark.parametrize("angle", [0, 15, 30, 45, 60, 75, 90, 135])
@pytest.mark.parametrize("short", [7, 10, 14])
def test_a_slim_slanted_ellipse_is_not_cut_short(short: float, angle: float) -> None:
    shape = ellipse(44, short, angle)
    [finding] = measure([boxed(shape, "undercut")], picture(shape), PixelScale())
    assert finding.outline is not None
    assert value(finding, C.DIAMETER).value == pytest.approx(44, rel=0.04)
    assert value(finding, C.AREA).value == pytest.approx(np.pi * 44 * short / 4, rel=0.15)


@pytest.mark.parametrize("angle", [0, 20, 45, 70, 90])
def test_a_rectangle_measures_its_area(angle: float) -> None:
    shape = rectangle(40, 26, angle)
    [finding] = measure([boxed(shape, "deposit")], picture(shape), PixelScale())
    assert value(finding, C.AREA).value == pytest.approx(40 * 26, rel=0.06)
    assert value(finding, C.WIDTH).value == pytest.approx(26, rel=0.06)
    diameter = value(finding, C.DIAMETER)
    assert diameter.value == pytest.approx(np.hypot(40, 26), rel=0.1)  # the smoothing takes something off the corners


@pytest.mark.parametrize("angle", [0, 15, 30, 45, 60, 75, 90, 135])
@pytest.mark.parametrize("width", [1.2, 2.0])
def test_a_straight_crack_measures_its_length(angle: float, width: float) -> None:
    half = 35 * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    way = np.array([80.2, 60.4]) + np.array([-half, half])
    [finding] = measure([boxed(way, "crack", wider_by=width / 2)], line_picture(way, width=width), PixelScale())
    length = value(finding, C.LENGTH)
    assert finding.outline is not None
    assert length.value == pytest.approx(70, rel=0.1)
    assert abs(length.value - 70) <= 2 * length.uncertainty


CRACKS = {
    "bent": [(30, 80), (60, 40), (100, 35), (130, 60)],
    "zigzag": [(20, 60), (40, 45), (60, 65), (80, 45), (100, 65), (120, 50), (140, 60)],
    "down": [(70, 10), (80, 40), (60, 70), (75, 110)],
}


@pytest.mark.parametrize("name", CRACKS)
def test_a_crack_that_wanders_measures_the_way_along_it(name: str) -> None:
    way = np.array(CRACKS[name], np.float64)
    length = float(np.hypot(*np.diff(way, axis=0).T).sum())
    [finding] = measure([boxed(way, "crack", wider_by=0.8)], line_picture(way), PixelScale())
    assert value(finding, C.LENGTH).value == pytest.approx(length, rel=0.08)
    assert value(finding, C.DIAMETER).value < length


def test_a_branch_does_not_make_a_crack_longer() -> None:
    way = np.array([(20, 60), (80, 56), (140, 62)], np.float64)
    branched = np.minimum(line_picture(way), line_picture(np.array([(80, 56), (95, 80)], np.float64)))
    [finding] = measure([boxed(np.array([(19, 55), (141, 81)]), "crack")], branched, PixelScale())
    assert value(finding, C.LENGTH).value == pytest.approx(120.5, rel=0.06)
    assert value(finding, C.ACROSS).value == pytest.approx(26, abs=2)  # but it reaches as far as the branch does


def test_a_bright_or_missing_mark_is_measured_by_its_box() -> None:
    shape = disc(24)
    box = boxed(shape)
    for pixels in (255 - picture(shape), picture()):
        [finding] = measure([box], pixels, PixelScale())
        assert finding == measure_box(box, PixelScale(), frame_wh=SIZE_WH)
        assert finding.outline is None


def test_a_crack_of_which_hardly_a_row_is_seen_is_measured_by_its_box() -> None:
    pixels = np.full((60, 80, 3), 150, np.uint8)
    at_the_edge = Detection(class_name="crack", score=0.9, xyxy=(10, 59.7, 40, 60))
    [finding] = measure([at_the_edge], pixels, PixelScale())
    assert finding.outline is None


def test_a_crack_that_does_not_stand_out_is_measured_by_its_box() -> None:
    box = boxed(np.array([(30, 40), (90, 70)]), "crack")
    [finding] = measure([box], picture(), PixelScale())
    assert finding == measure_box(box, PixelScale(), frame_wh=SIZE_WH)


@settings(max_examples=40)
@given(st.floats(6, 70), st.floats(0.5, 20), st.tuples(st.floats(79, 81), st.floats(59, 61)))
def test_a_larger_disc_never_measures_smaller(diameter: float, larger_by: float, centre: tuple[float, float]) -> None:
    findings = [
        measure([boxed(shape)], picture(shape), PixelScale())[0]
        for shape in (disc(diameter, centre), disc(diameter + larger_by, centre))
    ]
    for characteristic in (C.EQUIVALENT_DIAMETER, C.AREA, C.DIAMETER, C.ALONG, C.ACROSS):
        small, large = (value(finding, characteristic).value for finding in findings)
        assert large > small


shapes = st.one_of(
    st.builds(ellipse, st.floats(12, 60), st.floats(8, 40), st.floats(0, 180)),
    st.builds(rectangle, st.floats(12, 60), st.floats(8, 40), st.floats(0, 180)),
)


@settings(max_examples=40)
@given(shapes, st.sampled_from([0, 1]), st.sampled_from(["pore", "deposit"]))
@example(rectangle(47.34375, 9.125, 46.875), 1, "pore")  # its skeleton forks into the corners
def test_a_mirrored_picture_measures_the_same(shape: np.ndarray, axis: int, class_name: str) -> None:
    pixels = picture(shape)
    mirrored = shape.copy()
    mirrored[:, 1 - axis] = SIZE_WH[1 - axis] - shape[:, 1 - axis]
    [one] = measure([boxed(shape, class_name)], pixels, PixelScale())
    [other] = measure([boxed(mirrored, class_name)], np.flip(pixels, axis), PixelScale())
    for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.WIDTH, C.AREA, C.ALONG, C.ACROSS, C.LENGTH):
        assert value(one, characteristic).value == pytest.approx(value(other, characteristic).value, rel=0.02)


@settings(max_examples=40)
@given(shapes, st.floats(-1, 1), st.sampled_from(["pore", "stain"]))
def test_the_box_never_measures_less_than_the_outline(shape: np.ndarray, wider_by: float, class_name: str) -> None:
    box = boxed(shape, class_name, wider_by=wider_by)
    [finding] = measure([box], picture(shape), PixelScale())
    of_box = measure_box(box, PixelScale(), frame_wh=SIZE_WH)
    for measured, largest in zip(finding.measurements, of_box.measurements, strict=True):
        if measured.characteristic is not C.POSITION:
            assert measured.value <= largest.value + 2 * largest.uncertainty, measured.characteristic
