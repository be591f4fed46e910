"""The edges of a picture that outlast another specimen and another light: direction and strength, coarse."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels

Layer = NDArray[np.float32]
_BLUR_PX: Final = 1.5
"""Of the reduced picture: ripples, brush strokes and grain are finer than that, outlines are not."""
_OUTLINE: Final = 98
"""Percentile of the gradients that an outline reaches; a part of a fifth of the picture has so many pixels of it."""
_HALF: Final = 0.8
"""Times the gradient of the outline: an edge of that gradient counts 0.7."""
_WEAKEST: Final = 2.0
"""Gradient in grey values a pixel that noise and the grain of a table stay under: no such edge is called strong."""
_LIGHT: Final = (0.7, 1.4)
"""So much darker or brighter may it be than on the golden picture; without that bound an empty table would be all
edges."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """`x` and `y` (height, width): the direction from dark to bright, 0 where there is no edge, nearly 1 long on strong
    ones, however strong they are. `outline` is the gradient that was taken for strong, in grey values a pixel.
    """

    x: Layer
    y: Layer
    outline: float

    @property
    def wh(self) -> tuple[int, int]:
        """Width and height."""
        return self.x.shape[1], self.x.shape[0]

    def strength(self) -> Layer:
        """How strong the edges are, 0..1."""
        import cv2

        return np.asarray(cv2.magnitude(self.x, self.y), np.float32)

    def squared(self) -> Layer:
        """How much each pixel counts."""
        return np.asarray(self.x * self.x + self.y * self.y, np.float32)


def edges_of(grey: Pixels, long_side_px: int, golden: Edges | None = None) -> Edges:
    """The edges of a grey picture that has been reduced to `long_side_px`; strong is what is so on the `golden` one."""
    import cv2

    factor = long_side_px / max(grey.shape)
    size_wh = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    small = cv2.resize(grey, size_wh, interpolation=cv2.INTER_AREA).astype(np.float32)
    smooth = cv2.GaussianBlur(small, (0, 0), _BLUR_PX)
    x, y = cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32), cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32)
    gradient = cv2.magnitude(x, y)
    outline = float(np.percentile(gradient[::2, ::2], _OUTLINE))
    if golden is not None:
        outline = float(np.clip(outline, _LIGHT[0] * golden.outline, _LIGHT[1] * golden.outline))
    share = 1 / np.sqrt(gradient * gradient + max(_HALF * outline, _WEAKEST) ** 2)
    return Edges(x=np.asarray(x * share, np.float32), y=np.asarray(y * share, np.float32), outline=outline)


def turned(edges: Edges, turn_deg: float) -> Edges:
    """The edges as they are when the part is turned clockwise about the picture's middle."""
    import cv2

    width, height = edges.wh
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -turn_deg, 1)
    x, y = (cv2.warpAffine(layer, matrix, edges.wh, flags=cv2.INTER_LINEAR) for layer in (edges.x, edges.y))
    return _rotated(x, y, turn_deg, edges.outline)


def seen_through(edges: Edges, matrix: NDArray[np.float64], wh: tuple[int, int]) -> tuple[Edges, Layer]:
    """The edges of a frame, laid back onto the golden picture of size `wh` by the 2x3 similarity golden to frame.

    With them which pixels lie within the frame, 1 or 0.
    """
    import cv2

    back = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    x, y, within = (
        cv2.warpAffine(layer, matrix, wh, flags=back) for layer in (edges.x, edges.y, np.ones_like(edges.x))
    )
    turn_deg = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
    return _rotated(x, y, -turn_deg, edges.outline), np.asarray(within > 0.99, np.float32)


def _rotated(x: NDArray[np.generic], y: NDArray[np.generic], turn_deg: float, outline: float) -> Edges:
    """Directions turned clockwise, each where it is."""
    cosine, sine = np.float32(np.cos(np.radians(turn_deg))), np.float32(np.sin(np.radians(turn_deg)))
    first, second = np.asarray(x, np.float32), np.asarray(y, np.float32)
    return Edges(x=cosine * first - sine * second, y=sine * first + cosine * second, outline=outline)
