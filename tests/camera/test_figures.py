"""The figures fall when the lens is turned out of focus or the lamp goes out, and are the same as the station's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.figures import clipped_shares, focus_score, grey_of, light_of
from camera.frame import Pixels
from camera.rendering import render_part
from inspection.picture_checks import check_picture
from inspection.recipe import PictureChecks
from inspection.verdict import Code


def noise(seed: int = 0, low: int = 40, high: int = 200) -> Pixels:
    return np.random.default_rng(seed).integers(low, high, (120, 160, 3), np.uint8)


def blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px), np.uint8)


def with_noise(pixels: Pixels, sigma: float, seed: int = 1) -> Pixels:
    """As a sensor without colours gives it: the same in all three."""
    grain = np.random.default_rng(seed).normal(0, sigma, pixels.shape[:2])[..., None]
    return np.clip(np.rint(pixels + grain), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module", params=("weld-bead", "board", "machined-metal"))
def part(request: pytest.FixtureRequest) -> Pixels:
    return render_part(request.param, seed=5, index=1).pixels


def test_blur_lowers_the_focus_score(part: Pixels) -> None:
    scores = [focus_score(blurred(part, sigma_px)) for sigma_px in (0.5, 1, 2, 4)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 10 * scores[-1] > 0


@pytest.mark.parametrize("sigma", [1, 3, 6])
def test_noise_is_no_sharpness(part: Pixels, sigma: float) -> None:
    soft = blurred(part, 3)
    assert focus_score(with_noise(soft, sigma)) == pytest.approx(focus_score(soft), abs=0.15 * sigma**2)
    assert focus_score(with_noise(part, sigma)) > focus_score(with_noise(soft, sigma))


def test_of_noise_alone_little_is_left() -> None:
    assert focus_score(with_noise(np.full((480, 640, 3), 120, np.uint8), 5)) < 3  # 130 before it is taken off


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
    pixels = blurred(noise(), 1)
    [reason] = check_picture(pixels, PictureChecks(min_focus=1e6))
    assert (reason.code, reason.value) == (Code.OUT_OF_FOCUS, round(focus_score(pixels), 4))
