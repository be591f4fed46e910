"""What is measured on the reference, on both days over the same part of it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.figures import focus_of_half, grey_of, half_of
from camera.frame import Pixels
from inspection.locating.placement import Placement

GRID: Final = 4
_FEWEST: Final = 0.5
"""A cell of the grid counts where at least this share of it was seen on both days."""
_EDGE_PX: Final = 9
"""Round the border of what was seen on both days so much is left out: there a filter would look beyond it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """Mean grey value; `grid` (4, 4) of grey values as shares of that mean, NaN where too little was seen; the focus
    score of `camera.figures` for a mean of 100, since contrast grows with the light; red and blue as shares of green.
    """

    mean_grey: float
    grid: NDArray[np.float64]
    focus: float
    red: float
    blue: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """Which pixels of the taught picture and of today's, each (height, width) and 0 or 255, show the same surface."""

    taught: Pixels
    now: Pixels

    @property
    def share(self) -> float:
        """How much of the taught picture that is, 0..1."""
        return float(np.count_nonzero(self.taught)) / self.taught.size


def shared_by(placement: Placement, now_wh: tuple[int, int]) -> Shared:
    """What both pictures show when the reference lies so."""
    import cv2

    matrix = _matrix(placement)
    whole = [np.full((wh[1], wh[0]), 255, np.uint8) for wh in (placement.golden_wh, now_wh)]
    on_taught = cv2.warpAffine(whole[1], matrix, placement.golden_wh, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    on_now = cv2.warpAffine(whole[0], matrix, now_wh, flags=cv2.INTER_NEAREST)
    return Shared(taught=_drawn_in(np.asarray(on_taught, np.uint8)), now=_drawn_in(np.asarray(on_now, np.uint8)))


def taught_figures(pixels: Pixels, shared: Shared) -> Figures:
    """Of the taught picture (height, width, 3)."""
    return _figures(pixels, shared.taught, _focus(pixels, shared.taught))


def figures_now(pixels: Pixels, shared: Shared, placement: Placement) -> Figures:
    """Of today's picture: light and colour as the taught picture would show them, focus on the picture as it is."""
    import cv2

    turned_back = cv2.warpAffine(
        pixels, _matrix(placement), placement.golden_wh, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return _figures(np.asarray(turned_back, np.uint8), shared.taught, _focus(pixels, shared.now))


def _figures(pixels: Pixels, mask: Pixels, focus: float) -> Figures:
    import cv2

    red, green, blue, _ = cv2.mean(pixels, mask=mask)
    grey = grey_of(pixels)
    mean = max(cv2.mean(grey, mask=mask)[0], 1e-3)
    weight = (mask > 0).astype(np.float32)
    seen, light = (
        np.asarray(cv2.resize(field, (GRID, GRID), interpolation=cv2.INTER_AREA), np.float64)
        for field in (weight, weight * grey)
    )
    cells = np.where(seen >= _FEWEST, light / np.maximum(seen, 1e-6) / mean, np.nan)
    return Figures(
        mean_grey=mean,
        grid=cells,
        focus=focus * (100 / mean) ** 2,
        red=red / max(green, 1e-3),
        blue=blue / max(green, 1e-3),
    )


def _focus(pixels: Pixels, mask: Pixels) -> float:
    import cv2

    half = half_of(grey_of(pixels))
    small = cv2.resize(mask, (half.shape[1], half.shape[0]), interpolation=cv2.INTER_NEAREST)
    return focus_of_half(half, mask=np.asarray(small, np.uint8))


def _matrix(placement: Placement) -> NDArray[np.float64]:
    return np.array(placement.to_frame, np.float64).reshape(2, 3)


def _drawn_in(mask: Pixels) -> Pixels:
    import cv2

    around = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    drawn = cv2.erode(around, np.ones((_EDGE_PX, _EDGE_PX), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(drawn, np.uint8)[1:-1, 1:-1].copy()
