"""Defects of a weld bead, each set into the surface and returned with its truth; slag and stains: `bead_slag`.

Numbers after the names are those of ISO 6520-1. Every function writes into `surface` and returns the defect, or None
where it would cover no pixel by half.
"""

import numpy as np

from camera.rendering.surface import Surface, Window, blend, cloud, smoothstep, spread, window
from camera.rendering.truth import Defect, Field, defect_from


def pore(rng: np.random.Generator, surface: Surface, x_mm: float, y_mm: float, diameter_mm: float) -> Defect | None:
    """Surface pore (2017): a pit with a raised rim, nearly round; dark inside, some with a gleam on the bottom."""
    piece = window(surface, x_mm, y_mm, 0.9 * diameter_mm + 0.3)
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.06, spread(rng, 1.0, 1.35))
    soft = surface.mm_per_px / diameter_mm + spread(rng, 0.0, 0.25)
    cover = smoothstep(1 + soft, 1 - soft, radius)
    depth = min(0.8 * diameter_mm, 1.2) * spread(rng, 0.45, 1.0)
    rim = np.exp(-(((radius - 1.12) / 0.14) ** 2)) * max(spread(rng, -0.08, 0.06), 0)
    piece.height_mm[...] += diameter_mm * rim - depth * np.clip(1 - radius**4, 0, 1)
    bottom = spread(rng, 0.05, 0.35) * float(piece.albedo.mean())  # seen on dark metal too
    dark = cover * np.clip(1.05 - 0.35 * radius**3, 0, 0.97)  # some light reaches the wall, none the bottom
    blend(piece.albedo, (bottom, 0.95 * bottom, 0.9 * bottom), np.asarray(dark, np.float32))
    piece.gloss[...] *= 1 - 0.8 * cover
    if rng.random() < 0.4:
        dx, dy = (spread(rng, -0.35, 0.35) * diameter_mm / 2 for _ in range(2))
        reach = spread(rng, 0.12, 0.3) * diameter_mm
        gleam = np.exp(-((piece.dx_mm - dx) ** 2 + (piece.dy_mm - dy) ** 2) / reach**2)
        blend(piece.albedo, (0.3, 0.3, 0.3), np.asarray(spread(rng, 0.3, 0.9) * gleam, np.float32))
    return defect_from("pore", cover, piece.origin_xy, surface.mm_per_px)


def spatter(rng: np.random.Generator, surface: Surface, x_mm: float, y_mm: float, diameter_mm: float) -> Defect | None:
    """Spatter (602): a drop frozen onto the sheet, with a dark foot."""
    piece = window(surface, x_mm, y_mm, 0.8 * diameter_mm + 0.4)
    radius = wobbly_radius(rng, piece, diameter_mm / 2, 0.05, spread(rng, 1.0, 1.2))
    edge = surface.mm_per_px / (diameter_mm / 2)
    cover = smoothstep(1 + edge / 2, 1 - edge / 2, radius)
    blend(piece.albedo, (0.07, 0.065, 0.06), 0.75 * np.exp(-(((radius - 1.05) / 0.3) ** 2)))
    blend(piece.albedo, (0.30, 0.29, 0.28), 0.8 * smoothstep(0.95, 0.7, radius))
    piece.height_mm[...] += 0.36 * diameter_mm * np.sqrt(np.clip(1 - radius * radius, 0, 1))
    piece.gloss[...] += (0.45 - piece.gloss) * cover
    return defect_from("spatter", cover, piece.origin_xy, surface.mm_per_px)


def crack(
    rng: np.random.Generator,
    surface: Surface,
    x_mm: float,
    y_mm: float,
    length_mm: float,
    *,
    heading: float,
    width_mm: float,
) -> Defect | None:
    """Crack (100): a thin dark line that wanders and branches; `heading` in radians, 0 along the bead."""
    piece = window(surface, x_mm, y_mm, 0.75 * length_mm + 0.5)
    path = _wander(rng, length_mm, heading, 0.5)
    paths = [path]
    for _ in range(int(rng.integers(0, 3))):
        root = path[int(rng.integers(len(path) // 4, 3 * len(path) // 4))]
        twig = _wander(rng, length_mm * spread(rng, 0.12, 0.3), heading + rng.choice((-1, 1)) * 0.8, 0.5)
        paths.append(twig - twig[0] + root)
    cover = np.zeros(_shape(piece), np.float32)
    for number, points in enumerate(paths):
        cover = np.maximum(cover, _stroke(piece, points, width_mm * (1 if number == 0 else 0.7), surface.mm_per_px))
    piece.height_mm[...] -= 0.08 * cover
    blend(piece.albedo, (0.012, 0.011, 0.011), 0.95 * cover)
    piece.gloss[...] *= 1 - 0.9 * cover
    steps = np.diff(path, axis=0)
    return defect_from(
        "crack",
        cover,
        piece.origin_xy,
        surface.mm_per_px,
        covered_from=0.25,
        length_mm=float(np.hypot(steps[:, 0], steps[:, 1]).sum()),
    )


def undercut(
    rng: np.random.Generator,
    surface: Surface,
    toe_mm: Field,
    x_mm: float,
    length_mm: float,
    *,
    width_mm: float,
    depth_mm: float,
) -> Defect | None:
    """Undercut (5011): a groove melted into the sheet along the toe.

    `toe_mm` is the y of the toe for every column of the picture; the groove runs from `x_mm` on.
    """
    rows, columns = surface.shape
    scale = surface.mm_per_px
    x1, x2 = max(int(x_mm / scale), 0), min(int((x_mm + length_mm) / scale), columns)
    along = np.linspace(0, 1, max(x2 - x1, 1), dtype=np.float32)
    taper = np.sqrt(np.clip(np.sin(np.pi * along), 0, 1))[None, :]
    wobble = 1 + 0.2 * cloud(rng, (1, len(along)), (2.5 / scale, 1), 2)
    middle = toe_mm[x1:x2]
    y1 = max(int((float(middle.min()) - 2 * width_mm) / scale), 0)
    y2 = min(int((float(middle.max()) + 2 * width_mm) / scale) + 1, rows)
    y = ((np.arange(y1, y2, dtype=np.float32) + 0.5) * scale)[:, None]
    radius = np.abs(y - middle[None, :]) / np.maximum(0.5 * width_mm * taper * wobble, 1e-3)
    cover = smoothstep(1.15, 0.85, np.asarray(radius, np.float32))
    piece = (slice(y1, y2), slice(x1, x2))
    surface.height_mm[piece] -= depth_mm * taper * np.clip(1 - radius * radius, 0, 1)
    dark = np.asarray(0.7 * cover * np.clip(taper, 0, 1), np.float32)
    blend(surface.albedo[piece], (0.05, 0.045, 0.04), dark)
    surface.gloss[piece] *= 1 - 0.5 * cover
    return defect_from("undercut", cover, (x1, y1), scale, length_mm=length_mm)


def _shape(piece: Window) -> tuple[int, int]:
    rows, columns = piece.dx_mm.shape
    return rows, columns


def wobbly_radius(rng: np.random.Generator, piece: Window, radius_mm: float, wobble: float, stretch: float) -> Field:
    """Distance from the window's point in units of an outline that is an ellipse with waves; 1 on the outline.

    The long half axis is `radius_mm` (to within the waves), whatever `stretch`.
    """
    turn = spread(rng, 0, np.pi)
    u = (np.cos(turn) * piece.dx_mm + np.sin(turn) * piece.dy_mm) / radius_mm
    v = (np.cos(turn) * piece.dy_mm - np.sin(turn) * piece.dx_mm) / (radius_mm / stretch)
    angle = np.arctan2(v, u)
    outline = np.ones_like(angle)
    for order in (2, 3, 5):
        outline += wobble / order * np.cos(order * angle + spread(rng, 0, 2 * np.pi)) * spread(rng, 0.3, 1.5)
    return np.asarray(np.hypot(u, v) / outline, np.float32)


def _wander(rng: np.random.Generator, length_mm: float, heading: float, jitter: float) -> Field:
    """A wandering line of points (n, 2) in mm, centred on 0, of that length along itself."""
    count = max(int(length_mm / 0.25), 3)
    turns = heading + np.cumsum(rng.standard_normal(count) * 0.12) + rng.standard_normal(count) * jitter
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=1) * (length_mm / count)
    points = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2, np.float32)


def _stroke(piece: Window, points: Field, width_mm: float, mm_per_px: float) -> Field:
    """How much of each pixel a line of that width covers, 0..1; `points` are relative to the window's point."""
    import cv2

    zoom = 4  # cv2 draws whole pixels: draw four times larger, then average
    rows, columns = _shape(piece)
    left, top = float(piece.dx_mm[0, 0]) - mm_per_px / 2, float(piece.dy_mm[0, 0]) - mm_per_px / 2
    large = np.zeros((rows * zoom, columns * zoom), np.uint8)
    corners = np.rint((points - (left, top)) / mm_per_px * zoom).astype(np.int32)
    # widest in the middle, a hair at the tips
    for number in range(len(corners) - 1):
        share = 1 - abs(2 * (number + 0.5) / (len(corners) - 1) - 1)
        thick = width_mm / mm_per_px * zoom * (0.45 + 0.55 * share)
        cv2.line(large, corners[number].tolist(), corners[number + 1].tolist(), 255, max(round(thick), 1))
    small = cv2.resize(large, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)
