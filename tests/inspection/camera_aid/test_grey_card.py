"""How grey a grey card looks."""

import numpy as np
import pytest

from camera.frame import Pixels
from inspection.camera_aid import Problem, grey_card


def card(red: int, green: int, blue: int) -> Pixels:
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[30:70, 60:140] = (red, green, blue)
    return pixels


def test_a_grey_card_is_grey_and_a_reddish_one_says_by_how_much() -> None:
    assert grey_card(card(120, 121, 119), 0.5, 0.5).is_grey
    reddish = grey_card(card(132, 120, 108), 0.5, 0.5)
    assert not reddish.is_grey
    assert reddish.red_off == pytest.approx(0.1)
    assert reddish.blue_off == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("colour", "problem"), [((20, 20, 20), Problem.TOO_DARK), ((250, 250, 200), Problem.TOO_BRIGHT)]
)
def test_a_clipped_card_says_nothing(colour: tuple[int, int, int], problem: Problem) -> None:
    assert grey_card(card(*colour), 0.5, 0.5).problem is problem


def test_an_edge_is_no_card() -> None:
    assert grey_card(card(120, 120, 120), 0.3, 0.5).problem in (Problem.NOT_PLAIN, Problem.TOO_DARK)


@pytest.mark.parametrize("place", [(0, 0), (1, 1), (-3.0, 7.0)])
def test_any_place_may_be_touched(place: tuple[float, float]) -> None:
    assert grey_card(card(120, 120, 120), *place).problem is Problem.TOO_DARK
