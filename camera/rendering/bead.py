"""Where a weld bead lies on its sheet, and where a piece of it is missing.

Figures are those of MAG beads on 3 to 8 mm steel: 7 to 13 mm wide, 1 to 2.5 mm high; TIG beads are narrower and
flatter, a robot's bead in a close-up is 11 to 16 mm wide.
"""

from dataclasses import dataclass, replace

import numpy as np

from camera.rendering.bead_look import Look
from camera.rendering.surface import line, spread
from camera.rendering.truth import Field, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A piece of bead that is not there: an ellipse with half axes `reach_mm` (x, y) around `at_mm` (x, y)."""

    at_mm: tuple[float, float]
    reach_mm: tuple[float, float]
    ragged: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Where the bead lies.

    Arrays have one entry a column: centre line `axis_mm` and `half_width_mm` (0 beyond the ends). `half_mm` is the
    half width along most of it. `welded_to_right` says which end is the last.
    """

    axis_mm: Field
    half_width_mm: Field
    half_mm: float
    start_mm: float
    end_mm: float
    crown_mm: float
    welded_to_right: bool
    bites: tuple[Bite, ...]

    def at(self, x_mm: float, mm_per_px: float) -> tuple[float, float]:
        """Centre line and half width at x, in mm."""
        column = int(np.clip(x_mm / mm_per_px, 0, len(self.axis_mm) - 1))
        return float(self.axis_mm[column]), float(self.half_width_mm[column])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Coordinates of every pixel: `x_mm` (1, width), `y_mm` (height, 1), `across` (height, width; -1..1 on the bead).

    `toe_mm` is the distance to the nearest edge of the bead, negative on it; `whole_mm` the same if no piece of the
    bead were missing (the same array where none is).
    """

    x_mm: Field
    y_mm: Field
    across: Field
    toe_mm: Field
    whole_mm: Field
    mm_per_px: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.across.shape
        return rows, columns


def draw_run(
    rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float, look: Look, *, incomplete: bool
) -> Run:
    """A bead from left to right through the picture, straight to within a millimetre or two."""
    rows, columns = shape
    width_mm, height_mm = columns * mm_per_px, rows * mm_per_px
    x = (np.arange(columns, dtype=np.float32) + 0.5) * np.float32(mm_per_px)
    half = _half_mm(rng, look, height_mm)
    centre = height_mm * (spread(rng, 0.46, 0.54) if look.close_up else spread(rng, 0.42, 0.58))
    slant = spread(rng, -0.02, 0.02) if look.close_up else spread(rng, -0.06, 0.06)
    axis = centre + slant * (x - width_mm / 2) + 0.25 * line(rng, columns, 18 / mm_per_px)
    waves = 0.035 * line(rng, columns, 9 / mm_per_px) + 0.012 * line(rng, columns, 2 / mm_per_px)
    half_width = half * (1 + waves * (0.5 if look.process == "tig" or look.close_up else 1.0))
    start, end = _ends(rng, look, width_mm, half)
    for tip, inward in ((start, 1), (end, -1)):
        blunt = spread(rng, 1.9, 2.5)  # 2 is half an ellipse, more is blunter
        near = np.clip((x - tip) * inward / (half * spread(rng, 1.0, 1.5)), 0, 1)
        half_width = half_width * (1 - (1 - near) ** blunt) ** (1 / blunt)
    flat = 0.8 if look.close_up else {"tig": 0.6, "mag": 1.0}[look.process]
    run = Run(
        axis_mm=np.asarray(axis, np.float32),
        half_width_mm=np.asarray(half_width, np.float32),
        half_mm=half,
        start_mm=start,
        end_mm=end,
        crown_mm=half * flat * spread(rng, 0.24, 0.38),
        welded_to_right=bool(rng.random() < (0.85 if look.close_up else 0.5)),
        bites=(),
    )
    return _bitten(rng, run, look, width_mm, mm_per_px) if incomplete else run


def grid_of(run: Run, missing: tuple[Mask, ...], shape: tuple[int, int], mm_per_px: float) -> Grid:
    """Coordinates on a sheet of `shape` (rows, columns) that carries this bead without the `missing` pieces."""
    x, y, across = across_bead(run, shape, mm_per_px)
    bead = (np.abs(across) < 1) & (run.half_width_mm > 0)[None, :]
    whole = toe = _distance(bead, mm_per_px)
    if missing:
        toe = np.maximum(whole, -_distance(np.logical_or.reduce(missing), mm_per_px))
    return Grid(x_mm=x, y_mm=y, across=across, toe_mm=toe, whole_mm=whole, mm_per_px=mm_per_px)


def _distance(area: Mask, mm_per_px: float) -> Field:
    """How far each pixel is from the edge of an area in mm; negative inside."""
    import cv2

    inside = area.astype(np.uint8)
    far = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3) - cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    return np.asarray(cv2.GaussianBlur(far * np.float32(mm_per_px), (0, 0), 1.0), np.float32)


def across_bead(run: Run, shape: tuple[int, int], mm_per_px: float) -> tuple[Field, Field, Field]:
    """Every pixel's x (1, width), y (height, 1) in mm and place across the bead (height, width), -1..1 on it."""
    rows, columns = shape
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * np.float32(mm_per_px))[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * np.float32(mm_per_px))[:, None]
    half = np.maximum(run.half_width_mm, 1e-3)[None, :]
    return x, y, np.asarray((y - run.axis_mm[None, :]) / half, np.float32)


def _half_mm(rng: np.random.Generator, look: Look, height_mm: float) -> float:
    if look.close_up:
        return min(spread(rng, 6.4, 8.6), height_mm * spread(rng, 0.36, 0.43))
    low, high = (2.4, 4.5) if look.process == "tig" else (3.6, 6.5)
    return min(spread(rng, low, high), 0.36 * height_mm)


def _ends(rng: np.random.Generator, look: Look, width_mm: float, half_mm: float) -> tuple[float, float]:
    """Where the bead starts and ends in x; far outside the picture where an end is not in sight."""
    reach = max((0.025 if look.close_up else 0.14) * width_mm, 1.0)
    chance = 0.92 if look.close_up else 0.55
    first = 0.0 if look.close_up else 1.0
    start = spread(rng, first, reach) if rng.random() < chance else -3 * half_mm
    end = width_mm - spread(rng, first, reach) if rng.random() < chance else width_mm + 3 * half_mm
    return start, end


def _bitten(rng: np.random.Generator, run: Run, look: Look, width_mm: float, mm_per_px: float) -> Run:
    """The same run with what is missing: one gap right through it, or notches at its ends and sides."""
    if not look.close_up and rng.random() < 0.5:
        x = spread(rng, 0.3, 0.7) * width_mm
        through = Bite(
            at_mm=(x, run.at(x, mm_per_px)[0]), reach_mm=(spread(rng, 1.5, 3.2), 2.5 * run.half_mm), ragged=0.12
        )
        return replace(run, bites=(through,))
    bites = []
    below = 1.0 if rng.random() < 0.85 else -1.0
    for tip, sign in ((run.start_mm, 1), (run.end_mm, -1)):
        if 0 <= tip <= width_mm and rng.random() < 0.75:
            bites.append(_end_bite(rng, run, sign, below, mm_per_px))
    if not bites or rng.random() < 0.45:
        bites.append(_side_bite(rng, run, width_mm, mm_per_px))
    return replace(run, bites=tuple(bites))


def _end_bite(rng: np.random.Generator, run: Run, sign: int, below: float, mm_per_px: float) -> Bite:
    """A notch in an end, deep enough to be seen; `sign` is 1 at the left end, -1 at the right one."""
    middle = run.at(run.start_mm + run.half_mm if sign > 0 else run.end_mm - run.half_mm, mm_per_px)[0]
    y = middle + below * run.half_mm * spread(rng, 0.1, 0.75)
    on_bead = np.flatnonzero(np.abs(y - run.axis_mm) < run.half_width_mm)
    edge = float(on_bead[0 if sign > 0 else -1]) * mm_per_px if on_bead.size else run.start_mm
    depth = run.half_mm * spread(rng, 0.16, 0.5)
    reach = depth * spread(rng, 1.0, 2.0)
    return Bite(
        at_mm=(edge + sign * (depth - reach), y),
        reach_mm=(reach, run.half_mm * spread(rng, 0.3, 0.8)),
        ragged=spread(rng, 0.03, 0.1),
    )


def _side_bite(rng: np.random.Generator, run: Run, width_mm: float, mm_per_px: float) -> Bite:
    """A notch in the long side, or a hole in the flank."""
    left, right = max(run.start_mm, 0) + 1.6 * run.half_mm, min(run.end_mm, width_mm) - 1.6 * run.half_mm
    x = spread(rng, left, right) if right > left else width_mm / 2
    axis, half = run.at(x, mm_per_px)
    side = 1.0 if rng.random() < 0.75 else -1.0
    hole = rng.random() < 0.5
    y = axis + side * half * (spread(rng, 0.3, 0.7) if hole else spread(rng, 0.85, 1.1))
    long = run.half_mm * (spread(rng, 0.2, 0.6) if hole else spread(rng, 0.35, 1.1))
    tall = min(long, run.half_mm * spread(rng, 0.2, 0.5))
    return Bite(at_mm=(x, y), reach_mm=(long, tall), ragged=spread(rng, 0.06, 0.22))
