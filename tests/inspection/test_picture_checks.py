"""Every fault in front of the simulated camera is seen, and a sound picture is let through."""

import numpy as np
import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.figures import focus_score
from camera.frame import Pixels
from camera.rendering import PartKind, render_part
from camera.simulated import SimulatedCamera
from inspection.picture_checks import check_picture
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import PictureChecks, load_recipe
from inspection.verdict import Code
from tests.proofs.figures import leave_figures

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


@pytest.mark.parametrize("height", [1024, 1000, 96, 40])
def test_structure_counts_wherever_it_lies(height: int) -> None:
    """Of the blocks of the half-size picture, 19 columns of 16 px, a share shows stripes, at its lower end."""
    blocks = height // 32
    for rows in {0, 1, blocks // 2, blocks}:
        pixels = np.full((height, 608, 3), 90, np.uint8)
        pixels[height - rows * 32 :, ::8] = 200
        pixels[::2, 0], pixels[1::2, 0] = 91, 92  # no row is dead
        checks = PictureChecks(min_texture=0.3, min_focus=0)
        found = check_picture(pixels, checks)
        if rows / blocks >= 0.3:
            assert found == ()
        else:
            assert [reason.code for reason in found] == [Code.NO_PART]
            assert found[0].value == pytest.approx(rows / blocks, abs=2 / blocks)


def test_rows_that_repeat_the_row_above_are_dead() -> None:
    pixels = np.random.default_rng(1).integers(60, 200, (200, 300, 3), np.uint8)
    pixels[150:] = pixels[149]  # as a driver fills the rest of a torn frame
    assert codes(pixels, PictureChecks()) == [Code.DEAD_ROWS]


@pytest.mark.parametrize(("copies", "dead"), [(7, False), (8, True)])
def test_copies_within_a_block_of_a_jpeg_are_no_dead_rows(copies: int, dead: bool) -> None:
    pixels = np.random.default_rng(1).integers(60, 200, (200, 300, 3), np.uint8)
    for start in range(9, 180, 16):
        pixels[start : start + copies] = pixels[start - 1]
    assert codes(pixels, PictureChecks()) == ([Code.DEAD_ROWS] if dead else [])


@pytest.mark.parametrize("quality", [70, 85])
def test_smooth_metal_from_a_camera_that_gives_jpeg_has_no_dead_rows(quality: int) -> None:
    import cv2

    rng = np.random.default_rng(3)
    brushed = 120 + 20 * np.sin(np.linspace(0, 5, 640)) + rng.normal(0, 6, 640)  # all along the columns
    smooth = np.clip(np.rint(brushed + rng.normal(0, 0.3, (480, 640))), 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", smooth, [cv2.IMWRITE_JPEG_QUALITY, quality])
    pixels = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)
    assert (pixels[1:] == pixels[:-1]).all(axis=(1, 2)).mean() > 0.01
    assert Code.DEAD_ROWS not in codes(pixels, PictureChecks())


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sigma", [2, 5])
def test_noise_does_not_pass_for_sharpness(part: str, sigma: float) -> None:
    checks = load_recipe(SHIPPED_RECIPES / f"{part}.yaml").checks
    rng = np.random.default_rng(2)
    for pixels in snap(part, Disturbances(defocus_px=6), count=3):
        grain = rng.normal(0, sigma, pixels.shape[:2])[..., None]
        noisy = np.clip(np.rint(pixels + grain), 0, 255).astype(np.uint8)
        assert codes(noisy, checks) in ([Code.OUT_OF_FOCUS], [Code.NO_PART])


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (40, 700), (700, 40)])
def test_a_picture_of_any_size_gets_an_answer(shape: tuple[int, int]) -> None:
    assert codes(np.full((*shape, 3), 128, np.uint8), PictureChecks())


def test_a_reason_carries_value_and_limit() -> None:
    [reason] = check_picture(np.zeros((100, 100, 3), np.uint8), PictureChecks())[:1]
    assert (reason.code, reason.value, reason.limit) == (Code.TOO_DARK, 0.0, PictureChecks().min_mean_grey)


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", PARTS)
def test_the_focus_limits_of_the_shipped_recipes(part: PartKind) -> None:
    """What share of 300 sharp and of as many blurred parts is refused, with a quiet and with a noisy camera."""
    import cv2

    limit = load_recipe(SHIPPED_RECIPES / f"{part}.yaml").checks.min_focus
    rng = np.random.default_rng(0)
    parts = [render_part(part, seed=seed, index=index).pixels for seed in (11, 12) for index in range(150)]
    refused = {}
    for blur_px in (0, 2, 3, 4, 6):
        for sigma in (1.2, 5):
            scores = []
            for pixels in parts:
                soft = cv2.GaussianBlur(pixels, (0, 0), blur_px) if blur_px else pixels
                grain = rng.normal(0, sigma, pixels.shape[:2])[..., None]
                scores.append(focus_score(np.clip(np.rint(soft + grain), 0, 255).astype(np.uint8)))
            refused[f"blur {blur_px} px, noise {sigma}"] = round(float(np.mean(np.array(scores) < limit)), 4)
    leave_figures(f"focus-{part}", {"limit": limit, "parts": len(parts), "refused": refused})
    assert refused["blur 6 px, noise 5"] == refused["blur 6 px, noise 1.2"] == 1
    assert refused["blur 0 px, noise 1.2"] < 0.01
