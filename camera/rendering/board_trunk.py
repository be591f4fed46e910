"""The trunk that a board is cut from: a solid of rings round a pith line, with branches as cones that start at it.

Three coordinates in millimetres: X across the face and Y through it, both from the pith line, and Z along the trunk.
The face is a plane through this solid; where it lies and how it leans makes flat-sawn, rift or quarter-sawn wood, and
the same branch is a round knot in one of them and a spike in another. Nothing is painted on: ring, knot and pith all
come from these three numbers.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from camera.rendering.surface import line, spread
from camera.rendering.truth import Field

KnotKind = Literal["live_knot", "dead_knot", "knot_with_crack", "knot_missing"]
_STEP_MM = 0.05  # of the table of rings
_REACH_MM = 400.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trunk:
    """The solid, and where the face cuts it.

    `pith_x_mm`, `face_y_mm` and `z_mm` have one value a row of the picture: where the pith runs, how far the face lies
    above it, and how far along the trunk the row is. `late_share` is a table over the distance from the pith in steps
    of 0.05 mm: 0 spring wood, 1 summer wood. `waves` (n, 5): a ring's radius strays by the sum of
    `amplitude * sin(kx X + ky Y + kz Z + phase)`.
    """

    pith_x_mm: Field
    face_y_mm: Field
    z_mm: Field
    late_share: Field
    waves: Field
    pith_radius_mm: float
    mm_per_px: float

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float, float]:
        """X, Y, Z of a point of the picture."""
        row = int(np.clip(y_mm / self.mm_per_px, 0, self.z_mm.size - 1))
        return x_mm - float(self.pith_x_mm[row]), float(self.face_y_mm[row]), float(self.z_mm[row])

    def piece(self, here: tuple[slice, slice], columns: int) -> tuple[Field, Field, Field]:
        """X (rows, columns) and Y, Z (rows, 1) of a part of the picture that is `columns` wide."""
        x = (np.arange(columns, dtype=np.float32)[here[1]] + np.float32(0.5)) * np.float32(self.mm_per_px)
        return (
            x[None, :] - self.pith_x_mm[here[0], None],
            self.face_y_mm[here[0], None],
            self.z_mm[here[0], None],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A cone from the pith at `base_z_mm` along the unit vector `axis`.

    `radius_mm` at the way `at_mm` from the pith; thinner towards the pith by `taper` a millimetre.
    """

    kind: KnotKind
    base_z_mm: float
    axis: tuple[float, float, float]
    radius_mm: float
    at_mm: float
    taper: float
    phase: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Section:
    """How a branch is cut by the face, (rows, columns) each.

    `share` is the distance from its axis, 1 on its outside; `away_mm` the same in mm; `collar` 0..1 how much the rings
    of the trunk follow the branch, `above` -1..1 whether a point lies below or above it, along the trunk.
    """

    share: Field
    away_mm: Field
    collar: Field
    above: Field
    radius_mm: Field


def draw_trunk(
    rng: np.random.Generator,
    shape: tuple[int, int],
    mm_per_px: float,
    *,
    marrow_mm: tuple[float, float] | None,
) -> Trunk:
    """A trunk, and a plane through it at any angle; with `marrow_mm` it meets the pith between these two heights.

    A line camera squeezes its pictures along the grain, and so did that of the VSB-TUO set: knots are flat there.
    Z therefore runs 1.4 to 2.1 times as fast as the picture's y.
    """
    rows, columns = shape
    width = columns * mm_per_px
    y = (np.arange(rows, dtype=np.float32) + np.float32(0.5)) * np.float32(mm_per_px)
    along = y - np.float32(rows * mm_per_px / 2)
    wander = 90 / mm_per_px
    pith_radius = spread(rng, 1.3, 3.4)
    if marrow_mm is None:
        turn = np.radians(spread(rng, *((0, 25), (25, 60), (60, 88))[int(rng.choice(3, p=(0.5, 0.22, 0.28)))]))
        away = 8 + 100 * float(rng.beta(1.3, 2.2))
        pith_x = width / 2 + away * np.sin(turn) * float(rng.choice((-1, 1))) + width * spread(rng, -0.25, 0.25)
        steep = spread(rng, -0.32, 0.32) * np.cos(turn)
        face_y = away * np.cos(turn) + steep * along + 1.0 * line(rng, rows, wander)
        face_y = np.maximum(face_y, 2 * pith_radius + 1.5 + 0.1 * (face_y - face_y.min()))
    else:
        pith_x = width * spread(rng, 0.2, 0.8)
        middle, half = sum(marrow_mm) / 2, (marrow_mm[1] - marrow_mm[0]) / 2
        face_y = (
            pith_radius
            * 0.98
            * np.abs((y - middle) / max(half, 1)) ** 1.3
            * np.clip(1 + 0.2 * line(rng, rows, wander), 0.7, 1.3)
        )
    stray = 1.2 * line(rng, rows, wander) + spread(rng, -0.03, 0.03) * along
    return Trunk(
        pith_x_mm=np.asarray(pith_x + stray, np.float32),
        face_y_mm=np.asarray(face_y, np.float32),
        z_mm=np.asarray(along * spread(rng, 1.4, 2.1), np.float32),
        late_share=_rings(rng),
        waves=_waves(rng),
        pith_radius_mm=pith_radius,
        mm_per_px=mm_per_px,
    )


def _rings(rng: np.random.Generator) -> Field:
    """Years of different width: light spring wood, slowly darker, and a sharp edge to the next spring."""
    import cv2

    width = spread(rng, 1.3, 4.6)
    years = int(_REACH_MM / width * 1.4) + 40
    change = np.exp(0.28 * line(rng, years, 7, 2) + 0.1 * rng.standard_normal(years))
    young = 1 + 0.5 * np.exp(-np.arange(years) * width / 18)
    ends = np.cumsum(width * change * young)
    radius = np.arange(int(_REACH_MM / _STEP_MM)) * _STEP_MM
    year = np.minimum(np.searchsorted(ends, radius, side="right"), years - 1)
    starts = np.concatenate(((0.0,), ends))[:-1]
    phase = (radius - starts[year]) / (ends - starts)[year]
    from_share, power = spread(rng, 0.2, 0.55), spread(rng, 1.0, 2.4)
    late = np.clip((phase - from_share) / (0.94 - from_share), 0, 1) ** power * np.clip((1 - phase) / 0.06, 0, 1)
    late *= np.clip(0.75 + 0.28 * rng.standard_normal(years), 0.25, 1.15)[year]
    smooth = cv2.GaussianBlur(late.astype(np.float32)[None, :], (0, 0), 2.0)
    return np.asarray(smooth[0], np.float32)


def _waves(rng: np.random.Generator) -> Field:
    """Slow waves that bend whole rings, and small ones that make their edges unsteady."""
    waves = []
    for count, (short, long), amplitude in ((6, (18, 70), 0.5), (5, (4, 10), 0.09)):
        for _ in range(count):
            heading, length = spread(rng, 0, 2 * np.pi), spread(rng, short, long)
            k = 2 * np.pi / length
            waves.append(
                (
                    amplitude * spread(rng, 0.4, 1.4),
                    k * np.cos(heading),
                    k * np.sin(heading),
                    0.1 * k * spread(rng, -1, 1),
                    spread(rng, 0, 2 * np.pi),
                )
            )
    return np.array(waves, np.float32)


def radius_of(trunk: Trunk, columns: int) -> Field:
    """The distance of every point of the face from the pith, as rings count it: (rows, columns), in mm."""
    import cv2

    x, y, z = trunk.piece((slice(None), slice(None)), columns)
    radius = np.asarray(np.sqrt(x * x + y * y), np.float32)
    coarse = 3  # waves are smooth: every third point is enough
    strayed = np.zeros((x[::coarse].shape[0], x[:, ::coarse].shape[1]), np.float32)
    for amplitude, kx, ky, kz, phase in trunk.waves:
        strayed += amplitude * np.sin(kx * x[::coarse, ::coarse] + (ky * y + kz * z + phase)[::coarse])
    radius += cv2.resize(strayed, (columns, x.shape[0]), interpolation=cv2.INTER_LINEAR)
    return radius


def late_of(trunk: Trunk, radius_mm: Field) -> Field:
    """The share of summer wood at every point."""
    entry = np.clip(radius_mm * np.float32(1 / _STEP_MM), 0, trunk.late_share.size - 1).astype(np.int32)
    return np.asarray(np.take(trunk.late_share, entry), np.float32)


def section(trunk: Trunk, branch: Branch, here: tuple[slice, slice], columns: int, step: int = 1) -> Section:
    """How the face cuts `branch` in that part of the picture, of every `step`-th point."""
    x, y, z = (field[::step, :: step if field.shape[1] > 1 else 1] for field in trunk.piece(here, columns))
    ax, ay, az = branch.axis
    qz = z - np.float32(branch.base_z_mm)
    way = ax * x + (ay * y + az * qz)
    square = x * x + (y * y + qz * qz) - way * way
    radius = np.maximum(branch.radius_mm + branch.taper * (way - branch.at_mm), 0.35)
    away = np.sqrt(np.maximum(square, 0))
    wave = np.sin((2.2 * x + (1.3 * y + 1.7 * qz)) / np.float32(branch.radius_mm) + branch.phase)
    share = np.where(way > 0, away * (1 + 0.05 * wave) / radius, 9)
    aside = qz - az * way  # the collar reaches further along the trunk than round it
    wide = np.sqrt(np.maximum(square - 0.7 * aside * aside, 0)) / radius
    loose = branch.kind in ("dead_knot", "knot_missing")
    collar = np.exp(-((np.maximum(wide - 0.7, 0) / (0.7 if loose else 1.15)) ** 2)) * (way > -radius)
    return Section(
        share=np.asarray(share, np.float32),
        away_mm=np.asarray(away, np.float32),
        collar=np.asarray(collar * np.clip(1 + way / radius, 0, 1), np.float32),
        above=np.asarray(np.clip(aside / radius, -1, 1), np.float32),
        radius_mm=np.asarray(radius, np.float32),
    )
