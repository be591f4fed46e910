"""Knots and other features of a board, each set into the surface and returned with its truth.

Class names are those of the VSB-TUO set. Knots come in two steps: `push_rings` before the board is sawn, so that the
rings flow round them, and `knot` after. Everything writes in place.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from camera.rendering.board import Plank, Wood
from camera.rendering.surface import Surface, Window, blend, cloud, line, smoothstep, spread, window
from camera.rendering.truth import Defect, Field, defect_from

KnotKind = Literal["live_knot", "dead_knot", "knot_with_crack", "knot_missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """A branch cut by the face: centre, half axes across (x) and along (y) the grain, and its turn in radians."""

    kind: KnotKind
    x_mm: float
    y_mm: float
    across_mm: float
    along_mm: float
    turn: float


def push_rings(plank: Plank, knot: Knot, mm_per_px: float) -> None:
    """Let the rings run round the knot: above and below they crowd, beside it they bulge."""
    rows, columns = plank.radius_mm.shape
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * mm_per_px - knot.x_mm)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * mm_per_px - knot.y_mm)[:, None]
    reach_x, reach_y = 2.2 * knot.across_mm + 2, 3.5 * knot.along_mm + 5
    bulge = np.exp(-((x / reach_x) ** 2) - (y / reach_y) ** 2)
    # radius is flattened towards its value at the knot, which is what bends the lines outwards
    column = int(np.clip(knot.x_mm / mm_per_px, 0, columns - 1))
    row = int(np.clip(knot.y_mm / mm_per_px, 0, rows - 1))
    at_knot = plank.radius_mm[row, column]
    plank.radius_mm[...] += 0.75 * bulge * (at_knot - plank.radius_mm)


def knot(rng: np.random.Generator, surface: Surface, plank: Plank, branch: Knot) -> Defect | None:
    """Set the knot itself into the sawn face."""
    wood = plank.wood
    reach = 2.2 * max(branch.across_mm, branch.along_mm) + 4
    piece = window(surface, branch.x_mm, branch.y_mm, reach)
    radius = _ellipse(rng, piece, branch)
    edge = surface.mm_per_px / branch.along_mm
    whole = smoothstep(1 + edge, 1 - edge, radius)
    cover = whole * _on_board(plank, piece)
    _glow(rng, piece, radius, _on_board(plank, piece))
    match branch.kind:
        case "live_knot":
            _heartwood(rng, piece, radius, cover, wood=wood, strength=0.85)
        case "dead_knot":
            _heartwood(rng, piece, radius, cover, wood=wood, strength=1.0)
            bark = np.exp(-(((radius - 0.92) / (0.12 + edge)) ** 2)) * _on_board(plank, piece)
            blend(piece.albedo, (0.018, 0.011, 0.007), np.asarray(0.93 * bark, np.float32))
            if branch.along_mm < 3:  # small dead knots are dark all through
                blend(piece.albedo, (0.03, 0.02, 0.012), 0.75 * cover)
        case "knot_with_crack":
            _heartwood(rng, piece, radius, cover, wood=wood, strength=0.8)
            _split(rng, piece, branch, cover)
        case "knot_missing":
            _hole(rng, piece, branch, whole * (_on_board(plank, piece) > 0.02))
    return defect_from(branch.kind, cover, piece.origin_xy, surface.mm_per_px)


def drying_crack(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """A dark hair line along the grain."""
    width = spread(rng, 0.35, 0.9)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.25)
    blend(piece.albedo, (0.03, 0.018, 0.01), 0.9 * cover)
    return defect_from("crack", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def resin(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """A resin pocket: a dark lens along the grain, with amber beside it."""
    width = min(spread(rng, 1.4, 2.8), 0.4 * length_mm)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.2)
    amber = np.exp(-((piece.dx_mm / (1.6 * width)) ** 2) - (piece.dy_mm / (0.45 * length_mm)) ** 2)
    blend(piece.albedo, (0.35, 0.2, 0.05), np.asarray(0.3 * amber * _on_board(plank, piece), np.float32))
    patchy = np.clip(0.85 + 0.25 * cloud(rng, _shape(piece), (6, 12), 2), 0.35, 1)
    blend(piece.albedo, (0.022, 0.013, 0.006), np.asarray(cover * patchy, np.float32))
    piece.gloss[...] += 0.12 * cover
    return defect_from("resin", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def marrow(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """The pith, cut open: a brown band along the grain."""
    width = spread(rng, 2.5, 5.5)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.5, blunt=0.25)
    brown = np.asarray(plank.wood.knot, np.float32) * (1.25 + 0.12 * cloud(rng, _shape(piece), (3, 20), 2)[..., None])
    blend(piece.albedo, np.asarray(brown, np.float32), 0.8 * cover)
    return defect_from("marrow", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def blue_stain(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """Grey-blue streaks that a fungus leaves along the grain."""
    width = spread(rng, 7, 14)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.5, blunt=0.25)
    streaks = np.clip(0.42 + 0.14 * cloud(rng, _shape(piece), (5, 60), 2), 0.1, 0.75)
    blend(piece.albedo, (0.21, 0.21, 0.2), np.asarray(cover * streaks, np.float32))
    return defect_from("blue_stain", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def _shape(piece: Window) -> tuple[int, int]:
    rows, columns = piece.dx_mm.shape
    return rows, columns


def _on_board(plank: Plank, piece: Window) -> Field:
    x, y = piece.origin_xy
    rows, columns = _shape(piece)
    return plank.on_board[y : y + rows, x : x + columns]


def _ellipse(rng: np.random.Generator, piece: Window, branch: Knot) -> Field:
    """1 on the knot's outline, which is an ellipse with slight waves."""
    cosine, sine = np.cos(branch.turn), np.sin(branch.turn)
    u = (cosine * piece.dx_mm + sine * piece.dy_mm) / branch.across_mm
    v = (cosine * piece.dy_mm - sine * piece.dx_mm) / branch.along_mm
    angle = np.arctan2(v, u)
    outline = np.ones_like(angle)
    for order in (1, 2, 3):
        outline += 0.05 * np.cos(order * angle + spread(rng, 0, 2 * np.pi))
    return np.asarray(np.hypot(u, v) / outline, np.float32)


def _glow(rng: np.random.Generator, piece: Window, radius: Field, on_board: Field) -> None:
    """Fibres rise towards a knot and shine there: pale patches above and below."""
    patches = np.clip(0.6 + 0.5 * cloud(rng, _shape(piece), (10, 5), 2), 0, 1.6)
    share = np.exp(-(((radius - 1.45) / 0.5) ** 2)) * patches * on_board
    piece.albedo[...] *= 1 + (spread(rng, 0.1, 0.3) * share)[..., None]


def _heartwood(
    rng: np.random.Generator, piece: Window, radius: Field, cover: Field, *, wood: Wood, strength: float
) -> None:
    """The branch's own wood: brown, narrow rings, dark in the middle."""
    rings = 0.5 + 0.5 * np.sin(radius * spread(rng, 14, 26) + cloud(rng, _shape(piece), (12, 8), 2))
    core = np.exp(-((radius / 0.42) ** 2))
    rim = np.exp(-(((radius - 0.95) / 0.12) ** 2))
    dark = np.clip(0.38 + 0.22 * rings + 0.5 * core + 0.25 * rim, 0, 1) * strength
    blend(piece.albedo, wood.knot, np.asarray(dark * cover, np.float32))
    blend(piece.albedo, (0.03, 0.018, 0.01), np.asarray(0.55 * core * cover, np.float32))


def _hole(rng: np.random.Generator, piece: Window, branch: Knot, cover: Field) -> None:
    """A fallen-out knot: the hole's far wall, red-brown and fibrous, falls away into black."""
    fibres = cloud(rng, _shape(piece), (7, 2), 2)
    depth = smoothstep(-0.9, 0.5, np.asarray(piece.dy_mm / branch.along_mm + 0.15 * fibres, np.float32))
    wall = np.array((0.075, 0.036, 0.022), np.float32) * np.clip(1 + 0.4 * fibres, 0.2, 2)[..., None]
    blend(piece.albedo, np.asarray(wall, np.float32), 0.97 * cover)
    blend(piece.albedo, (0.006, 0.005, 0.004), 0.95 * cover * depth)
    piece.height_mm[...] -= 0.3 * cover
    piece.gloss[...] *= 1 - cover


def _split(rng: np.random.Generator, piece: Window, branch: Knot, cover: Field) -> None:
    """One to three dark cracks from the middle of the knot outwards."""
    turn = branch.turn + spread(rng, -0.25, 0.25)
    for number in range(int(rng.choice((1, 2, 3), p=(0.5, 0.35, 0.15)))):
        angle = turn + number * spread(rng, 0.7, 1.4)
        u = np.cos(angle) * piece.dx_mm + np.sin(angle) * piece.dy_mm
        v = np.cos(angle) * piece.dy_mm - np.sin(angle) * piece.dx_mm
        reach = branch.across_mm * spread(rng, 0.5, 0.95) * (1.0 if number == 0 else 0.45)
        v = v + 0.3 * np.sin(u / max(reach, 0.5) * 4 + spread(rng, 0, 6))
        gap = spread(rng, 0.2, 0.4) * np.sqrt(np.clip(1 - (u / reach) ** 2, 0, 1))
        slit = smoothstep(1.3, 0.7, np.asarray(np.abs(v) / np.maximum(gap, 0.02), np.float32))
        blend(piece.albedo, (0.012, 0.008, 0.005), np.asarray(0.92 * slit * cover, np.float32))


def _along_grain(
    rng: np.random.Generator,
    surface: Surface,
    plank: Plank,
    xy_mm: tuple[float, float],
    *,
    length_mm: float,
    width_mm: float,
    wander: float,
    blunt: float = 0.5,
) -> tuple[Field, Window]:
    """Coverage of a streak along the grain, centred on the point, and the window it lies in.

    `wander` is how far it strays sideways in mm; `blunt` 0.5 gives a lens, smaller values blunter ends.
    """
    piece = window(surface, *xy_mm, 0.55 * length_mm + width_mm)
    half = length_mm / 2
    rows = _shape(piece)[0]
    drift = wander * line(rng, rows, 0.6 * length_mm / surface.mm_per_px, 3)[:, None]
    drift = drift + spread(rng, -0.06, 0.06) * piece.dy_mm
    room = np.clip(1 - (piece.dy_mm / half) ** 2, 0, 1) ** blunt
    ragged = 1 + 0.08 * line(rng, rows, 5 / surface.mm_per_px, 3)[:, None]
    near = np.abs(piece.dx_mm - drift) / np.maximum(0.5 * width_mm * room * ragged, 1e-3)
    cover = smoothstep(1.25, 0.75, np.asarray(near, np.float32)) * (room > 0)
    return np.asarray(cover * _on_board(plank, piece), np.float32), piece
