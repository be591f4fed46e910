"""Slag and stains on a weld bead: glassy balls, spongy islands, smudges, bright flecks.

Every function writes into `surface` and returns the defect with its truth, or None where it would cover no pixel by
half.
"""

import numpy as np

from camera.rendering.bead_defects import wobbly_radius
from camera.rendering.surface import Surface, Window, blend, cloud, in_three, smoothstep, spread, window
from camera.rendering.truth import Defect, Field, defect_from


def deposit(rng: np.random.Generator, surface: Surface, x_mm: float, y_mm: float, diameter_mm: float) -> Defect | None:
    """Slag: a glassy dark ball (the smaller, the likelier), or an island of bubbles."""
    piece = window(surface, x_mm, y_mm, 0.95 * diameter_mm + 0.4)
    if rng.random() < (0.8 if diameter_mm < 2.5 else 0.4):
        cover = _ball(rng, piece, diameter_mm, surface.mm_per_px)
    else:
        cover = _sponge(rng, piece, diameter_mm, surface.mm_per_px)
    return defect_from("deposit", cover, piece.origin_xy, surface.mm_per_px)


def stain(rng: np.random.Generator, surface: Surface, x_mm: float, y_mm: float, diameter_mm: float) -> Defect | None:
    """A flat patch: soot with glittering specks, a soft dark smudge, or a bright fleck in a grey ring."""
    piece = window(surface, x_mm, y_mm, 0.95 * diameter_mm + 0.4)
    kind = rng.random()
    if diameter_mm < 2.2 and kind < 0.35:
        cover = _fleck(rng, piece, diameter_mm, surface.mm_per_px)
    elif diameter_mm < 2.2 or kind < 0.12:
        cover = _smudge(rng, piece, diameter_mm)
    else:
        cover = _speckled(rng, piece, diameter_mm, surface.mm_per_px)
    return defect_from("stain", cover, piece.origin_xy, surface.mm_per_px)


def _ball(rng: np.random.Generator, piece: Window, diameter_mm: float, mm_per_px: float) -> Field:
    """One glint on a smooth dark dome; large ones are two lumps grown together."""
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.05 if diameter_mm < 3 else 0.14, spread(rng, 1.0, 1.35))
    soft = mm_per_px / diameter_mm + 0.02
    cover = smoothstep(1 + soft, 1 - soft, radius)
    _shadow(piece, radius, 0.5)
    dome = np.sqrt(np.clip(1 - radius * radius, 0, 1))
    if diameter_mm > 4 and rng.random() < 0.6:
        turn = spread(rng, 0, 2 * np.pi)
        dx, dy = 0.2 * diameter_mm * np.cos(turn), 0.2 * diameter_mm * np.sin(turn)
        lump = ((piece.dx_mm - dx) ** 2 + (piece.dy_mm - dy) ** 2) / (0.26 * diameter_mm) ** 2
        both = (0.85 * dome) ** 4 + (1.05 * np.sqrt(np.clip(1 - lump, 0, 1))) ** 4
        dome = np.sqrt(np.sqrt(both))  # the larger of the two, with a rounded seam
    _set_height(piece, cover, 0.3 * diameter_mm * dome)
    glass = spread(rng, 0.03, 0.11)
    shade = np.float32(glass) * (1.5 - 0.8 * np.clip(radius, 0, 1))
    blend(piece.albedo, in_three(np.asarray(shade, np.float32)), 0.97 * cover)
    piece.gloss[...] += (spread(rng, 0.35, 0.6) - piece.gloss) * cover
    for _ in range(1 if diameter_mm < 3 else int(rng.integers(1, 4))):
        _glint(rng, piece, diameter_mm)
    return cover


def _glint(rng: np.random.Generator, piece: Window, diameter_mm: float) -> None:
    """The mirror image of a lamp, pulled long on one axis."""
    dx, dy = (float(rng.normal(0, 0.09)) * diameter_mm for _ in range(2))
    turn = spread(rng, 0, np.pi)
    u = np.cos(turn) * (piece.dx_mm - dx) + np.sin(turn) * (piece.dy_mm - dy)
    v = np.cos(turn) * (piece.dy_mm - dy) - np.sin(turn) * (piece.dx_mm - dx)
    size = spread(rng, 0.06, 0.15) * diameter_mm
    glint = np.exp(-((u / (size * spread(rng, 1.0, 2.0))) ** 2) - (v / size) ** 2)
    blend(piece.albedo, (0.95, 0.95, 0.95), np.asarray(glint * spread(rng, 0.4, 1.0), np.float32))
    piece.gloss[...] += (0.9 - piece.gloss) * glint


def _sponge(rng: np.random.Generator, piece: Window, diameter_mm: float, mm_per_px: float) -> Field:
    """Grey froth: a dark seam around many small bubbles that each mirror the lamp."""
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.16, spread(rng, 1.0, 1.5))
    cover = smoothstep(1.06, 0.94, radius)
    _shadow(piece, radius, 0.7)
    froth = _froth(rng, piece, mm_per_px, spread(rng, 0.45, 0.9))
    dome = np.sqrt(np.clip(1 - radius * radius, 0, 1))
    _set_height(piece, cover, 0.1 * diameter_mm * dome + 0.09 * froth)
    base = spread(rng, 0.03, 0.1)
    grey = base * (1 + 0.3 * froth) + 0.8 * smoothstep(spread(rng, -0.3, 0.9), 1.7, froth)
    blend(piece.albedo, in_three(np.clip(grey, 0.015, 0.95).astype(np.float32)), 0.95 * cover)
    piece.gloss[...] += (0.8 - piece.gloss) * cover
    ring = np.exp(-(((radius - 0.97) / 0.1) ** 2))
    blend(piece.albedo, (0.025, 0.025, 0.025), np.asarray(0.8 * ring, np.float32))
    piece.gloss[...] *= 1 - 0.7 * ring
    return cover


def _speckled(rng: np.random.Generator, piece: Window, diameter_mm: float, mm_per_px: float) -> Field:
    """Soot without a clear edge, sown with glittering specks, often white in the middle."""
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.22, spread(rng, 1.0, 1.7))
    cover = smoothstep(1.25, 0.75, radius)
    froth = _froth(rng, piece, mm_per_px, spread(rng, 0.35, 0.9))
    patchy = np.clip(0.8 + 0.25 * froth, 0.2, 1) * cover
    blend(piece.albedo, (0.035, 0.034, 0.033), np.asarray(spread(rng, 0.8, 0.97) * patchy, np.float32))
    piece.gloss[...] *= 1 - 0.7 * cover
    middle = np.exp(-((radius / spread(rng, 0.35, 0.7)) ** 2)) * spread(rng, 0.0, 1.6)
    specks = smoothstep(0.8, 2.1, np.asarray(froth + middle, np.float32)) * smoothstep(1.05, 0.8, radius)
    blend(piece.albedo, (0.92, 0.92, 0.92), specks)
    piece.gloss[...] += (0.9 - piece.gloss) * specks
    _set_height(piece, np.asarray(0.8 * cover, np.float32), 0.03 * froth)
    return cover


def _smudge(rng: np.random.Generator, piece: Window, diameter_mm: float) -> Field:
    """A dark spot with a soft edge."""
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.25, spread(rng, 1.0, 1.7))
    cover = smoothstep(1.4, 0.6, radius)
    blend(piece.albedo, (0.03, 0.029, 0.028), np.asarray(spread(rng, 0.7, 0.95) * cover, np.float32))
    piece.gloss[...] *= 1 - 0.75 * cover
    return cover


def _fleck(rng: np.random.Generator, piece: Window, diameter_mm: float, mm_per_px: float) -> Field:
    """A white spot in a dark ring."""
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.15, spread(rng, 1.0, 1.5))
    soft = mm_per_px / diameter_mm + 0.06
    cover = smoothstep(1 + soft, 1 - soft, radius)
    blend(piece.albedo, (0.04, 0.04, 0.04), np.asarray(spread(rng, 0.6, 0.9) * cover, np.float32))
    piece.gloss[...] *= 1 - 0.6 * cover
    white = smoothstep(0.75, 0.45, radius)
    blend(piece.albedo, (0.95, 0.95, 0.95), white)
    piece.gloss[...] += (0.9 - piece.gloss) * white
    _set_height(piece, cover, 0.05 * diameter_mm * white)
    return cover


def _froth(rng: np.random.Generator, piece: Window, mm_per_px: float, cell_mm: float) -> Field:
    rows, columns = piece.dx_mm.shape
    return cloud(rng, (rows, columns), (cell_mm / mm_per_px,) * 2, 3)


def _shadow(piece: Window, radius: Field, strength: float) -> None:
    """The dark seam where a lump meets the bead."""
    seam = np.exp(-((np.clip(radius - 1, 0, None) / 0.12) ** 2))
    blend(piece.albedo, (0.03, 0.03, 0.03), np.asarray(strength * seam, np.float32))
    piece.gloss[...] *= 1 - strength * seam


def _set_height(piece: Window, cover: Field, height_mm: Field) -> None:
    """Put a form of its own onto the bead's general slope: ripples and grain end under it."""
    import cv2

    rows, columns = piece.dx_mm.shape
    small = cv2.resize(piece.height_mm, (max(columns // 8, 2), max(rows // 8, 2)), interpolation=cv2.INTER_AREA)
    base = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    piece.height_mm[...] += (base + height_mm - piece.height_mm) * cover
