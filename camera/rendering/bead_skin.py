"""The colour and gloss of a weld: oxide skin, heat tint, soot, and the sheet with the finished bead on it."""

import numpy as np

from camera.rendering.bead import Grid, Run
from camera.rendering.bead_look import Look
from camera.rendering.bead_relief import relief
from camera.rendering.sheet import draw_sheet
from camera.rendering.surface import Surface, blend, cloud, in_three, smoothstep, spread
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


def weld(rng: np.random.Generator, run: Run, grid: Grid, look: Look) -> Surface:
    """The sheet with the bead on it."""
    surface = draw_sheet(rng, grid.shape, grid.mm_per_px, look)
    fine = 1 / grid.mm_per_px
    ragged = np.asarray(grid.toe_mm + 0.06 * cloud(rng, grid.shape, (1.2 * fine, 1.2 * fine), 2), np.float32)
    on_bead = smoothstep(0.1, -0.1, ragged)
    height, wave = relief(rng, run, grid, look)
    if look.close_up:
        _close_toe(rng, surface, ragged)
        _glossy(rng, surface, run, grid, on_bead)
    elif look.metal == "aluminium":
        _etched(rng, surface, ragged)
        _white(rng, surface, on_bead, wave)
    else:
        _heat(rng, surface, ragged, look)
        _silver(rng, surface, on_bead) if look.process == "tig" else _oxide(rng, surface, on_bead, wave)
    surface.height_mm[...] += height
    return surface


def _heat(rng: np.random.Generator, surface: Surface, toe_mm: Field, look: Look) -> None:
    """Temper colours and soot beside the toe; purer on stainless steel."""
    zone = spread(rng, 3.0, 8.0)
    strength = spread(rng, 0.45, 0.95)
    wavy = 1 + 0.12 * cloud(rng, surface.shape, (6 / surface.mm_per_px, 3 / surface.mm_per_px), 2)
    share = np.clip(toe_mm / zone * wavy, 0, 1)
    steps = np.linspace(0, 1, 256)
    first = 0.25 if look.metal == "stainless" else 0.0  # no grey oxide at the toe
    at = first + (1 - first) * steps
    ramp = np.stack([np.interp(at, _TINT_AT, _TINT[:, k]) for k in range(3)], axis=1).astype(np.float32)
    ramp = 1 + strength * (ramp - 1)
    surface.albedo[...] *= ramp[np.asarray(share * 255, np.uint8)]
    surface.gloss[...] *= 0.55 + 0.45 * share


def _oxide(rng: np.random.Generator, surface: Surface, on_bead: Field, wave: Field) -> None:
    """The skin of a MAG bead: bright metal on the ripples' backs, grey-brown oxide in their valleys and in patches."""
    scale = 1 / surface.mm_per_px
    patches = cloud(rng, surface.shape, (4.0 * scale, 1.6 * scale), 4)
    level = spread(rng, 0.3, 1.0) * patches + np.float32(0.9) * wave + np.float32(spread(rng, -0.65, 0.45))
    bright = smoothstep(-1.6, 1.6, np.asarray(level, np.float32))
    tone = spread(rng, 0.24, 0.38)
    skin = np.empty_like(surface.albedo)
    for channel, (dark, light) in enumerate(((0.085, 1.0), (0.078, 0.985), (0.073, 0.96))):
        skin[..., channel] = dark + (light * tone - dark) * bright
    blend(surface.albedo, skin, on_bead)
    surface.gloss[...] += (0.25 + 0.5 * bright - surface.gloss) * on_bead


def _silver(rng: np.random.Generator, surface: Surface, on_bead: Field) -> None:
    """The skin of a TIG bead: bright, with a breath of straw or blue that changes along the bead."""
    scale = 1 / surface.mm_per_px
    breath = np.clip(0.5 + 0.5 * cloud(rng, surface.shape, (12 * scale, 5 * scale), 2), 0, 1)
    tints = np.array(((1.0, 0.86, 0.6), (0.75, 0.82, 1.0), (0.9, 0.7, 0.75), (1.0, 0.98, 0.96)), np.float32)
    tint = tints[int(rng.integers(len(tints)))]
    strength = np.asarray(breath * np.float32(spread(rng, 0.1, 0.8)), np.float32)
    skin = np.float32(spread(rng, 0.3, 0.5)) * (1 + in_three(strength) * (tint - 1))
    blend(surface.albedo, np.asarray(skin, np.float32), on_bead)
    surface.gloss[...] += (np.float32(spread(rng, 0.6, 0.8)) - surface.gloss) * on_bead


def _white(rng: np.random.Generator, surface: Surface, on_bead: Field, wave: Field) -> None:
    """The skin of an aluminium bead: whitish, half matte, a little grey in the valleys."""
    scale = 1 / surface.mm_per_px
    grain = cloud(rng, surface.shape, (1.5 * scale, 1.0 * scale), 2)
    grey = spread(rng, 0.5, 0.66) * (0.74 + 0.26 * wave + 0.06 * grain)
    blend(surface.albedo, in_three(np.asarray(grey, np.float32)), on_bead)
    surface.gloss[...] += (np.float32(spread(rng, 0.5, 0.8)) - surface.gloss) * on_bead


def _etched(rng: np.random.Generator, surface: Surface, toe_mm: Field) -> None:
    """The clean matte strip beside an aluminium bead where the arc took the oxide off, and soot at its rim."""
    zone = spread(rng, 1.0, 3.5)
    wavy = toe_mm + 0.3 * cloud(rng, surface.shape, (2 / surface.mm_per_px, 2 / surface.mm_per_px), 3)
    soft = spread(rng, 0.2, 0.8)
    clean = smoothstep(zone + soft, zone - soft, np.asarray(wavy, np.float32)) * np.float32(spread(rng, 0.3, 0.85))
    blend(surface.albedo, (0.66, 0.66, 0.65), clean)
    surface.gloss[...] *= 1 - 0.8 * clean
    soot = np.exp(-(np.clip(wavy - zone, 0, None) / np.float32(spread(rng, 0.6, 2.5)))) * (1 - clean)
    blend(surface.albedo, (0.09, 0.09, 0.095), np.asarray(spread(rng, 0.2, 0.75) * soot, np.float32))


def _close_toe(rng: np.random.Generator, surface: Surface, toe_mm: Field) -> None:
    """Beside a robot's bead: a dark seam, and now and then a chain of bright and dark beads of scale outside of it."""
    scale = 1 / surface.mm_per_px
    seam = np.exp(-((toe_mm / np.float32(spread(rng, 0.25, 0.5))) ** 2))
    blend(surface.albedo, (0.03, 0.03, 0.03), np.asarray(0.75 * seam, np.float32))
    surface.gloss[...] *= 1 - 0.8 * seam
    zone = smoothstep(2.4, 0.2, toe_mm) * (toe_mm > 0)
    smoke = np.clip(0.4 + 0.5 * cloud(rng, surface.shape, (9 * scale, 2 * scale), 3), 0, 1) * zone
    blend(surface.albedo, (0.06, 0.06, 0.06), np.asarray(0.6 * smoke, np.float32))
    grain = cloud(rng, surface.shape, (1.2 * scale, 0.6 * scale), 2) + cloud(rng, surface.shape, (8 * scale, 8 * scale))
    ring = np.exp(-(((toe_mm - np.float32(0.3)) / np.float32(0.25)) ** 2))
    blend(surface.albedo, (0.03, 0.03, 0.03), np.asarray(ring * smoothstep(-0.6, -1.8, grain), np.float32))
    chain = ring * smoothstep(0.7, 1.8, grain)
    blend(surface.albedo, (0.8, 0.8, 0.8), np.asarray(chain, np.float32))
    surface.gloss[...] += (0.8 - surface.gloss) * chain


def _glossy(rng: np.random.Generator, surface: Surface, run: Run, grid: Grid, on_bead: Field) -> None:
    """The skin of a robot's bead: even grey metal, glossy, darker towards the start and in drifting clouds."""
    scale = 1 / surface.mm_per_px
    drift = spread(rng, 0.6, 1.1) * cloud(rng, surface.shape, (9 * scale, 3 * scale), 2)
    drift += spread(rng, 0.3, 0.8) * cloud(rng, surface.shape, (1.6 * scale, 1.0 * scale), 3)
    drift += spread(rng, 0.1, 0.45) * cloud(rng, surface.shape, (0.32 * scale, 0.32 * scale))
    first, forward = (run.start_mm, 1) if run.welded_to_right else (run.end_mm, -1)
    far = np.clip((grid.x_mm - np.float32(first)) * forward, 0, None) / np.float32(run.half_mm)
    cold = smoothstep(spread(rng, 1.5, 4.0), 0.2, np.asarray(far, np.float32))
    tone = spread(rng, 0.18, 0.28) * np.exp(0.45 * drift) * (1 - spread(rng, 0.4, 0.85) * cold)
    tone = np.clip(tone, 0.02, 0.9)
    blend(surface.albedo, in_three(np.asarray(tone, np.float32)), on_bead)
    shiny = np.float32(spread(rng, 0.55, 0.75)) * (1 - np.float32(0.5) * cold)
    surface.gloss[...] += (shiny - surface.gloss) * on_bead
