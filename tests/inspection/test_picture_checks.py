"""Every fault in front of the simulated camera is seen, and a sound picture is let through."""

import numpy as np
import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.frame import Pixels
from camera.simulated import SimulatedCamera
from inspection.picture_checks import check_picture
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import PictureChecks, load_recipe
from inspection.verdict import Code

PARTS = ("weld-bead", "board", "machined-metal")


def snap(part: str, faults: Disturbances, count: int = 1) -> list[Pixels]:
    camera = SimulatedCamera(SimulatedConfig(part=part, seed=7))
    camera.open()
    try:
        camera.disturb(faults)
        return [camera.snap(5000).pixels for _ in range(count)]
    finally:
        camera.close()


def codes(pixels: Pixels, checks: PictureChecks) -> list[Code]:
    return [reason.code for reason in check_picture(pixels, checks)]


@pytest.mark.parametrize("part", PARTS)
def test_sound_pictures_pass_every_check(part: str) -> None:
    checks = load_recipe(SHIPPED_RECIPES / f"{part}.yaml").checks
    assert [codes(pixels, checks) for pixels in snap(part, Disturbances(), count=6)] == [[]] * 6


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Disturbances(lamp=0), Code.TOO_DARK),
        (Disturbances(lamp=10), Code.TOO_BRIGHT),
        (Disturbances(defocus_px=6), Code.OUT_OF_FOCUS),
        (Disturbances(part_missing=True), Code.NO_PART),
        (Disturbances(dead_rows=0.1), Code.DEAD_ROWS),
    ],
    ids=lambda value: value if isinstance(value, Code) else "",
)
def test_each_fault_is_named(part: str, faults: Disturbances, code: Code) -> None:
    checks = load_recipe(SHIPPED_RECIPES / f"{part}.yaml").checks
    for pixels in snap(part, faults, count=3):
        assert code in codes(pixels, checks)


def test_rows_that_repeat_the_row_above_are_dead() -> None:
    pixels = np.random.default_rng(1).integers(60, 200, (200, 300, 3), np.uint8)
    pixels[150:] = pixels[149]  # as a driver fills the rest of a torn frame
    assert codes(pixels, PictureChecks()) == [Code.DEAD_ROWS]


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (40, 700), (700, 40)])
def test_a_picture_of_any_size_gets_an_answer(shape: tuple[int, int]) -> None:
    assert codes(np.full((*shape, 3), 128, np.uint8), PictureChecks())


def test_a_reason_carries_value_and_limit() -> None:
    [reason] = check_picture(np.zeros((100, 100, 3), np.uint8), PictureChecks())[:1]
    assert (reason.code, reason.value, reason.limit) == (Code.TOO_DARK, 0.0, PictureChecks().min_mean_grey)
