"""Where on a bead or beside it a defect may lie, so that none hides another."""

from dataclasses import dataclass

import numpy as np

from camera.rendering.bead import Run
from camera.rendering.surface import Surface, spread
from camera.rendering.truth import Defect


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A bead being made faulty; `defects` grows with every defect set into the surface."""

    surface: Surface
    run: Run
    defects: list[Defect]


def keep(placed: Placed, defect: Defect | None) -> None:
    """Write a defect down, if there is one."""
    if defect is not None:
        placed.defects.append(defect)


def on_bead(
    rng: np.random.Generator,
    placed: Placed,
    radius_mm: float,
    *,
    share: float = 0.6,
    around: tuple[float, float, float] | None = None,
) -> tuple[float, float] | None:
    """A free place on the bead within `share` of its half width, whole in the picture; None if there is none.

    `around` (x, y, reach in mm) keeps it near a point.
    """
    run, scale = placed.run, placed.surface.mm_per_px
    width = placed.surface.shape[1] * scale
    margin = 0.35 * run.half_mm
    left, right = max(run.start_mm + margin, 0) + radius_mm + 1, min(run.end_mm - margin, width) - radius_mm - 1
    if right <= left:
        return None
    for _ in range(20):
        x = spread(rng, left, right)
        axis, half = run.at(x, scale)
        y = axis + spread(rng, -share, share) * max(half - max(radius_mm - (1 - share) * half, 0), 0)
        if around is not None:
            turn, far = spread(rng, 0, 2 * np.pi), around[2] * np.sqrt(rng.random())
            x, y = around[0] + far * np.cos(turn), around[1] + far * np.sin(turn)
        if _free(placed, x, y, radius_mm, gap_mm=0.5 if around is None else 0.1):
            return x, y
    return None


def beside_bead(rng: np.random.Generator, placed: Placed, diameter_mm: float) -> tuple[float, float] | None:
    """A free place on the sheet for a drop, the nearer to the bead the likelier; None if the first draw is none."""
    rows, columns = placed.surface.shape
    scale = placed.surface.mm_per_px
    x = spread(rng, 2, max(columns * scale - 2, 2.1))
    axis, half = placed.run.at(x, scale)
    y = axis + float(rng.choice((-1, 1))) * (half + diameter_mm + 12 * float(rng.beta(1, 2)))
    if 2 < y < rows * scale - 2 and _free(placed, x, y, diameter_mm / 2, gap_mm=0.5):
        return x, y
    return None


def _free(placed: Placed, x_mm: float, y_mm: float, radius_mm: float, *, gap_mm: float) -> bool:
    """Whether a circle with `gap_mm` around it touches no defect that is already there."""
    scale = placed.surface.mm_per_px
    reach = (radius_mm + gap_mm) / scale
    x, y = x_mm / scale, y_mm / scale
    return all(
        x + reach < x1 or x - reach > x2 or y + reach < y1 or y - reach > y2
        for x1, y1, x2, y2 in (defect.xyxy for defect in placed.defects)
    )
