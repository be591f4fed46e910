"""The part before any light falls on it: height, colour and gloss, and how a defect is set into them."""

from dataclasses import dataclass

import numpy as np

from camera.rendering.truth import Field


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """A part seen from above; the arrays are written to while the part is built.

    `height_mm` (height, width) rises towards the camera; `albedo` (height, width, 3) is linear reflectance 0..1;
    `gloss` (height, width) is the share of mirror-like reflection 0..1.
    """

    height_mm: Field
    albedo: Field
    gloss: Field
    mm_per_px: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.height_mm.shape
        return rows, columns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A small piece of a surface around a point, so that a defect costs only its own pixels.

    `dx_mm`, `dy_mm` are the distances of each pixel's centre from the point, shape (rows, columns) of the piece;
    the three arrays are views into the surface.
    """

    origin_xy: tuple[int, int]
    dx_mm: Field
    dy_mm: Field
    height_mm: Field
    albedo: Field
    gloss: Field


def window(surface: Surface, x_mm: float, y_mm: float, reach_mm: float) -> Window:
    """The piece of `surface` at most `reach_mm` from the point; at least one pixel."""
    rows, columns = surface.shape
    scale = surface.mm_per_px
    x1 = int(np.clip(np.floor((x_mm - reach_mm) / scale), 0, columns - 1))
    x2 = int(np.clip(np.ceil((x_mm + reach_mm) / scale), x1 + 1, columns))
    y1 = int(np.clip(np.floor((y_mm - reach_mm) / scale), 0, rows - 1))
    y2 = int(np.clip(np.ceil((y_mm + reach_mm) / scale), y1 + 1, rows))
    dx = ((np.arange(x1, x2, dtype=np.float32) + 0.5) * scale - x_mm)[None, :]
    dy = ((np.arange(y1, y2, dtype=np.float32) + 0.5) * scale - y_mm)[:, None]
    piece = (slice(y1, y2), slice(x1, x2))
    ones = np.ones((y2 - y1, x2 - x1), np.float32)
    return Window(
        origin_xy=(x1, y1),
        dx_mm=dx * ones,
        dy_mm=dy * ones,
        height_mm=surface.height_mm[piece],
        albedo=surface.albedo[piece],
        gloss=surface.gloss[piece],
    )


def cloud(rng: np.random.Generator, shape: tuple[int, int], cell_px: tuple[float, float], octaves: int = 1) -> Field:
    """Smooth noise of mean 0 and spread about 1; `cell_px` is the size (x, y) of its coarsest grain in pixels.

    Each further octave has half the grain and half the strength.
    """
    import cv2

    rows, columns = shape
    total = np.zeros((1, 1), np.float32)
    power = 0.0
    for octave in range(octaves):
        strength = 0.5**octave
        cells_wh = (
            min(max(2, round(columns * 2**octave / cell_px[0]) + 1), columns),
            min(max(2, round(rows * 2**octave / cell_px[1]) + 1), rows),
        )
        # each octave grows onto the grid of the next, so that only the last step touches every pixel
        total = np.asarray(cv2.resize(total, cells_wh, interpolation=cv2.INTER_CUBIC), np.float32)
        total += np.float32(strength) * rng.standard_normal((cells_wh[1], cells_wh[0]), np.float32)
        power += strength**2
    total *= np.float32(1.4 / np.sqrt(power))
    return np.asarray(cv2.resize(total, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)


def line(rng: np.random.Generator, length: int, cell: float, octaves: int = 2) -> Field:
    """One-dimensional noise of mean 0 and spread about 1, shape (length,)."""
    noise: Field = cloud(rng, (1, length), (cell, 1.0), octaves)[0]
    return noise


def smoothstep(low: float, high: float, value: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth between; for low > high it falls."""
    share: Field = (value - np.float32(low)) * np.float32(1 / (high - low))
    np.clip(share, 0, 1, out=share)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def blend(target: Field, colour: tuple[float, float, float] | Field, share: Field) -> None:
    """Mix `colour` into `target` (h, w, 3) in place, by `share` (h, w) 0..1."""
    change = np.asarray(colour, np.float32) - target
    change *= in_three(share)
    target += change


def in_three(field: Field) -> Field:
    """(h, w) to (h, w, 3), copied out: numpy is several times quicker with it than with a broadcast last axis."""
    import cv2

    return np.asarray(cv2.merge((field, field, field)), np.float32)


def spread(rng: np.random.Generator, low: float, high: float) -> float:
    """A number drawn evenly between two bounds."""
    return float(rng.uniform(low, high))
