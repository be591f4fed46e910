"""The sheet before it is welded: brushed or ground bright, as rolled with its dark scale, or glaring white."""

import numpy as np

from camera.rendering.bead_look import Look
from camera.rendering.surface import Surface, blend, cloud, in_three, smoothstep, spread
from camera.rendering.truth import Field


def draw_sheet(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float, look: Look) -> Surface:
    """A flat sheet of `shape` (rows, columns) as it goes with the look."""
    if look.close_up:
        return _glaring(rng, shape, mm_per_px)
    if look.metal == "aluminium":
        return _brushed(rng, shape, mm_per_px, tone=spread(rng, 0.45, 0.6), tint=(0.99, 1.0, 1.01))
    if look.metal == "stainless" or rng.random() < 0.5:
        return _brushed(rng, shape, mm_per_px, tone=spread(rng, 0.28, 0.42), tint=(1.0, 0.99, 0.97))
    return _as_rolled(rng, shape, mm_per_px)


def _glaring(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Surface:
    """Bright sheet that mirrors a lamp beside the camera, with a little smoke and dust on it."""
    scale = 1 / mm_per_px
    drift = cloud(rng, shape, (20 * scale, 9 * scale), 2) + 0.25 * cloud(rng, shape, (2 * scale, 1 * scale), 2)
    smoke = smoothstep(spread(rng, -1.2, 0.6), 2.6, drift)
    dusty = np.clip(cloud(rng, shape, (15 * scale, 6 * scale)), 0, 1)
    dust = np.clip(cloud(rng, shape, (0.6 * scale, 0.6 * scale), 2) - 1.5, 0, 1) * dusty
    top, bottom, left, right = rng.uniform((0.25, 0.45, 0.3, 0.5), 1.1)  # the sheet is bent: it mirrors unevenly
    rows, columns = shape
    uneven = np.linspace(top, bottom, rows, dtype=np.float32)[:, None] * np.linspace(left, right, columns)[None, :]
    grey = spread(rng, 0.75, 1.1) * uneven.astype(np.float32) * (1 - 0.85 * smoke) * (1 - 0.6 * dust)
    return Surface(
        height_mm=np.asarray(0.05 * cloud(rng, shape, (14 * scale, 6 * scale), 2), np.float32),
        albedo=_tinted(np.asarray(grey, np.float32), (1.0, 0.99, 0.98)),
        gloss=np.full(shape, spread(rng, 0.5, 0.7), np.float32),
        mm_per_px=mm_per_px,
    )


def _brushed(
    rng: np.random.Generator,
    shape: tuple[int, int],
    mm_per_px: float,
    *,
    tone: float,
    tint: tuple[float, float, float],
) -> Surface:
    """Fine streaks in one direction, along or across the bead."""
    scale = 1 / mm_per_px
    angle = spread(rng, -25, 25) + (90 if rng.random() < 0.4 else 0)
    streaks = _turned(rng, shape, (9 * scale, 0.11 * scale), angle)
    broad = _turned(rng, shape, (30 * scale, 0.5 * scale), angle)
    stains = cloud(rng, shape, (8 * scale, 8 * scale), 2)
    grey = np.asarray(tone * (1 + 0.06 * streaks + 0.05 * broad + 0.04 * stains), np.float32)
    return Surface(
        height_mm=np.asarray(0.0022 * streaks + 0.0015 * broad, np.float32),
        albedo=_tinted(grey, tint),
        gloss=np.full(shape, spread(rng, 0.3, 0.45), np.float32),
        mm_per_px=mm_per_px,
    )


def _as_rolled(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Surface:
    """Blue-grey scale, mottled, with a little rust and a few scratches."""
    import cv2

    scale = 1 / mm_per_px
    mottle = cloud(rng, shape, (3.5 * scale, 2.2 * scale), 4)
    speckle = cloud(rng, shape, (0.35 * scale, 0.35 * scale), 1)
    grey = spread(rng, 0.12, 0.2) * (1 + 0.10 * mottle + 0.08 * speckle)
    scratches = np.zeros(shape, np.float32)
    rows, columns = shape
    for _ in range(int(rng.integers(2, 12))):
        start = rng.uniform((0, 0), (columns, rows))
        turn, length = spread(rng, 0, np.pi), spread(rng, 3, 25) * scale
        end = start + length * np.array((np.cos(turn), np.sin(turn)))
        cv2.line(scratches, start.astype(int).tolist(), end.astype(int).tolist(), spread(rng, 0.2, 0.9), 1, cv2.LINE_AA)
    albedo = _tinted(np.asarray(grey, np.float32), (0.95, 0.99, 1.05))
    rust = np.clip(0.7 * cloud(rng, shape, (9 * scale, 9 * scale), 4) - 0.9 + 0.1 * speckle, 0, 1)
    blend(albedo, (0.16, 0.10, 0.065), np.asarray(0.3 * rust, np.float32))
    albedo += in_three(np.float32(0.16) * scratches)
    gloss = np.clip(0.2 + 0.05 * mottle + 0.2 * scratches, 0.05, 0.5)
    return Surface(
        height_mm=np.asarray(0.004 * speckle, np.float32),
        albedo=np.asarray(albedo, np.float32),
        gloss=np.asarray(gloss, np.float32),
        mm_per_px=mm_per_px,
    )


def _tinted(grey: Field, tint: tuple[float, float, float]) -> Field:
    import cv2

    clipped = np.clip(grey, 0.02, 0.9)
    return np.asarray(cv2.merge([clipped * np.float32(share) for share in tint]), np.float32)


def _turned(
    rng: np.random.Generator, shape: tuple[int, int], cell_px: tuple[float, float], angle_degrees: float
) -> Field:
    """Streaky noise turned by an angle."""
    import cv2

    rows, columns = shape
    side = int(np.ceil(np.hypot(rows, columns))) + 2
    level = cloud(rng, (side, side), cell_px)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle_degrees, 1)
    turn[:, 2] -= np.array(((side - columns) / 2, (side - rows) / 2))
    return np.asarray(cv2.warpAffine(level, turn, (columns, rows)), np.float32)
