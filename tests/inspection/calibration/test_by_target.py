from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from inspection.calibration.by_target import MIN_FIELD, calibrate_by_target, covered
from inspection.calibration.calibration import ByTarget, Calibration
from inspection.calibration.refusal import Problem
from inspection.calibration.target import find_target
from inspection.calibration.view import View
from inspection.errors import CalibrationRefused
from inspection.scale import PlaneScale, length_per_px
from tests.inspection.calibration.bench import Lens, Pose, bulging, held, relative_errors, true_mm, view_of
from tests.inspection.calibration.conftest import A5, LAST, LENS, PRINTED


def calibrated(views: Sequence[View], ruler_mm: float = 99.2, cross_mm: float | None = 99.7) -> Calibration:
    return calibrate_by_target(views, camera_id="usb:1", measured_ruler_mm=ruler_mm, measured_cross_ruler_mm=cross_mm)


def parts(calibration: Calibration) -> tuple[PlaneScale, ByTarget]:
    assert isinstance(calibration.scale, PlaneScale)
    assert isinstance(calibration.made, ByTarget)
    return calibration.scale, calibration.made


@pytest.mark.parametrize("length_px", [None, 24])
def test_lengths_anywhere_are_as_true_as_stated(views: list[View], length_px: float | None) -> None:
    scale, _ = parts(calibrated(views))
    off = relative_errors(LENS, A5, LAST, scale, np.random.default_rng(1), length_px)
    assert np.mean(abs(off) <= 2 * scale.relative_uncertainty) >= 0.95
    assert np.median(abs(off)) < 0.001
    assert scale.relative_uncertainty < 0.0035


def test_camera_distance_and_tilt_come_out(views: list[View]) -> None:
    scale, made = parts(calibrated(views))
    assert scale.focal_px == pytest.approx(LENS.focal_px, rel=0.005)
    assert scale.centre_px == pytest.approx(LENS.centre_px, abs=3)
    assert scale.distance_mm == pytest.approx(LAST.distance_mm * np.cos(np.deg2rad(6)), abs=1)
    assert made.tilt_deg == pytest.approx(6, abs=0.15)
    assert made.residual_px < 0.1
    assert (made.views, made.target, made.focal_length) == (7, "A5 10 mm", "measured")
    assert made.corners > 500


def test_the_length_of_a_pixel_is_told_where_it_differs(views: list[View]) -> None:
    calibration = calibrated(views)
    step = np.array([(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5)])
    places = np.array([(399.5, 299.5), (0, 0), (799, 0), (799, 599), (0, 599)])
    for place, stated in zip(places, (calibration.mm_per_px.centre, *calibration.mm_per_px.corners), strict=True):
        here, right, below = true_mm(LENS, A5, LAST, place + step)
        area = abs(np.linalg.det([right - here, below - here]))
        assert stated == pytest.approx(area**0.5, rel=0.005)
        assert stated == pytest.approx(length_per_px(calibration.scale, (place[0], place[1])))
    assert calibration.mm_per_px.centre <= max(calibration.mm_per_px.corners)


def test_who_does_not_measure_the_rulers_is_wrong_by_as_much_as_the_printer(views: list[View]) -> None:
    scale, _ = parts(calibrated(views, 100, 100))
    off = relative_errors(LENS, A5, LAST, scale, np.random.default_rng(1))
    assert np.median(off) == pytest.approx(1 / np.mean(PRINTED) - 1, abs=0.0015)


def test_every_share_of_the_uncertainty_has_its_cause(views: list[View]) -> None:
    usual = parts(calibrated(views))[1].shares
    assert usual.aspect == 0
    assert parts(calibrated(views, cross_mm=None))[1].shares.aspect > 0.002
    assert parts(calibrated(views, 198.4, 199.4))[1].shares.ruler == pytest.approx(usual.ruler / 2)
    stiff, soft = (
        calibrate_by_target(
            views, camera_id="", measured_ruler_mm=99.2, measured_cross_ruler_mm=99.7, flatness_mm=flatness
        ).made
        for flatness in (0.05, 1.0)
    )
    assert isinstance(stiff, ByTarget)
    assert isinstance(soft, ByTarget)
    assert stiff.shares.flatness < usual.flatness / 3 < soft.shares.flatness / 6
    assert calibrated(views).scale.relative_uncertainty == pytest.approx(usual.total)


def test_one_picture_gives_the_plane_and_says_what_it_does_not_know(views: list[View]) -> None:
    (many, of_many), (one, of_one) = parts(calibrated(views)), parts(calibrated(views[-1:]))
    off = relative_errors(LENS, A5, LAST, one, np.random.default_rng(1))
    assert np.mean(abs(off) <= 2 * one.relative_uncertainty) >= 0.95
    assert one.relative_uncertainty > many.relative_uncertainty
    assert of_one.distance_uncertainty_mm > 5 * of_many.distance_uncertainty_mm
    level = view_of(LENS, A5, Pose(distance_mm=175), np.random.default_rng(2), 0.05)
    assert parts(calibrated([level], 100, 100))[1].focal_length == "assumed"


def test_a_surface_nearer_to_the_camera_is_as_uncertain_as_the_distance(views: list[View]) -> None:
    one = calibrated(views[-1:])
    higher = one.scale_at(20)
    raised = Pose(distance_mm=LAST.distance_mm - 20 / np.cos(np.deg2rad(6)), tilt_deg=6, towards_deg=40)
    off = relative_errors(LENS, A5, raised, higher, np.random.default_rng(1))
    assert np.mean(abs(off) <= 2 * higher.relative_uncertainty) >= 0.95
    assert higher.relative_uncertainty > 1.5 * one.scale.relative_uncertainty
    assert one.scale_at(0) == one.scale
    with pytest.raises(ValueError, match="not below the camera"):
        one.scale_at(500)


def alike(views: list[View]) -> list[View]:
    rng = np.random.default_rng(3)
    poses = [Pose(distance_mm=175 + step, tilt_deg=1, aside_mm=(step, step)) for step in (0, 5, 10, -10, -15, 0)]
    return [view_of(LENS, A5, pose, rng, 0.05) for pose in poses]


def in_the_middle(views: list[View]) -> list[View]:
    rng = np.random.default_rng(4)
    poses = [replace(pose, distance_mm=280, aside_mm=(0, 0)) for pose in held(rng, 6, LAST)]
    return [view_of(LENS, A5, pose, rng, 0.05) for pose in poses]


def bent_anew_each_time(views: list[View]) -> list[View]:
    rng = np.random.default_rng(5)
    bulges = [bulging(A5, (step, 0, 0)) for step in (4, -4, 3, -3, 5, 0)]
    poses = held(rng, 6, LAST)
    return [view_of(LENS, A5, pose, rng, 0.05, bulge) for pose, bulge in zip(poses, bulges, strict=True)]


def bent(views: list[View]) -> list[View]:
    rng = np.random.default_rng(6)
    return [view_of(LENS, A5, pose, rng, 0.05, bulging(A5, (2, 0, 0))) for pose in held(rng, 7, LAST)]


def of_another_board(views: list[View]) -> list[View]:
    """Someone printed other squares with the same markers: the corners are not where they should be."""
    order = np.random.default_rng(7).permutation(A5.corner_count)
    return [replace(view, ids=order[view.ids]) for view in views]


def of_another_camera(views: list[View]) -> list[View]:
    return [*views[:4], replace(views[4], resolution_wh=(640, 480)), *views[5:]]


def of_two_targets(views: list[View]) -> list[View]:
    return [*views[:4], replace(views[4], target=find_target("a5", 5)), *views[5:]]


def far_at_last(views: list[View]) -> list[View]:
    return [*views, view_of(LENS, A5, Pose(distance_mm=420), np.random.default_rng(8), 0.05)]


@pytest.mark.parametrize(
    ("spoiled", "problem", "says"),
    [
        (alike, Problem.VIEWS_ALIKE, "Tilt it to each side"),
        (in_the_middle, Problem.FIELD_NOT_COVERED, "into every corner"),
        (bent_anew_each_time, Problem.RESIDUAL_TOO_LARGE, "flat and stiff"),
        (bent, Problem.SHEET_BENT, "bulges by 2 mm, and 0.3 mm were said"),
        (of_another_board, Problem.RESIDUAL_TOO_LARGE, "at most 0.5 px"),
        (of_another_camera, Problem.OTHER_SIZE, "Picture 5: It has 640 × 480 pixels, the others have 800 × 600"),
        (of_two_targets, Problem.OTHER_TARGET, "Picture 5: It shows the target A5 5 mm"),
        (far_at_last, Problem.TARGET_TOO_SMALL, "Picture 8: "),
        (lambda views: views[:4], Problem.TOO_FEW_VIEWS, "4 pictures are too few"),
        (lambda _views: [], Problem.TOO_FEW_VIEWS, "0 pictures are too few"),
    ],
)
def test_pictures_that_do_not_do_are_refused_with_the_next_step(
    views: list[View], spoiled: Callable[[list[View]], list[View]], problem: Problem, says: str
) -> None:
    with pytest.raises(CalibrationRefused, match=says) as caught:
        calibrated(spoiled(views), 100, 100)
    assert caught.value.refusal.problem is problem


@pytest.mark.parametrize("ruler_mm", [0, -99.2, 10, 3.94, 201, float("nan")])
def test_a_ruler_that_was_not_measured_in_millimetres(views: list[View], ruler_mm: float) -> None:
    with pytest.raises(CalibrationRefused, match="actual size"):
        calibrated(views, ruler_mm)
    with pytest.raises(CalibrationRefused, match="actual size"):
        calibrated(views, 100, ruler_mm)


def test_the_field_fills_up_picture_by_picture(views: list[View]) -> None:
    shares = [covered(views[:count]) for count in range(len(views) + 1)]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert MIN_FIELD < shares[-1] < 1


def test_a_large_sensor_with_a_long_lens() -> None:
    lens = Lens(
        resolution_wh=(2448, 2048), focal_px=(7000, 7000), centre_px=(1230, 1010), distortion=(-0.3, 1.5, 0, 0, 0)
    )
    rng, target, last = np.random.default_rng(9), find_target("a5", 5), Pose(distance_mm=330)
    poses = [
        replace(pose, distance_mm=340, aside_mm=(pose.aside_mm[0] / 2, pose.aside_mm[1] / 2))
        for pose in held(rng, 8, last)
    ]
    views = [view_of(lens, target, pose, rng, 0.1) for pose in [*poses[:-1], last]]
    scale, made = parts(calibrated(views, 100, 100))
    off = relative_errors(lens, target, last, scale, rng)
    assert np.mean(abs(off) <= 2 * scale.relative_uncertainty) >= 0.95
    assert made.focal_length == "measured"
    assert scale.distance_mm == pytest.approx(330, abs=2 * made.distance_uncertainty_mm)
