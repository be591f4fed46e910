"""The figures fall when the lens is turned out of focus or the lamp goes out, and are the same as the station's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.figures import clipped_shares, focus_score, grey_of, light_of
from camera.frame import Pixels
from inspection.picture_checks import check_picture
from inspection.recipe import PictureChecks
from inspection.verdict import Code


def noise(seed: int = 0, low: int = 40, high: int = 200) -> Pixels:
    return np.random.default_rng(seed).integers(low, high, (120, 160, 3), np.uint8)


def test_blur_lowers_the_focus_score() -> None:
    import cv2

    scores = [focus_score(np.asarray(cv2.GaussianBlur(noise(), (0, 0), sigma))) for sigma in (0.5, 1, 2, 4)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 100 * scores[-1] > 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 2)])
def test_a_picture_of_any_size_has_figures(shape: tuple[int, int]) -> None:
    pixels = np.full((*shape, 3), 7, np.uint8)
    assert focus_score(pixels) == 0
    assert clipped_shares(pixels) == (0, 0)


@given(st.integers(0, 255))
def test_a_surface_of_one_grey_is_clipped_wholly_or_not_at_all(grey: int) -> None:
    assert clipped_shares(np.full((9, 9, 3), grey, np.uint8)) == (float(grey <= 2), float(grey >= 253))
    assert light_of(np.full((9, 9), grey, np.uint8)).mean_grey == grey


def test_a_large_picture_is_sampled_and_says_the_same() -> None:
    large = np.tile(noise(high=256), (12, 12, 1))
    assert light_of(grey_of(large)).mean_grey == pytest.approx(light_of(grey_of(noise(high=256))).mean_grey, abs=1)


def test_the_station_holds_the_same_figure_against_its_limit() -> None:
    pixels = noise()
    [reason] = check_picture(pixels, PictureChecks(min_focus=1e6))
    assert (reason.code, reason.value) == (Code.OUT_OF_FOCUS, round(focus_score(pixels), 4))
