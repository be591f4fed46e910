"""What every finding carries, in which unit, in which order; scales, pieces, neighbours, and no NaN ever."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.finding import Characteristic as C
from inspection.finding import Detection, Finding, Unit
from inspection.measuring import measure
from inspection.piece import Piece
from inspection.scale import MillimetreScale, PixelScale, PlaneScale, Points, Scale
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

ALWAYS = set(C) - {C.DISTANCE, C.DEPTH, C.COUNT, C.SUM_PER_100_MM}
MILLIMETRES = MillimetreScale(mm_per_px=0.1, relative_uncertainty=0.01)


def tilted(angle_deg: float) -> tuple[PlaneScale, Callable[[Points], Points]]:
    """A camera 200 mm over a plane, tilted and with a barrel lens; and from millimetres to its pixels."""
    focal, centre, distortion = (400.0, 400.0), (80.0, 60.0), (-0.2, 0.05, 0.001, 0.0, 0.0)
    tilt = math.radians(angle_deg)
    turn = np.array([(1, 0, 0), (0, math.cos(tilt), -math.sin(tilt)), (0, math.sin(tilt), math.cos(tilt))])
    camera = np.array([(focal[0], 0, centre[0]), (0, focal[1], centre[1]), (0, 0, 1)])
    to_px = camera @ np.column_stack([turn[:, 0], turn[:, 1], (0, 0, 200)])
    to_mm = np.linalg.inv(to_px)
    a, b, c, d, e, f, g, h, i = (float(number) for number in (to_mm / to_mm[2, 2]).ravel())
    scale = PlaneScale(
        resolution_wh=SIZE_WH,
        focal_px=focal,
        centre_px=centre,
        distortion=distortion,
        to_mm=(a, b, c, d, e, f, g, h, i),
        distance_mm=200,
        relative_uncertainty=0.003,
    )

    def on_picture(points_mm: Points) -> Points:
        on_plane = np.column_stack([points_mm, np.zeros(len(points_mm))])
        seen, _ = cv2.projectPoints(on_plane, turn, np.array([0.0, 0, 200]), camera, np.array(distortion))
        return np.asarray(seen, np.float64).reshape(-1, 2)

    return scale, on_picture


def test_nothing_found_nothing_measured() -> None:
    assert measure([], picture(), MILLIMETRES) == ()


def test_the_order_stays_and_every_finding_carries_every_size() -> None:
    pore, crack, lost = disc(20, (30, 30)), np.array([(70, 90), (100, 100), (150, 95)], np.float64), disc(16, (120, 30))
    pixels = np.minimum(picture(pore), line_picture(crack))
    detections = [boxed(lost, "stain"), boxed(crack, "crack", wider_by=1), boxed(pore, "pore")]
    findings = measure(detections, pixels, MILLIMETRES)
    assert [finding.detection for finding in findings] == detections
    assert [finding.outline is not None for finding in findings] == [False, True, True]
    for finding in findings:
        units = {one.characteristic: one.unit for one in finding.measurements}
        assert set(units) == ALWAYS
        assert len(finding.measurements) == len(ALWAYS)
        assert units.pop(C.AREA) is Unit.MM2
        assert units.pop(C.SHARE_OF_LENGTH) is units.pop(C.SHARE_OF_WIDTH) is Unit.PERCENT
        assert set(units.values()) == {Unit.MM}


def test_without_a_scale_all_is_in_pixels() -> None:
    shape = disc(20)
    [finding] = measure([boxed(shape)], picture(shape), PixelScale())
    assert value(finding, C.DIAMETER).unit is Unit.PX
    assert value(finding, C.AREA).unit is Unit.PX2
    [in_mm] = measure([boxed(shape)], picture(shape), MillimetreScale(mm_per_px=0.05, relative_uncertainty=0))
    assert value(in_mm, C.DIAMETER).value == pytest.approx(0.05 * value(finding, C.DIAMETER).value)
    assert value(in_mm, C.AREA).value == pytest.approx(0.0025 * value(finding, C.AREA).value)


def test_the_doubt_of_the_scale_is_added() -> None:
    shape = disc(20)
    sure, unsure = (
        measure([boxed(shape)], picture(shape), MillimetreScale(mm_per_px=0.1, relative_uncertainty=relative))[0]
        for relative in (0.0, 0.05)
    )
    for characteristic, times in ((C.DIAMETER, 1), (C.AREA, 2), (C.POSITION, 1)):
        small, large = value(sure, characteristic), value(unsure, characteristic)
        assert large.uncertainty == pytest.approx(math.hypot(small.uncertainty, times * 0.05 * small.value))
    assert value(unsure, C.SHARE_OF_WIDTH).uncertainty == value(sure, C.SHARE_OF_WIDTH).uncertainty
    of_known_width = measure([boxed(shape)], picture(shape), unsure_scale(), Piece(width=12))[0]
    assert value(of_known_width, C.SHARE_OF_WIDTH).uncertainty > value(sure, C.SHARE_OF_WIDTH).uncertainty


def unsure_scale() -> Scale:
    return MillimetreScale(mm_per_px=0.1, relative_uncertainty=0.05)


@pytest.mark.parametrize("angle", [0, 30, 90, -60])
def test_extents_follow_the_direction_of_the_piece(angle: float) -> None:
    shape = ellipse(50, 20, angle)
    piece = Piece(angle_deg=angle, length=30, width=8)
    [finding] = measure([boxed(shape)], picture(shape), MILLIMETRES, piece)
    assert value(finding, C.ALONG).value == pytest.approx(5, rel=0.04)
    assert value(finding, C.ACROSS).value == pytest.approx(2, rel=0.04)
    assert value(finding, C.SHARE_OF_LENGTH).value == pytest.approx(100 * 5 / 30, rel=0.04)
    assert value(finding, C.SHARE_OF_WIDTH).value == pytest.approx(100 * 2 / 8, rel=0.04)


@pytest.mark.parametrize("tilt", [0, 20, 40])
def test_a_disc_seen_at_an_angle_measures_round(tilt: float) -> None:
    scale, on_picture = tilted(tilt)
    for middle in ((0.0, 0.0), (-15.0, 8.0), (18.0, -10.0)):
        shape = on_picture(disc(12, middle))
        [finding] = measure([boxed(shape)], picture(shape), scale)
        for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.WIDTH, C.ALONG, C.ACROSS):
            measured = value(finding, characteristic)
            assert measured.unit is Unit.MM
            assert measured.value == pytest.approx(12, rel=0.05), (middle, characteristic)
            assert abs(measured.value - 12) <= 2 * measured.uncertainty


def test_the_models_own_outline_is_taken_as_it_is() -> None:
    shape = rectangle(40, 20, 30)
    polygon = tuple((float(x), float(y)) for x, y in shape)
    detection = boxed(shape).model_copy(update={"polygon": polygon})
    [finding] = measure([detection], picture(), PixelScale())
    assert value(finding, C.AREA).value == pytest.approx(800)
    assert value(finding, C.WIDTH).value == pytest.approx(20)
    assert np.array(finding.outline) == pytest.approx(shape, abs=0.02)


def test_the_length_of_a_models_crack_is_that_of_its_skeleton() -> None:
    way = np.array([(20, 20), (70, 20), (70, 90)], np.float64)
    outline = np.array([(20, 18), (72, 18), (72, 90), (68, 90), (68, 22), (20, 22)], np.float64)
    detection = boxed(outline, "crack").model_copy(update={"polygon": tuple((float(x), float(y)) for x, y in outline)})
    [finding] = measure([detection], picture(), PixelScale())
    assert value(finding, C.LENGTH).value == pytest.approx(float(np.hypot(*np.diff(way, axis=0).T).sum()), rel=0.04)


def test_a_thin_blob_that_bends_is_as_long_as_its_way() -> None:
    turns = np.linspace(0, np.pi, 60)
    outer, inner = (np.stack([80 + r * np.cos(turns), 30 + r * np.sin(turns)], axis=1) for r in (62.0, 56.0))
    bow = np.concatenate([outer, inner[::-1]])
    detection = boxed(bow, "undercut").model_copy(update={"polygon": tuple((float(x), float(y)) for x, y in bow)})
    [finding] = measure([detection], picture(), PixelScale())
    assert value(finding, C.DIAMETER).value == pytest.approx(124, abs=0.5)
    assert value(finding, C.LENGTH).value == pytest.approx(np.pi * 59, rel=0.03)


def test_a_neighbour_counts_where_it_is_of_the_class_and_seen_no_less_surely() -> None:
    pores = [disc(16, (30, 60)), disc(16, (70, 60)), disc(16, (130, 60))]
    detections = [boxed(shape, score=score) for shape, score in zip(pores, (0.9, 0.5, 0.9), strict=True)]
    other = boxed(disc(10, (50, 30)), "spatter")
    findings = measure([*detections, other], picture(*pores, disc(10, (50, 30))), MILLIMETRES)
    assert [distance(finding) for finding in findings] == pytest.approx([8.4, 2.4, 8.4, -1], abs=0.1)
    assert value(findings[0], C.DISTANCE).unit is Unit.MM
    assert value(findings[0], C.DISTANCE).uncertainty > 0


def distance(finding: Finding) -> float:
    return next((one.value for one in finding.measurements if one.characteristic is C.DISTANCE), -1)


numbers = st.floats(-40, 200)
corners = st.tuples(numbers, numbers, st.floats(0.01, 260), st.floats(0.01, 260))
detections = st.builds(
    lambda name, score, box, polygon: Detection(
        class_name=name, score=score, xyxy=(box[0], box[1], box[0] + box[2], box[1] + box[3]), polygon=polygon
    ),
    st.sampled_from(["pore", "crack", "stain"]),
    st.floats(0, 1),
    corners,
    st.none() | st.lists(st.tuples(numbers, numbers), max_size=6).map(tuple),
)
pictures = st.sampled_from(
    [
        picture(),
        picture(disc(30), noise=0),
        np.zeros((120, 160, 3), np.uint8),
        np.full((7, 9, 3), 255, np.uint8),
        np.random.default_rng(5).integers(0, 256, (120, 160, 3), np.uint8),
    ]
)
scales = st.sampled_from([PixelScale(), MILLIMETRES, tilted(30)[0]])
pieces = st.builds(Piece, angle_deg=st.floats(-180, 180), length=st.none() | st.floats(0.1, 1e4))


@settings(max_examples=150)
@given(st.lists(detections, max_size=4), pictures, scales, pieces)
def test_whatever_is_detected_wherever_it_is_measured(
    found: list[Detection], pixels: np.ndarray, scale: Scale, piece: Piece
) -> None:
    findings = measure(found, pixels, scale, piece)
    assert [finding.detection for finding in findings] == found
    for finding in findings:
        assert {one.characteristic for one in finding.measurements} - {C.DISTANCE} == ALWAYS
        for one in finding.measurements:
            assert math.isfinite(one.value)
            assert math.isfinite(one.uncertainty)
            assert one.value >= 0
            assert one.uncertainty > 0
