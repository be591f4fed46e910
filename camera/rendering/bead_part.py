"""A whole weld bead picture: how it is welded, what went wrong, the light, the lens."""

import numpy as np

from camera.frame import Pixels
from camera.rendering import bead_defects as made
from camera.rendering.bead import Run, draw_run, weld
from camera.rendering.lens import draw_lens, expose
from camera.rendering.light import draw_light, shade
from camera.rendering.surface import Surface, spread
from camera.rendering.truth import Defect, defect_from

MM_PER_PX = 0.1
"""A bench camera that sees 64 mm with 640 px."""

_FAULTS = ("pores", "pore", "crack", "undercut", "deposit", "discontinuity", "spatter", "stain")
_HOW_OFTEN = np.array((0.2, 0.2, 0.18, 0.12, 0.1, 0.06, 0.08, 0.06))


def render_bead(
    rng: np.random.Generator, shape: tuple[int, int], *, good: bool, mm_per_px: float = MM_PER_PX
) -> tuple[Pixels, tuple[Defect, ...]]:
    """A picture of `shape` (rows, columns) and its defects. A `good` bead has nothing above the shop's limits."""
    faults: list[str] = [] if good else _draw_faults(rng)
    run = draw_run(rng, shape, mm_per_px, gap="discontinuity" in faults)
    surface = weld(rng, shape, mm_per_px, run)
    defects: list[Defect] = []
    if run.gap_mm is not None:
        defects += _gap_truth(surface, run)
    for fault in faults:
        _add(rng, surface, run, fault, defects)
    if good and rng.random() < 0.3:
        place = _on_bead(rng, surface, run, 0.5, defects)
        _keep(defects, made.pore(rng, surface, *place, spread(rng, 0.4, 0.6)) if place else None)
    radiance = shade(surface, draw_light(rng), rng)
    return expose(radiance, draw_lens(rng), rng, mean_grey=spread(rng, 98, 138)), tuple(defects)


def _draw_faults(rng: np.random.Generator) -> list[str]:
    """One to three kinds of fault, each at most once."""
    count = int(rng.choice((1, 2, 3), p=(0.6, 0.3, 0.1)))
    return [str(name) for name in rng.choice(_FAULTS, size=count, replace=False, p=_HOW_OFTEN)]


def _add(rng: np.random.Generator, surface: Surface, run: Run, fault: str, defects: list[Defect]) -> None:
    """Set one kind of fault into the surface and write down its truth."""
    match fault:
        case "pore":
            _round(rng, surface, run, defects, kind="pore", diameter_mm=spread(rng, 1.2, 3.0))
        case "pores":
            for _ in range(int(rng.integers(3, 9))):
                _round(rng, surface, run, defects, kind="pore", diameter_mm=0.4 + 2.0 * float(rng.beta(1.2, 2.5)))
        case "deposit" | "stain":
            for _ in range(int(rng.integers(1, 4))):
                _round(rng, surface, run, defects, kind=fault, diameter_mm=spread(rng, 1.8, 5.0))
        case "spatter":
            for _ in range(int(rng.integers(3, 14))):
                _spatter(rng, surface, run, defects)
        case "crack":
            length = spread(rng, 3, 16)
            along = rng.random() < 0.7
            length = length if along else min(length, 1.2 * float(run.half_width_mm.max()))
            heading = spread(rng, -0.15, 0.15) + (0 if along else np.pi / 2)
            place = _on_bead(rng, surface, run, length / 2, defects, share=0.35 if along else 0.15)
            if place:
                width = spread(rng, 0.1, 0.24)
                _keep(defects, made.crack(rng, surface, *place, length, heading=heading, width_mm=width))
        case "undercut":
            _undercut(rng, surface, run, defects)
        case _:
            pass  # the discontinuity is part of the run itself


def _round(
    rng: np.random.Generator,
    surface: Surface,
    run: Run,
    defects: list[Defect],
    *,
    kind: str,
    diameter_mm: float,
) -> None:
    place = _on_bead(rng, surface, run, diameter_mm / 2, defects)
    if place is None:
        return
    match kind:
        case "pore":
            defect = made.pore(rng, surface, *place, diameter_mm)
        case "deposit":
            defect = made.deposit(rng, surface, *place, diameter_mm)
        case _:
            defect = made.stain(rng, surface, *place, diameter_mm)
    _keep(defects, defect)


def _spatter(rng: np.random.Generator, surface: Surface, run: Run, defects: list[Defect]) -> None:
    """A drop on the sheet beside the bead."""
    rows, columns = surface.shape
    diameter = 0.5 + 1.4 * float(rng.beta(1.2, 2.5))
    x = spread(rng, 2, max(columns * surface.mm_per_px - 2, 2.1))
    axis, half = run.at(x, surface.mm_per_px)
    y = axis + float(rng.choice((-1, 1))) * (half + diameter + 12 * float(rng.beta(1, 2)))
    if 2 < y < rows * surface.mm_per_px - 2 and _free(surface, defects, x, y, diameter / 2):
        _keep(defects, made.spatter(rng, surface, x, y, diameter))


def _undercut(rng: np.random.Generator, surface: Surface, run: Run, defects: list[Defect]) -> None:
    width = surface.shape[1] * surface.mm_per_px
    length = min(spread(rng, 5, 18), 0.5 * width)
    left, right = max(run.start_mm + 5, 1), min(run.end_mm - 5, width - 1)
    if right - left <= length:
        return
    side = float(rng.choice((-1, 1)))
    groove = spread(rng, 0.5, 1.0)
    toe = run.axis_mm + side * (run.half_width_mm + 0.35 * groove)
    x = spread(rng, left, right - length)
    defect = made.undercut(rng, surface, toe, x, length, width_mm=groove, depth_mm=spread(rng, 0.25, 0.6))
    _keep(defects, defect)


def _gap_truth(surface: Surface, run: Run) -> list[Defect]:
    """The missing piece of bead: from edge to edge of the gap, as wide as the bead would be."""
    assert run.gap_mm is not None
    rows, columns = surface.shape
    scale = surface.mm_per_px
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * scale)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * scale)[:, None]
    inside = (np.abs(y - run.axis_mm) < run.half_width_mm) & (x > run.gap_mm[0]) & (x < run.gap_mm[1])
    length = run.gap_mm[1] - run.gap_mm[0]
    defect = defect_from("discontinuity", inside.astype(np.float32), (0, 0), scale, length_mm=length)
    return [] if defect is None else [defect]


def _on_bead(
    rng: np.random.Generator,
    surface: Surface,
    run: Run,
    radius_mm: float,
    defects: list[Defect],
    *,
    share: float = 0.6,
) -> tuple[float, float] | None:
    """A free place on the bead within `share` of its half width, whole in the picture; None if there is none."""
    width = surface.shape[1] * surface.mm_per_px
    left, right = max(run.start_mm + 2, 0) + radius_mm + 1, min(run.end_mm - 2, width) - radius_mm - 1
    if right <= left:
        return None
    for _ in range(20):
        x = spread(rng, left, right)
        axis, half = run.at(x, surface.mm_per_px)
        y = axis + spread(rng, -share, share) * half
        if _free(surface, defects, x, y, radius_mm):
            return x, y
    return None


def _free(surface: Surface, defects: list[Defect], x_mm: float, y_mm: float, radius_mm: float) -> bool:
    """Whether a circle with half a millimetre around it touches no defect that is already there."""
    reach = (radius_mm + 0.5) / surface.mm_per_px
    x, y = x_mm / surface.mm_per_px, y_mm / surface.mm_per_px
    return all(
        x + reach < x1 or x - reach > x2 or y + reach < y1 or y - reach > y2
        for x1, y1, x2, y2 in (defect.xyxy for defect in defects)
    )


def _keep(defects: list[Defect], defect: Defect | None) -> None:
    if defect is not None:
        defects.append(defect)
