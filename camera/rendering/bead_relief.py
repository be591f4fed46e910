"""The height of a weld bead over its sheet: dome, ripples, grain, crater."""

import numpy as np

from camera.rendering.bead import Grid, Run
from camera.rendering.bead_look import Look
from camera.rendering.surface import cloud, line, smoothstep, spread
from camera.rendering.truth import Field


def relief(rng: np.random.Generator, run: Run, grid: Grid, look: Look) -> tuple[Field, Field]:
    """Height of the bead over the sheet in mm, and the ripples' own shape: 0 in a valley, 1 on a back."""
    inward = np.clip(grid.whole_mm * np.float32(-1 / run.half_mm), 0, 1)
    inside = inward * (2 - inward)
    steep = {"mag": 0.6, "tig": 0.8}[look.process]
    dome = np.asarray(np.float32(run.crown_mm) * inside ** np.float32(steep), np.float32)
    if grid.toe_mm is not grid.whole_mm:  # where a piece is missing the bead falls off steeply
        near = smoothstep(0.0, 1.5, np.asarray(grid.toe_mm - grid.whole_mm, np.float32))
        dome *= 1 - near * smoothstep(-spread(rng, 0.8, 3.2), 0.0, grid.toe_mm)
    if look.close_up:
        wave, bumps = _drawn_out(rng, run, grid, inside)
    elif look.process == "tig":
        wave, bumps = _stacked_dimes(rng, run, grid, inside)
    else:
        wave, bumps = _scales(rng, run, grid, inside)
    height = dome + bumps * np.clip(dome * np.float32(1 / 0.3), 0, 1)
    _sink_crater(height, rng, run, grid)
    return np.asarray(height, np.float32), wave


def _scales(rng: np.random.Generator, run: Run, grid: Grid, inside: Field) -> tuple[Field, Field]:
    """Short irregular scales of a MAG bead welded by hand."""
    shape, fine = grid.shape, 1 / grid.mm_per_px
    irregular = 0.22 * cloud(rng, shape, (5 * fine, 5 * fine), 2)
    irregular += 0.5 * line(rng, shape[1], 6 * fine)[None, :]
    trail = run.half_mm * spread(rng, 0.55, 1.1) * np.minimum(grid.across * grid.across, 1)
    wave = _saw((_forward(run) * grid.x_mm + trail) / spread(rng, 0.7, 1.4) + irregular, 0.7)
    fade = 0.55 + 0.45 * np.clip(cloud(rng, shape, (7 * fine, 4 * fine)), -1, 1)
    bumps = spread(rng, 0.07, 0.15) * wave * np.clip(inside * 2.2, 0, 1) * fade
    bumps += 0.016 * cloud(rng, shape, (0.8 * fine, 0.8 * fine), 2)
    bumps += 0.05 * cloud(rng, shape, (4 * fine, 3 * fine))
    return wave, np.asarray(bumps, np.float32)


def _stacked_dimes(rng: np.random.Generator, run: Run, grid: Grid, inside: Field) -> tuple[Field, Field]:
    """Even round scales, one for each dip of the filler rod."""
    shape, fine = grid.shape, 1 / grid.mm_per_px
    irregular = 0.12 * line(rng, shape[1], 5 * fine)[None, :] + 0.05 * cloud(rng, shape, (4 * fine, 4 * fine))
    bow = 1 - np.sqrt(np.clip(1 - grid.across * grid.across, 0, 1))
    pitch = run.half_mm * spread(rng, 0.22, 0.42)
    wave = _saw((_forward(run) * grid.x_mm + run.half_mm * spread(rng, 0.8, 1.2) * bow) / pitch + irregular, 0.8)
    bumps = pitch * spread(rng, 0.06, 0.12) * wave * np.clip(inside * 1.6, 0, 1)
    bumps += 0.004 * cloud(rng, shape, (0.5 * fine, 0.5 * fine))
    return wave, np.asarray(bumps, np.float32)


def _drawn_out(rng: np.random.Generator, run: Run, grid: Grid, inside: Field) -> tuple[Field, Field]:
    """A robot's glossy bead: ripples drawn out into long V's that close to rings in the crater, and a fine grain."""
    shape, fine = grid.shape, 1 / grid.mm_per_px
    last = run.end_mm if run.welded_to_right else run.start_mm
    behind = np.clip((last - grid.x_mm) * _forward(run), 0, None) / np.float32(run.half_mm)
    stretch = 1 + spread(rng, 2.0, 4.5) * smoothstep(0.3, 6.0, np.asarray(behind, np.float32))
    skew = spread(rng, -0.35, 0.1)  # the V's tip lies off the centre line
    off = (grid.across - np.float32(skew)) / np.float32(1 + abs(skew))
    bow = 1 - np.sqrt(np.clip(1 - off * off, 0, 1))
    irregular = 0.3 * cloud(rng, shape, (14 * fine, 4 * fine), 2) + 0.8 * line(rng, shape[1], 8 * fine)[None, :]
    phase = (behind - stretch * bow) * np.float32(run.half_mm / spread(rng, 0.7, 1.1)) + irregular
    wave = _saw(np.asarray(phase, np.float32), 0.6)
    folds = _saw(np.asarray(0.21 * phase, np.float32), 0.75)
    below = np.float32(0.3) + np.float32(0.7) * smoothstep(-0.3, 0.4, grid.across)
    below = np.maximum(below, smoothstep(2.0, 0.6, np.asarray(behind, np.float32)))
    fade = np.clip(0.6 + 0.5 * cloud(rng, shape, (12 * fine, 2.5 * fine), 2), 0.05, 1.4) * below
    bumps = fade * (spread(rng, 0.03, 0.06) * wave + spread(rng, 0.05, 0.14) * folds) * np.clip(inside * 3, 0, 1)
    bumps += spread(rng, 0.004, 0.009) * cloud(rng, shape, (0.36 * fine, 0.36 * fine))
    bumps += spread(rng, 0.05, 0.14) * cloud(rng, shape, (9 * fine, 4 * fine), 2)
    return wave, np.asarray(bumps, np.float32)


def _saw(phase: Field, rise: float) -> Field:
    """Slow rise over the share `rise` of a turn, steep fall, as metal freezes; 0..1."""
    turn = phase - np.floor(phase)
    return np.asarray(np.minimum(turn / np.float32(rise), (1 - turn) / np.float32(1 - rise)), np.float32)


def _forward(run: Run) -> np.float32:
    return np.float32(1.0 if run.welded_to_right else -1.0)


def _sink_crater(height: Field, rng: np.random.Generator, run: Run, grid: Grid) -> None:
    """The hollow where the arc went out, if that end is in sight."""
    last = run.end_mm if run.welded_to_right else run.start_mm
    if not 0 < last < grid.shape[1] * grid.mm_per_px:
        return
    centre = last - float(_forward(run)) * 1.1 * run.half_mm
    reach = 0.42 * run.half_mm
    along = np.exp(-(((grid.x_mm - np.float32(centre)) / np.float32(reach)) ** 2))
    axis, _ = run.at(centre, grid.mm_per_px)
    over = np.exp(-(((grid.y_mm - np.float32(axis)) / np.float32(reach)) ** 2))
    height -= np.float32(run.crown_mm * spread(rng, 0.2, 0.5)) * (along * over)
