"""Figures of a picture that tell how well a camera is set: focus and light.

The station's picture checks hold the same figures against a recipe's limits; who sets up a camera watches them change.
`pixels` is (height, width, 3) RGB, `grey` and `half` are (height, width), all of uint8 with at least one pixel.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from camera.frame import Pixels

CLIPPED_DARK: Final = 2
"""A grey value up to this one says nothing but "dark"."""
CLIPPED_BRIGHT: Final = 253
SAMPLES: Final = 250_000
"""So many pixels say enough about the light of a picture of any size."""

_LAPLACIAN_OF_NOISE: Final = 20
"""Times its variance white noise has in the Laplacian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Mean grey value, 0 to 255, and which shares of the pixels, 0 to 1, are too dark or too bright to tell apart."""

    mean_grey: float
    clipped_dark: float
    clipped_bright: float


def focus_score(pixels: Pixels) -> float:
    """Variance of the Laplacian of the grey picture at half size, less what noise puts there: the sharper, the larger.

    Only pictures of the same thing in the same light can be compared. Half size, because a sensor's noise has its
    energy in the finest detail. Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000.

    >>> focus_score(np.full((10, 10, 3), 90, np.uint8))
    0.0
    """
    return focus_of_half(half_of(grey_of(pixels)))


def clipped_shares(pixels: Pixels) -> tuple[float, float]:
    """The shares of the pixels that are too dark and too bright.

    >>> clipped_shares(np.array([[[0, 0, 0], [9, 9, 9], [99, 99, 99], [255, 255, 255]]], np.uint8))
    (0.25, 0.25)
    """
    light = light_of(grey_of(pixels))
    return light.clipped_dark, light.clipped_bright


def grey_of(pixels: Pixels) -> Pixels:
    """The grey picture that all figures are taken from; those who need several make it once."""
    import cv2

    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def half_of(grey: Pixels) -> Pixels:
    """The grey picture at half size, at least one pixel."""
    import cv2

    half_wh = (max(1, grey.shape[1] // 2), max(1, grey.shape[0] // 2))
    return np.asarray(cv2.resize(grey, half_wh, interpolation=cv2.INTER_AREA), np.uint8)


def focus_of_half(half: Pixels, noise: float | None = None, mask: Pixels | None = None) -> float:
    """`focus_score` of the picture whose grey half size this is; `noise` is its `noise_of_half` where that is known.

    Of a `mask` (shape of `half`) only what is not 0 counts.
    """
    import cv2

    noise = noise_of_half(half, mask) if noise is None else noise
    laplacian = cv2.Laplacian(half, cv2.CV_16S)
    mean, of_squares = cv2.mean(laplacian, mask)[0], cv2.norm(laplacian, cv2.NORM_L2SQR, mask) / _counted(half, mask)
    return float(max(of_squares - mean**2 - _LAPLACIAN_OF_NOISE * noise, 0.0))


def noise_of_half(half: Pixels, mask: Pixels | None = None) -> float:
    """Variance of the noise in a grey picture of half size; fine structure in all directions is taken for noise, too.

    Source: Immerkær, "Fast noise variance estimation", 1996. At half size the noise of a colour sensor, which comes
    smoothed out of its mosaic, is nearly white again; three quarters of it are seen.
    """
    import cv2

    # edges and gradients along rows or columns leave it at zero; white noise comes out with 36 times its variance
    of_noise = cv2.Sobel(half, cv2.CV_16S, dx=2, dy=2, ksize=3)
    response = cv2.norm(of_noise, cv2.NORM_L1, mask) / _counted(half, mask)
    return float(np.pi / 2 * response**2 / 36)


def _counted(half: Pixels, mask: Pixels | None) -> int:
    import cv2

    return half.size if mask is None else max(cv2.countNonZero(mask), 1)


def light_of(grey: Pixels) -> Light:
    """How light falls on a grey picture; large ones are sampled."""
    import cv2

    sample = np.ascontiguousarray(grey.ravel()[:: max(1, grey.size // SAMPLES)])
    return Light(
        mean_grey=cv2.sumElems(sample)[0] / sample.size,
        clipped_dark=int(np.count_nonzero(sample <= CLIPPED_DARK)) / sample.size,
        clipped_bright=int(np.count_nonzero(sample >= CLIPPED_BRIGHT)) / sample.size,
    )
