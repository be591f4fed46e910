from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inspection.calibration.refusal import Problem
from inspection.calibration.target import TARGETS, Target, find_target
from inspection.calibration.view import look
from inspection.errors import CalibrationRefused
from tests.inspection.calibration.bench import Lens, Pose, corners_seen, take

A5 = find_target("a5", 10)
Picture = NDArray[np.uint8]


def refusal(picture: Picture) -> Problem:
    with pytest.raises(CalibrationRefused, match="Picture 3: ") as caught:
        look(picture, 3)
    assert caught.value.refusal.view == 3
    return caught.value.refusal.problem


@pytest.mark.parametrize("pose", [Pose(distance_mm=180), Pose(distance_mm=200, tilt_deg=25, towards_deg=50)])
@pytest.mark.parametrize("blur_px", [0.5, 1.2])
def test_corners_are_found_to_a_few_hundredths_of_a_pixel(pose: Pose, blur_px: float) -> None:
    lens = Lens(blur_px=blur_px)
    view = look(take(lens, A5, pose, np.random.default_rng(1)))
    ids, corners = corners_seen(lens, A5, pose)
    place = dict(zip(ids.tolist(), corners, strict=True))
    off = np.array([seen - place[number] for number, seen in zip(view.ids.tolist(), view.corners_px, strict=True)])
    assert len(view.ids) > 0.8 * len(ids)
    assert np.sqrt(np.mean(off**2)) < 0.045
    assert abs(off.mean(axis=0)).max() < 0.012
    assert abs(off).max() < 0.2
    hull = cv2.contourArea(cv2.convexHull(corners.astype(np.float32)))
    assert view.share == pytest.approx(hull / (800 * 600), rel=0.1)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_picture_says_which_target_it_shows(target: Target) -> None:
    lens = Lens(resolution_wh=(640, 480), focal_px=(800, 800), centre_px=(319.5, 239.5))
    distance_mm = 800 * target.square_mm / 45
    view = look(take(lens, target, Pose(distance_mm=distance_mm, tilt_deg=8), np.random.default_rng(2)))
    assert view.target == target


def test_smear_is_measured_in_both_directions() -> None:
    pose, rng = Pose(distance_mm=180, roll_deg=2), np.random.default_rng(3)
    smears = [look(take(Lens(blur_px=blur), A5, pose, rng)).blur_px for blur in (0.6, 1.0, 1.4)]
    for blur, (larger, smaller) in zip((0.6, 1.0, 1.4), smears, strict=True):
        assert larger == pytest.approx(smaller, rel=0.05)
        assert blur < larger < blur + 0.35  # the pixel's own width and the interpolation add to it
    larger, smaller = look(take(Lens(blur_px=0.6), A5, pose, rng, motion_px=3)).blur_px
    assert larger > 1.3 * smaller


def nothing(lens: Lens, rng: np.random.Generator) -> Picture:
    return np.clip(rng.normal(120, 5, (*lens.resolution_wh[::-1], 3)), 0, 255).astype(np.uint8)


def half_hidden(lens: Lens, rng: np.random.Generator) -> Picture:
    picture = take(lens, A5, Pose(distance_mm=180), rng)
    picture[:, 130:] = 200
    return picture


def far(lens: Lens, rng: np.random.Generator) -> Picture:
    return take(Lens(focal_px=(1200, 1200)), find_target("a5", 20), Pose(distance_mm=800), rng)


def moved(lens: Lens, rng: np.random.Generator) -> Picture:
    return take(lens, A5, Pose(distance_mm=170), rng, motion_px=7)


def out_of_focus(lens: Lens, rng: np.random.Generator) -> Picture:
    return take(Lens(blur_px=3.2), A5, Pose(distance_mm=150), rng)


def other_board(lens: Lens, rng: np.random.Generator) -> Picture:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    board = cv2.aruco.CharucoBoard((8, 6), 10, 7.5, dictionary).generateImage((800, 600), marginSize=40)
    return np.repeat(np.asarray(board, np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize(
    ("spoiled", "problem"),
    [
        (nothing, Problem.NO_TARGET),
        (other_board, Problem.NO_TARGET),
        (half_hidden, Problem.TOO_FEW_CORNERS),
        (far, Problem.TARGET_TOO_SMALL),
        (moved, Problem.MOTION_BLUR),
        (out_of_focus, Problem.OUT_OF_FOCUS),
    ],
)
def test_what_does_not_do_is_told(spoiled: Callable[[Lens, np.random.Generator], Picture], problem: Problem) -> None:
    assert refusal(spoiled(Lens(), np.random.default_rng(4))) is problem
