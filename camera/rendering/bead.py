"""A weld bead on its sheet, without any defect: run, cross-section, ripples, crater, heat tint.

Figures are those of MAG beads on 3 to 8 mm steel: 7 to 13 mm wide, 1 to 2.5 mm high, a ripple every 0.7 to 1.4 mm.
"""

from dataclasses import dataclass

import numpy as np

from camera.rendering.sheet import draw_sheet
from camera.rendering.surface import Surface, blend, cloud, line, smoothstep, spread
from camera.rendering.truth import Field

# Temper colours from the toe outwards: grey oxide, blue, purple, brown, straw, bare; distance in shares of the zone.
_TINT_AT = (0.0, 0.12, 0.3, 0.45, 0.62, 0.8, 1.0)
_TINT = np.array(
    [
        (0.30, 0.30, 0.32),
        (0.42, 0.43, 0.47),
        (0.42, 0.50, 0.68),
        (0.52, 0.40, 0.50),
        (0.68, 0.52, 0.36),
        (0.92, 0.80, 0.55),
        (1.0, 1.0, 1.0),
    ],
    np.float32,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """Where the bead lies.

    Arrays have one entry a column: centre line `axis_mm` and `half_width_mm` (0 beyond the ends).

    `gap_mm` is the piece from x to x without bead (a discontinuity), if there is one. `welded_to_right` says which
    end is the last.
    """

    axis_mm: Field
    half_width_mm: Field
    start_mm: float
    end_mm: float
    crown_mm: float
    welded_to_right: bool
    gap_mm: tuple[float, float] | None

    def at(self, x_mm: float, mm_per_px: float) -> tuple[float, float]:
        """Centre line and half width at x, in mm."""
        column = int(np.clip(x_mm / mm_per_px, 0, len(self.axis_mm) - 1))
        return float(self.axis_mm[column]), float(self.half_width_mm[column])


def draw_run(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float, *, gap: bool) -> Run:
    """A bead from left to right through the picture, straight to within a millimetre or two."""
    rows, columns = shape
    width_mm, height_mm = columns * mm_per_px, rows * mm_per_px
    x = (np.arange(columns, dtype=np.float32) + 0.5) * np.float32(mm_per_px)
    half = min(spread(rng, 3.6, 6.5), 0.36 * height_mm)
    centre = height_mm * spread(rng, 0.42, 0.58)
    slant = spread(rng, -0.06, 0.06)
    wander = line(rng, columns, 18 / mm_per_px)
    axis = centre + slant * (x - width_mm / 2) + 0.25 * wander
    half_width = half * (1 + 0.035 * line(rng, columns, 9 / mm_per_px) + 0.012 * line(rng, columns, 2 / mm_per_px))
    start = spread(rng, 1.0, max(0.14 * width_mm, 1.0)) if rng.random() < 0.55 else -3 * half
    end = width_mm - spread(rng, 1.0, max(0.14 * width_mm, 1.0)) if rng.random() < 0.55 else width_mm + 3 * half
    for tip, inward in ((start, 1), (end, -1)):
        near = np.clip((x - tip) * inward / (1.15 * half), 0, 1)
        half_width = half_width * np.sqrt(1 - (1 - near) ** 2)
    middle = spread(rng, 0.3, 0.7) * width_mm
    reach = spread(rng, 1.2, 3.0)
    return Run(
        axis_mm=np.asarray(axis, np.float32),
        half_width_mm=np.asarray(half_width, np.float32),
        start_mm=start,
        end_mm=end,
        crown_mm=half * spread(rng, 0.24, 0.38),
        welded_to_right=bool(rng.random() < 0.5),
        gap_mm=(middle - reach, middle + reach) if gap else None,
    )


def weld(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float, run: Run) -> Surface:
    """The sheet with the bead on it."""
    surface = draw_sheet(rng, shape, mm_per_px)
    rows, columns = shape
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * mm_per_px)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * mm_per_px)[:, None]
    half = np.maximum(run.half_width_mm, 1e-3)[None, :]
    across = np.asarray((y - run.axis_mm[None, :]) / half, np.float32)
    distance = _distance_to_toe(across, run, mm_per_px)
    distance += 0.06 * cloud(rng, shape, (1.2 / mm_per_px, 1.2 / mm_per_px), 2)
    on_bead = smoothstep(0.1, -0.1, distance)

    height, wave = _relief(rng, run, x, across, mm_per_px)
    _heat(rng, surface, distance)
    _oxide(rng, surface, on_bead, wave)
    surface.height_mm[...] += height
    return surface


def _distance_to_toe(across: Field, run: Run, mm_per_px: float) -> Field:
    """How far each pixel is from the edge of the bead in mm; negative on the bead."""
    import cv2

    bead = ((np.abs(across) < 1) & (run.half_width_mm > 0)[None, :]).astype(np.uint8)
    outside = cv2.distanceTransform(1 - bead, cv2.DIST_L2, 5)
    inside = cv2.distanceTransform(bead, cv2.DIST_L2, 5)
    return np.asarray((outside - inside) * np.float32(mm_per_px), np.float32)


def _heat(rng: np.random.Generator, surface: Surface, distance_mm: Field) -> None:
    """Temper colours and soot beside the toe."""
    zone = spread(rng, 3.0, 8.0)
    strength = spread(rng, 0.45, 0.95)
    wavy = 1 + 0.12 * cloud(rng, surface.shape, (6 / surface.mm_per_px, 3 / surface.mm_per_px), 2)
    share = np.clip(distance_mm / zone * wavy, 0, 1)
    steps = np.linspace(0, 1, 256)
    ramp = np.stack([np.interp(steps, _TINT_AT, _TINT[:, k]) for k in range(3)], axis=1).astype(np.float32)
    ramp = 1 + strength * (ramp - 1)
    surface.albedo[...] *= ramp[np.asarray(share * 255, np.uint8)]
    surface.gloss[...] *= 0.55 + 0.45 * share


def _oxide(rng: np.random.Generator, surface: Surface, on_bead: Field, wave: Field) -> None:
    """The bead's skin: bright metal on the ripples' backs, grey-brown oxide in their valleys and in patches."""
    scale = 1 / surface.mm_per_px
    patches = cloud(rng, surface.shape, (4.0 * scale, 1.6 * scale), 4)
    level = patches + np.float32(0.9) * wave + np.float32(spread(rng, -0.65, 0.45))
    bright = smoothstep(-1.2, 1.3, np.asarray(level, np.float32))
    tone = spread(rng, 0.24, 0.38)
    skin = np.empty_like(surface.albedo)
    for channel, (dark, light) in enumerate(((0.085, 1.0), (0.078, 0.985), (0.073, 0.96))):
        skin[..., channel] = dark + (light * tone - dark) * bright
    blend(surface.albedo, skin, on_bead)
    surface.gloss[...] += (0.25 + 0.5 * bright - surface.gloss) * on_bead


def _relief(rng: np.random.Generator, run: Run, x: Field, across: Field, mm_per_px: float) -> tuple[Field, Field]:
    """Height of the bead over the sheet in mm, and the ripples' own shape: 0 in a valley, 1 on a back."""
    shape = (across.shape[0], across.shape[1])
    half = run.half_width_mm[None, :]
    inside = np.clip(1 - across * across, 0, None)
    typical = float(run.half_width_mm.max())
    crown = run.crown_mm * np.clip(half / typical, 0, 1) ** 0.7
    if run.gap_mm is not None:
        ragged = 0.22 * cloud(rng, shape, (3.0 / mm_per_px, 2.5 / mm_per_px), 3)
        from_gap = np.maximum(run.gap_mm[0] - x, x - run.gap_mm[1]) + ragged
        crown = crown * (0.05 + 0.95 * smoothstep(-0.6, 1.3, np.asarray(from_gap, np.float32)))
    dome = np.asarray(crown * inside**0.75, np.float32)

    forward = 1.0 if run.welded_to_right else -1.0
    pitch = spread(rng, 0.7, 1.4)
    irregular = 0.22 * cloud(rng, shape, (5 / mm_per_px, 5 / mm_per_px), 2)
    irregular += 0.5 * line(rng, shape[1], 6 / mm_per_px)[None, :]
    trail = typical * spread(rng, 0.55, 0.9) * np.minimum(across * across, 1)
    phase = (forward * x + trail) / pitch + irregular
    turn = phase - np.floor(phase)
    wave = np.where(turn < 0.7, turn / 0.7, (1 - turn) / 0.3)  # slow rise, steep fall, as metal freezes
    fade = 0.55 + 0.45 * np.clip(cloud(rng, shape, (7 / mm_per_px, 4 / mm_per_px)), -1, 1)
    ripples = spread(rng, 0.07, 0.15) * wave * np.clip(inside * 2.2, 0, 1) * fade
    lumps = 0.016 * cloud(rng, shape, (0.8 / mm_per_px, 0.8 / mm_per_px), 2)
    lumps += 0.05 * cloud(rng, shape, (4 / mm_per_px, 3 / mm_per_px))
    height = dome + (ripples + lumps) * np.clip(dome / 0.3, 0, 1)

    last = run.end_mm if run.welded_to_right else run.start_mm
    if 0 < last < shape[1] * mm_per_px:  # the crater where the arc went out
        crater_x = last - forward * 1.1 * typical
        hollow = np.exp(-(((x - crater_x) / (0.42 * typical)) ** 2) - (across * half / (0.42 * typical)) ** 2)
        height = height - 0.5 * run.crown_mm * hollow
    return np.asarray(height, np.float32), np.asarray(wave, np.float32)
