"""How grey a grey card looks: what the camera's white balance is off by."""

from enum import StrEnum
from typing import Final

import numpy as np

from camera.frame import Pixels
from inspection.closed import Closed

PATCH_SHARE: Final = 0.03
"""Half the side of the patch that is looked at, as a share of the picture's width."""
LEAST_MEAN, MOST_MEAN = 40.0, 225.0
"""Outside of these a channel is too near to black or white to tell its colour."""
MOST_SPREAD: Final = 12.0
"""Standard deviation in grey values above which the patch is no plain card."""
GREY_WITHIN: Final = 0.03
"""So far red and blue may be from green, as a share; a person does not see it then."""


class Problem(StrEnum):
    """Why the touched place says nothing about the white balance."""

    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    NOT_PLAIN = "not-plain"


class GreyCard(Closed):
    """The mean colour of the touched place, grey values 0 to 255; `problem` where it is no use."""

    red: float
    green: float
    blue: float
    problem: Problem | None = None

    @property
    def red_off(self) -> float:
        """By which share there is more red than green; below 0 less."""
        return self.red / max(self.green, 1.0) - 1

    @property
    def blue_off(self) -> float:
        """By which share there is more blue than green; below 0 less."""
        return self.blue / max(self.green, 1.0) - 1

    @property
    def is_grey(self) -> bool:
        """Whether no colour stands out."""
        return self.problem is None and max(abs(self.red_off), abs(self.blue_off)) <= GREY_WITHIN


def grey_card(pixels: Pixels, x_share: float, y_share: float) -> GreyCard:
    """The colour of a small square around a place, given as shares 0 to 1 of width and height.

    `pixels` is (height, width, 3) RGB of uint8.
    """
    height, width = pixels.shape[:2]
    half = max(2, round(PATCH_SHARE * width))
    x, y = round(min(max(x_share, 0.0), 1.0) * (width - 1)), round(min(max(y_share, 0.0), 1.0) * (height - 1))
    patch = pixels[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1].reshape(-1, 3).astype(np.float64)
    red, green, blue = (float(value) for value in patch.mean(axis=0))
    card = GreyCard(red=round(red, 2), green=round(green, 2), blue=round(blue, 2))
    return card.model_copy(update={"problem": _problem(card, float(patch.std(axis=0).max()))})


def _problem(card: GreyCard, spread: float) -> Problem | None:
    if min(card.red, card.green, card.blue) < LEAST_MEAN:
        return Problem.TOO_DARK
    if max(card.red, card.green, card.blue) > MOST_MEAN:
        return Problem.TOO_BRIGHT
    return Problem.NOT_PLAIN if spread > MOST_SPREAD else None
