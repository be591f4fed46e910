"""What a lens does to a picture, and how often it does it."""

import numpy as np
import pytest

from camera.rendering.lens import Lens, draw_lens, expose


def through(radiance: np.ndarray, **changes: float) -> np.ndarray:
    lens = Lens(**{"blur_px": 0.3, "vignetting": 0, "noise": 0, **changes})  # type: ignore[arg-type]
    picture = expose(radiance.astype(np.float32), lens, np.random.default_rng(3), mean_grey=None)
    return picture.astype(np.float64)


def point(size: int = 41) -> np.ndarray:
    radiance = np.zeros((size, size, 3))
    radiance[size // 2, size // 2] = 1
    return radiance


def spread_xy(picture: np.ndarray) -> tuple[float, float]:
    """Standard deviation of the light across and down."""
    light = picture[..., 1] ** 2
    axis = np.arange(light.shape[0])
    across, down = light.sum(axis=0) / light.sum(), light.sum(axis=1) / light.sum()
    middle = light.shape[0] // 2
    return float(np.sqrt((across * (axis - middle) ** 2).sum())), float(np.sqrt((down * (axis - middle) ** 2).sum()))


def test_defocus_makes_a_disk_and_motion_a_stroke() -> None:
    sharp = spread_xy(through(point()))
    disk = spread_xy(through(point(), defocus_px=5))
    assert disk[0] == pytest.approx(2.5, rel=0.15)  # half of its radius
    assert disk[0] == pytest.approx(disk[1], rel=0.01)
    level = spread_xy(through(point(), motion_px=9, motion_heading=0))
    assert level[0] == pytest.approx(9 / np.sqrt(12), rel=0.15)
    assert level[1] < sharp[1] + 0.3
    upright = spread_xy(through(point(), motion_px=9, motion_heading=np.pi / 2))
    assert upright == pytest.approx((level[1], level[0]), abs=0.05)


def test_no_light_is_lost_by_blur() -> None:
    plain = np.full((40, 50, 3), 0.25)
    for changes in ({"defocus_px": 1.5}, {"motion_px": 3.0, "motion_heading": 1.0}):
        assert np.abs(through(plain, **changes) - 128).max() <= 1


def test_dirt_is_faint_soft_and_there() -> None:
    plain = np.full((240, 320, 3), 0.25)
    change = through(plain, dirt=1) - through(plain)
    assert 2 < np.abs(change).max() < 60
    assert np.abs(np.diff(change[..., 0], axis=1)).max() < 15


def test_jpeg_keeps_the_picture_and_leaves_traces() -> None:
    radiance = np.random.default_rng(1).random((64, 64, 3)) * 0.5
    clean, packed = through(radiance), through(radiance, jpeg_quality=60)
    assert (clean != packed).any()
    assert packed.mean() == pytest.approx(clean.mean(), abs=2)
    # the colours stay in their channels
    red = np.zeros((32, 32, 3))
    red[..., 0] = 0.5
    assert through(red, jpeg_quality=80)[..., 0].mean() > 150
    assert through(red, jpeg_quality=80)[..., 2].mean() < 20


def test_every_second_lens_is_clean_and_each_disturbance_comes() -> None:
    rng = np.random.default_rng(1)
    lenses = [draw_lens(rng) for _ in range(1000)]
    shares = {
        "defocus": np.mean([lens.defocus_px > 0 for lens in lenses]),
        "motion": np.mean([lens.motion_px > 0 for lens in lenses]),
        "dirt": np.mean([lens.dirt > 0 for lens in lenses]),
        "jpeg": np.mean([lens.jpeg_quality is not None for lens in lenses]),
    }
    assert all(0.07 < share < 0.25 for share in shares.values()), shares
    clean = [not (lens.defocus_px or lens.motion_px or lens.dirt or lens.jpeg_quality) for lens in lenses]
    assert np.mean(clean) > 0.5
