"""Focus and light of a live picture are those that it would be judged by."""

import cv2
import numpy as np
import pytest

from camera.figures import focus_score
from camera.frame import Pixels
from inspection.camera_aid import Brightness, live_figures
from inspection.recipe import PictureChecks


def scene(mean: int = 120) -> Pixels:
    grey = np.full((240, 320), mean, np.uint8)
    grey[::20] = mean - 30
    return np.repeat(grey[:, :, None], 3, axis=2)


def test_the_focus_is_the_one_that_judges_and_falls_with_blur() -> None:
    sharp = live_figures(scene(), PictureChecks(min_focus=9))
    blurred = live_figures(np.asarray(cv2.GaussianBlur(scene(), (0, 0), 3), np.uint8), PictureChecks())
    assert sharp.focus == pytest.approx(focus_score(scene()), abs=0.01) and sharp.least_focus == 9
    assert blurred.focus < sharp.focus / 2


@pytest.mark.parametrize(
    ("mean", "brightness"),
    [(40, Brightness.TOO_DARK), (120, Brightness.GOOD), (230, Brightness.TOO_BRIGHT)],
)
def test_brightness_in_a_word(mean: int, brightness: Brightness) -> None:
    assert live_figures(scene(mean), PictureChecks()).brightness is brightness


def test_an_over_exposed_place_is_too_bright_however_dark_the_rest() -> None:
    pixels = scene(90)
    pixels[:, :100] = 255
    figures = live_figures(pixels, PictureChecks())
    assert figures.clipped_bright == pytest.approx(100 / 320, abs=0.01)
    assert figures.brightness is Brightness.TOO_BRIGHT


def test_bounds_of_the_recipe_that_are_stricter_count() -> None:
    assert live_figures(scene(120), PictureChecks(max_mean_grey=110)).brightness is Brightness.TOO_BRIGHT
