"""Lens and sensor: blur, vignetting, exposure, noise, 8 bits."""

from dataclasses import dataclass

import numpy as np

from camera.frame import Pixels
from camera.rendering.surface import in_three, spread
from camera.rendering.truth import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """`blur_px` is the standard deviation of the point image, `vignetting` the loss in the corners 0..1,

    `noise` the standard deviation in grey values of the finished picture.
    """

    blur_px: float
    vignetting: float
    noise: float


def draw_lens(rng: np.random.Generator) -> Lens:
    """A bench lens in focus."""
    return Lens(blur_px=spread(rng, 0.45, 0.8), vignetting=spread(rng, 0.0, 0.25), noise=spread(rng, 1.0, 2.5))


def expose(radiance: Field, lens: Lens, rng: np.random.Generator, *, mean_grey: float | None) -> Pixels:
    """The picture of `radiance` (height, width, 3), linear: uint8 of the same shape, RGB.

    With `mean_grey` the exposure is chosen so that the picture's mean comes out there; else 1.0 is 255. The curve
    is a square root: near enough to sRGB, and it makes photon noise the same at every brightness, so that one
    noise of constant strength is right.
    """
    import cv2

    rows, columns = radiance.shape[:2]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    fall = 1 - lens.vignetting * 0.5 * (x * x + y * y)
    light = np.asarray(cv2.GaussianBlur(radiance, (0, 0), lens.blur_px), np.float32)
    light *= in_three(np.asarray(fall, np.float32))
    np.clip(light, 0, None, out=light)
    picture = np.asarray(cv2.sqrt(light), np.float32)
    picture *= np.float32(255)
    if mean_grey is not None:
        picture *= np.float32(mean_grey / max(float(np.minimum(picture, 400).mean()), 1.0))
    # colour noise: one field of noise, cut at three places far apart, costs a third of three fields
    grain = rng.standard_normal((rows + 22, columns + 26), np.float32) * np.float32(0.9 * lens.noise)
    cuts = [grain[y : y + rows, x : x + columns] for y, x in ((0, 0), (11, 13), (22, 26))]
    shared = 0.8 * grain[5 : 5 + rows, 20 : 20 + columns]
    picture += cv2.merge([0.6 * cut + shared for cut in cuts])
    return np.asarray(cv2.add(picture, np.zeros(4), dtype=cv2.CV_8U), np.uint8)  # rounds and saturates
