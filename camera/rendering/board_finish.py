"""The face of a board: rings and fibres in its colour, and what saw or plane left on it."""

import numpy as np

from camera.rendering.board import Plank, linear
from camera.rendering.board_trunk import late_of
from camera.rendering.surface import Surface, blend, cloud, in_three, line, smoothstep, spread
from camera.rendering.truth import Field

_TABLE_RGB = (19, 24, 23)


def cut_face(rng: np.random.Generator, plank: Plank, radius_mm: Field, torn: Field) -> Surface:
    """The board's face on the table. `radius_mm` are the rings, `torn` 0..1 where fibres run out of the face."""
    shape = (plank.on_board.shape[0], plank.on_board.shape[1])
    mm_per_px = plank.trunk.mm_per_px
    scale = 1 / mm_per_px
    late = late_of(plank.trunk, radius_mm)
    fibres = cloud(rng, shape, (0.45 * scale, 8 * scale), 1)
    albedo = np.empty((*shape, 3), np.float32)
    albedo[...] = np.array(plank.wood.early, np.float32)
    blend(albedo, plank.wood.late, np.asarray(np.clip(late, 0, 1), np.float32))
    # fibres that rise or dive in waves shine or darken: broad level bands over the rings
    sheen = cloud(rng, shape, (70 * scale, 24 * scale), 2)
    shine = smoothstep(0.5, 2.4, sheen + 0.35 * cloud(rng, shape, (9 * scale, 3 * scale), 2))
    shade = 1 + spread(rng, 0.02, 0.045) * fibres + spread(rng, 0.06, 0.13) * sheen + spread(rng, 0.0, 0.32) * shine
    height = np.float32(0.0015) * fibres
    if plank.planed:
        height += _chatter(rng, shape, mm_per_px)
        gloss = np.full(shape, spread(rng, 0.03, 0.07), np.float32)
    else:
        shade += _saw_marks(rng, shape, mm_per_px)
        pebbles = _fuzz(rng, late, torn, mm_per_px)
        height += np.float32(0.022) * pebbles
        shade += spread(rng, 0.1, 0.3) * np.clip(pebbles, -0.3, 1.2)
        gloss = np.full(shape, 0.015, np.float32)
    albedo *= in_three(np.asarray(shade, np.float32))
    _specks(rng, albedo, plank)
    table = np.empty_like(albedo)
    table[...] = np.array(linear(_TABLE_RGB), np.float32)
    table *= in_three(np.asarray(1 + 0.12 * cloud(rng, shape, (3 * scale, 3 * scale), 3), np.float32))
    blend(table, albedo, plank.on_board)
    return Surface(
        height_mm=np.asarray(height * plank.on_board, np.float32),
        albedo=np.clip(table, 0.001, 1),
        gloss=gloss,
        mm_per_px=mm_per_px,
    )


def _specks(rng: np.random.Generator, albedo: Field, plank: Plank) -> None:
    """What is no fault and is no truth: dirt, pitch canals, brown streaks along the grain."""
    rows, columns = albedo.shape[:2]
    scale = 1 / plank.trunk.mm_per_px
    for _ in range(int(rng.integers(0, 7)) if rng.random() < 0.5 else 0):
        half_x, half_y = spread(rng, 0.2, 0.5) * scale, spread(rng, 0.2, 2.5) * scale
        x, y = int(rng.integers(0, columns)), int(rng.integers(0, rows))
        reach_x, reach_y = int(3 * half_x) + 1, int(3 * half_y) + 1
        here = (slice(max(y - reach_y, 0), y + reach_y + 1), slice(max(x - reach_x, 0), x + reach_x + 1))
        dy = (np.arange(rows, dtype=np.float32)[here[0]] - y) / half_y
        dx = (np.arange(columns, dtype=np.float32)[here[1]] - x) / half_x
        share = np.exp(-(dx * dx)[None, :] - (dy * dy)[:, None])
        blend(albedo[here], plank.wood.knot, np.asarray(spread(rng, 0.25, 0.8) * share, np.float32))
    if rng.random() < 0.25:
        streaks = smoothstep(1.2, 3.0, cloud(rng, (rows, columns), (6 * scale, 120 * scale), 2))
        blend(albedo, plank.wood.late, np.asarray(spread(rng, 0.3, 0.9) * streaks, np.float32))


def _chatter(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Field:
    """The waves that a planer's knives leave: level, even, and hardly seen."""
    rows = shape[0]
    pitch = spread(rng, 1.2, 3.0) / mm_per_px
    turn = np.arange(rows, dtype=np.float32) / pitch + 0.1 * line(rng, rows, 60)
    strength = spread(rng, 0.0, 0.006) * np.clip(0.6 + 0.5 * cloud(rng, shape, (150, 150)), 0, 1.5)
    return np.asarray(strength * np.sin(2 * np.pi * turn)[:, None], np.float32)


def _fuzz(rng: np.random.Generator, late: Field, torn: Field, mm_per_px: float) -> Field:
    """Raised fibres and torn grain, about -2..2: pebbles between the rings, thick where the fibres leave the face."""
    shape = (late.shape[0], late.shape[1])
    scale = 1 / mm_per_px
    where = smoothstep(0.4, 1.8, cloud(rng, shape, (35 * scale, 14 * scale), 2) + spread(rng, -1.0, 0.4))
    pebbles = cloud(rng, shape, (1.6 * scale, 0.8 * scale), 2)
    amount = spread(rng, 0.03, 0.15) + spread(rng, 0.2, 0.6) * where + spread(rng, 0.3, 0.7) * np.clip(torn, 0, 1)
    return np.asarray(np.clip(amount, 0, 1) * pebbles * (1 - 0.6 * np.clip(late, 0, 1)), np.float32)


def _saw_marks(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Field:
    """Pale, nearly level lines where the saw's teeth tore the fibres, in patches; as a change of brightness."""
    rows, columns = shape
    y = np.arange(rows, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    pitch = spread(rng, 1.5, 4.0) / mm_per_px
    arc = (spread(rng, -6, 6) * x + spread(rng, -5, 5) * x * x) / mm_per_px * 0.25
    turn = (y + arc) / pitch + 0.3 * line(rng, rows, 30)[:, None]
    groove = np.clip(1 - np.abs(turn - np.rint(turn)) * pitch / 0.9, 0, 1)
    where = smoothstep(0.2, 1.6, cloud(rng, (rows, columns), (90, 60), 2) + spread(rng, -1.0, 1.3))
    broken = smoothstep(-0.6, 1.0, cloud(rng, (rows, columns), (14, 2), 2))
    return np.asarray(spread(rng, 0.15, 0.5) * groove * where * broken, np.float32)
