"""What the stand-in camera shows: one scene, exposed several times, each with noise of its own."""

import io
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image

from camera.frame import Pixels


def scene(width_px: int = 320, height_px: int = 240, *, brightness: float = 1.0) -> Pixels:
    """A part: bright, striped, on a dark ground; (height, width, 3), RGB. `brightness` 0 is black, 3 over-exposed."""
    pixels = np.full((height_px, width_px, 3), (60, 70, 90), np.float64)
    pixels[height_px // 4 : -height_px // 4, width_px // 4 : -width_px // 4] = (170, 160, 120)
    pixels[:, ::8] *= 0.6
    return (pixels * brightness).clip(0, 255).astype(np.uint8)


def exposures(pixels: Pixels, count: int = 8, *, noise: float = 3.0, seed: int = 1) -> list[Pixels]:
    """The scene `count` times, with a sensor's noise (standard deviation in grey levels)."""
    rng = np.random.default_rng(seed)
    return [(pixels + rng.normal(0, noise, pixels.shape)).clip(0, 255).astype(np.uint8) for _ in range(count)]


def jpeg(pixels: Pixels, *, quality: int = 85) -> bytes:
    """One JPEG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return file.getvalue()


def yuyv(pixels: Pixels) -> bytes:
    """Rows of Y U Y V, as cameras send it: BT.601, Y from 16 to 235; the colour is that of the left of two pixels."""
    red, green, blue = np.moveaxis(pixels.astype(np.float64), -1, 0)
    luma = 16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256
    rows = np.empty((*luma.shape, 2))
    rows[..., 0] = luma
    rows[:, ::2, 1] = (128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256)[:, ::2]
    rows[:, 1::2, 1] = (128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256)[:, ::2]
    return rows.round().clip(0, 255).astype(np.uint8).tobytes()


@cache
def shots(
    encode: Callable[[Pixels], bytes] = jpeg,
    *,
    brightness: float = 1.0,
    width_px: int = 320,
    height_px: int = 240,
    seed: int = 1,
) -> tuple[bytes, ...]:
    """The scene, exposed more often than the driver remembers, each exposure as `encode` gives it."""
    pixels = scene(width_px, height_px, brightness=brightness)
    return tuple(encode(exposure) for exposure in exposures(pixels, count=20, seed=seed))
