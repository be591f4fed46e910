"""Focus and light of a live picture: the very figures that a picture is held against before it is judged."""

from enum import StrEnum
from typing import Final

from camera.figures import focus_of_half, grey_of, half_of, light_of
from camera.frame import Pixels
from inspection.closed import Closed
from inspection.recipe import PictureChecks

DARK_GREY, BRIGHT_GREY = 60.0, 200.0
"""Mean grey values within which a picture has room to both sides: a rule of thumb, stricter than a recipe."""
CLIPPED: Final = 0.02
"""From this share on, over-exposed places are worth a word: a defect in them cannot be seen."""


class Brightness(StrEnum):
    """How bright the picture is, as one word."""

    TOO_DARK = "too-dark"
    GOOD = "good"
    TOO_BRIGHT = "too-bright"


class LiveFigures(Closed):
    """`focus` as in `camera.figures.focus_score`, `least_focus` what the recipe asks for; shares are 0 to 1."""

    focus: float
    least_focus: float
    brightness: Brightness
    mean_grey: float
    clipped_bright: float
    clipped_dark: float


def live_figures(pixels: Pixels, checks: PictureChecks) -> LiveFigures:
    """The figures of a picture, (height, width, 3) RGB of uint8."""
    grey = grey_of(pixels)
    light = light_of(grey)
    return LiveFigures(
        focus=round(focus_of_half(half_of(grey)), 2),
        least_focus=checks.min_focus,
        brightness=_brightness(light.mean_grey, light.clipped_dark, light.clipped_bright, checks),
        mean_grey=round(light.mean_grey, 1),
        clipped_bright=round(light.clipped_bright, 4),
        clipped_dark=round(light.clipped_dark, 4),
    )


def _brightness(mean_grey: float, clipped_dark: float, clipped_bright: float, checks: PictureChecks) -> Brightness:
    if mean_grey > min(BRIGHT_GREY, checks.max_mean_grey) or clipped_bright > max(CLIPPED, checks.max_clipped_bright):
        return Brightness.TOO_BRIGHT
    if mean_grey < max(DARK_GREY, checks.min_mean_grey) or clipped_dark > checks.max_clipped_dark:
        return Brightness.TOO_DARK
    return Brightness.GOOD
