"""What counts as nothing to be seen: light that falls off and noise do; a faint stain, a pore and a scratch do not."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.tiling.emptiness import even_tiles
from inspection.detection.tiling.grid import Grid

WIDTH, HEIGHT = 1300, 1000
GRID = Grid.over((WIDTH, HEIGHT), side_px=640, overlap_px=128, stride_px=32)
DOWN, ACROSS = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


def table(noise: float = 1.5, level: float = 120, fall_off: float = 30) -> NDArray[Any]:
    """Grey values of an empty table under a lamp in the middle."""
    light = level - fall_off * ((ACROSS / WIDTH - 0.5) ** 2 + (DOWN / HEIGHT - 0.5) ** 2) * 2
    return np.asarray(light + np.random.default_rng(0).normal(0, noise, light.shape))


def picture(grey: NDArray[Any]) -> Pixels:
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def round_spot(radius_px: float, contrast: float, softness_px: float = 1) -> NDArray[Any]:
    """Something darker in the middle of the last tile, its edge so soft."""
    x1, y1, x2, y2 = GRID.xyxy[-1]
    distance = np.hypot(ACROSS - (x1 + x2) / 2 - 60, DOWN - (y1 + y2) / 2 - 60)
    return np.asarray(-contrast / (1 + np.exp(((distance - radius_px) / softness_px).clip(-50, 50))))


@pytest.mark.parametrize("noise", [0.5, 1.5, 3.0])
@pytest.mark.parametrize("level", [60, 120, 200])
def test_an_empty_table_is_even(noise: float, level: float) -> None:
    assert even_tiles(picture(table(noise, level)), GRID).all()


@pytest.mark.parametrize(
    "spot",
    [
        pytest.param(round_spot(3, 40), id="a pore of 6 px"),
        pytest.param(round_spot(2, 60), id="a pore of 4 px"),
        pytest.param(round_spot(60, 6), id="a faint stain"),
        pytest.param(round_spot(150, 12, softness_px=15), id="a large stain with a soft edge"),
    ],
)
def test_what_can_be_seen_is_not_even(spot: NDArray[Any]) -> None:
    even = even_tiles(picture(table() + spot), GRID)
    assert not even[-1]
    assert even[0]


def test_a_scratch_of_one_pixel_is_not_even() -> None:
    grey = table()
    x1, y1, _, _ = GRID.xyxy[-1]
    for step in range(200):
        grey[y1 + 300 + step // 3, x1 + 300 + step] -= 30
    assert not even_tiles(picture(grey), GRID)[-1]


def test_a_textured_surface_is_not_even() -> None:
    assert not even_tiles(picture(table() + 8 * np.sin(ACROSS / 3)), GRID).any()
