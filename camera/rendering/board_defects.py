"""What runs along a board's grain: drying cracks, resin pockets, blue stain, and the pith where it is cut open.

Class names are those of the VSB-TUO set. Everything writes into the cut face and gives its truth.
"""

import numpy as np

from camera.rendering.board import Plank
from camera.rendering.surface import Surface, Window, blend, cloud, line, smoothstep, spread, window
from camera.rendering.truth import Defect, Field, defect_from


def drying_crack(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """A dark line along the grain, widest at one end or in its middle, its edges a little torn."""
    width = spread(rng, 0.3, 0.95)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.3)
    torn = np.clip(0.85 + 0.35 * cloud(rng, _shape(piece), (2, 8), 2), 0.35, 1)
    blend(piece.albedo, (0.028, 0.016, 0.009), np.asarray(0.92 * cover * torn, np.float32))
    piece.height_mm[...] -= 0.12 * cover
    return defect_from("crack", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm, covered_from=0.25)


def resin(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """A resin pocket: a lens along a ring, dark or amber, with crusts in it and a pale rim."""
    width = min(spread(rng, 1.2, 3.4), 0.6 * length_mm)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.25)
    amber = np.exp(-((piece.dx_mm / (1.4 * width)) ** 2) - (piece.dy_mm / (0.5 * length_mm)) ** 2)
    blend(
        piece.albedo, (0.35, 0.2, 0.05), np.asarray(spread(rng, 0.05, 0.35) * amber * _board(plank, piece), np.float32)
    )
    crust = np.clip(0.5 + 0.4 * cloud(rng, _shape(piece), (5, 7), 3), 0, 1)
    dark = spread(rng, 0.4, 1.0)
    blend(piece.albedo, (0.11, 0.045, 0.013), np.asarray(0.92 * cover, np.float32))
    blend(piece.albedo, (0.022, 0.012, 0.006), np.asarray(dark * cover * crust, np.float32))
    piece.height_mm[...] += 0.03 * crust * cover
    piece.gloss[...] += 0.12 * cover
    return defect_from("resin", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def blue_stain(
    rng: np.random.Generator, surface: Surface, plank: Plank, xy_mm: tuple[float, float], length_mm: float
) -> Defect | None:
    """Grey-blue streaks that a fungus leaves along the grain."""
    import cv2

    width = spread(rng, 7, 16)
    cover, piece = _along_grain(rng, surface, plank, xy_mm, length_mm=length_mm, width_mm=width, wander=0.8, blunt=0.45)
    streaks = np.clip(0.45 + 0.16 * cloud(rng, _shape(piece), (4, 90), 2), 0.1, 0.7)
    fading = cv2.GaussianBlur(cover, (0, 0), 0.8 / surface.mm_per_px, sigmaY=2.5 / surface.mm_per_px)
    grey = np.array((0.24, 0.245, 0.25), np.float32) * (0.7 + piece.albedo)  # the rings stay to be seen
    blend(piece.albedo, np.asarray(grey, np.float32), np.asarray(fading * streaks, np.float32))
    return defect_from("blue_stain", cover, piece.origin_xy, surface.mm_per_px, length_mm=length_mm)


def marrow(rng: np.random.Generator, surface: Surface, plank: Plank) -> Defect | None:
    """The pith where the face cuts it open: soft and brown, its outline given by the trunk alone."""
    trunk = plank.trunk
    rows = np.flatnonzero(np.abs(trunk.face_y_mm) < trunk.pith_radius_mm)
    if rows.size == 0:
        return None
    middle = float(trunk.pith_x_mm[rows].mean())
    reach = int((trunk.pith_radius_mm + float(np.ptp(trunk.pith_x_mm[rows])) + 2) / surface.mm_per_px)
    column, last = int(middle / surface.mm_per_px), plank.on_board.shape[1]
    here = (slice(int(rows[0]), int(rows[-1]) + 1), slice(max(column - reach, 0), min(column + reach + 1, last)))
    x, y, _ = trunk.piece(here, last)
    size = (y.shape[0], x.shape[1])
    away = np.sqrt(x * x + y * y) + 0.13 * cloud(rng, size, (3, 24), 3)
    soft = 0.8 * surface.mm_per_px
    cover = smoothstep(trunk.pith_radius_mm + soft, trunk.pith_radius_mm - soft, np.asarray(away, np.float32))
    cover = cover * plank.on_board[here]
    fleck = 1.15 + 0.16 * cloud(rng, size, (3, 22), 2)
    brown = np.asarray(plank.wood.knot, np.float32) * spread(rng, 0.6, 1.7) * fleck[..., None]
    blend(surface.albedo[here], np.asarray(brown, np.float32), np.asarray(spread(rng, 0.7, 0.9) * cover, np.float32))
    surface.height_mm[here] -= 0.05 * cover
    length = (here[0].stop - here[0].start) * surface.mm_per_px
    return defect_from("marrow", cover, (here[1].start, here[0].start), surface.mm_per_px, length_mm=length)


def _shape(piece: Window) -> tuple[int, int]:
    rows, columns = piece.dx_mm.shape
    return rows, columns


def _board(plank: Plank, piece: Window) -> Field:
    x, y = piece.origin_xy
    rows, columns = _shape(piece)
    return plank.on_board[y : y + rows, x : x + columns]


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

    It goes where the trunk's rings go; `wander` is how far it strays from them in mm; `blunt` 0.5 gives a lens, smaller
    values blunter ends.
    """
    piece = window(surface, *xy_mm, 0.55 * length_mm + width_mm)
    half = length_mm / 2
    rows = _shape(piece)[0]
    grain = plank.trunk.pith_x_mm[piece.origin_xy[1] : piece.origin_xy[1] + rows]
    drift = (grain - grain.mean())[:, None] + wander * line(rng, rows, 0.6 * length_mm / surface.mm_per_px, 3)[:, None]
    drift = drift + spread(rng, -0.04, 0.04) * piece.dy_mm
    lopsided = np.clip(piece.dy_mm / half * spread(rng, -0.5, 0.5) + 1, 0.4, 1.6)
    room = np.clip(1 - (piece.dy_mm / half) ** 2, 0, 1) ** blunt
    ragged = 1 + 0.1 * line(rng, rows, 5 / surface.mm_per_px, 3)[:, None]
    near = np.abs(piece.dx_mm - drift) / np.maximum(0.5 * width_mm * room * ragged * lopsided, 1e-3)
    cover = smoothstep(1.25, 0.75, np.asarray(near, np.float32)) * (room > 0)
    return np.asarray(cover * _board(plank, piece), np.float32), piece
