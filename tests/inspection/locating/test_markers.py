"""A printed marker on the jig is found exactly; none, two, another or one at another height are not taken for it."""

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest

from camera.frame import Pixels
from inspection.locating import (
    Golden,
    GoldenMissing,
    GoldenRefused,
    MarkerAlignment,
    PartMisplaced,
    PartNotFound,
    locate,
    teach_golden,
)
from inspection.locating.alignment import Dictionary
from inspection.locating.errors import Problem
from inspection.locating.features import Matrix, rigid
from inspection.locating.markers import OPENCV_NAMES
from tests.inspection.locating.scene import WH, picture, worst_corner_px

ALIGNMENT = MarkerAlignment(marker_id=7, max_shift=0.2, max_turn_deg=30)


def jig(
    placed: Matrix | None = None,
    *,
    at: tuple[tuple[int, int], ...] = ((90, 290),),
    side_px: float = 60,
    number: int = 7,
    dictionary: Dictionary = "4x4-50",
    blur_px: float = 0.7,
    seed: int = 0,
) -> Pixels:
    """A surface that fills the picture, with a marker on white paper whose upper left corner is at each of `at`."""
    import cv2

    matrix = rigid(WH, (0, 0), 0) if placed is None else placed
    seen = picture("surface", 1, matrix, noise=0).astype(np.float32)
    codes = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, OPENCV_NAMES[dictionary]))
    marker = cv2.aruco.generateImageMarker(codes, number, 240)
    sheet = cv2.copyMakeBorder(marker, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(255,)).astype(np.float32)
    for x, y in at:
        scale = side_px / 240
        lies = np.vstack([matrix, (0, 0, 1)]) @ np.array([(scale, 0, x), (0, scale, y), (0, 0, 1)])
        fine = np.diag([4.0, 4, 1]) @ lies
        large = (4 * WH[0], 4 * WH[1])
        shown, covers = (
            np.asarray(cv2.resize(cv2.warpAffine(layer, fine[:2], large), WH, interpolation=cv2.INTER_AREA))[..., None]
            for layer in (sheet, np.ones_like(sheet))
        )
        seen = seen * (1 - covers) + (0.75 * shown + 20 * covers)
    soft = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur_px), np.float32)
    return np.clip(np.rint(soft + np.random.default_rng(seed).normal(0, 2, soft.shape)), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def golden() -> Golden:
    return teach_golden(jig(), ALIGNMENT)


@pytest.mark.parametrize(("shift", "turn"), [((0, 0), 0), ((40, -30), 12), ((-25, 20), -8), ((3, 4), 25)])
def test_the_whole_picture_is_where_it_should_be(shift: tuple[float, float], turn: float, golden: Golden) -> None:
    placed = rigid(WH, shift, turn)
    placement = locate(jig(placed, seed=1), golden, ALIGNMENT)
    assert worst_corner_px(np.array(placement.to_frame).reshape(2, 3), placed) < 0.5
    assert placement.turn_deg == pytest.approx(turn, abs=0.05)


@pytest.mark.parametrize("dictionary", get_args(Dictionary))
def test_every_family_of_markers(dictionary: Dictionary) -> None:
    alignment = MarkerAlignment(dictionary=dictionary, marker_id=3)
    golden = teach_golden(jig(dictionary=dictionary, number=3), alignment)
    placed = rigid(WH, (10, 5), 4)
    placement = locate(jig(placed, dictionary=dictionary, number=3, seed=2), golden, alignment)
    assert worst_corner_px(np.array(placement.to_frame).reshape(2, 3), placed) < 0.5


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        (lambda: jig(number=8), Problem.NO_MARKER),
        (lambda: jig(at=()), Problem.NO_MARKER),
        (lambda: jig(at=((90, 290), (400, 100))), Problem.SEVERAL_MARKERS),
        (lambda: jig(blur_px=12), Problem.NO_MARKER),
    ],
)
def test_no_marker_or_another_is_not_found(look: Callable[[], Pixels], problem: Problem, golden: Golden) -> None:
    with pytest.raises(PartNotFound) as refused:
        locate(look(), golden, ALIGNMENT)
    assert refused.value.problem is problem
    with pytest.raises(GoldenRefused) as unteachable:
        teach_golden(look(), ALIGNMENT)
    assert unteachable.value.problem is problem


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        (lambda: jig(rigid(WH, (150, 0), 0)), Problem.TOO_FAR),
        (lambda: jig(rigid(WH, (0, 0), 33)), Problem.TOO_TURNED),
        (lambda: jig(side_px=64), Problem.OTHER_DISTANCE),
    ],
)
def test_a_jig_that_lies_wrong_is_called_so(look: Callable[[], Pixels], problem: Problem, golden: Golden) -> None:
    with pytest.raises(PartMisplaced) as refused:
        locate(look(), golden, ALIGNMENT)
    assert refused.value.problem is problem


def test_a_golden_picture_that_fits_another_recipe_is_refused() -> None:
    other = Golden.of(jig(number=8))
    with pytest.raises(GoldenMissing, match="shows marker 7 0 times"):
        locate(jig(), other, ALIGNMENT)
