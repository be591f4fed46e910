"""What bright metal mirrors: a ring lamp with the lens in its middle, lamps and windows, and the dim shop.

Tool marks scatter light across their direction only, which is why a ground face shows a band of glare and a faced one
two wedges. What is seen is therefore worked out for every normal and for twelve directions of the marks, and looked up.
"""

from dataclasses import dataclass

import numpy as np

from camera.rendering.metal import Workpiece
from camera.rendering.surface import cloud, in_three, smoothstep, spread
from camera.rendering.truth import Field

_TABLE = 81  # entries a side, normals -1..1
_HEADINGS = 12  # over half a turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A long lamp or window, as its image on a mirror ball: `away` from the middle 0..1 at `azimuth`."""

    azimuth: float
    away: float
    width: float
    length: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All that a part mirrors; distances on a mirror ball, 0 is where the camera is, 1 the horizon.

    `scatter_across`, `scatter_along` are the spread of the normals across and along the tool marks; `tilt_xy` how
    the part leans, `view_reach` how much the line of sight turns from the middle of the picture to its side. `cast` is
    how strongly the colours of the shop (a wooden bench, a blue overall) show in the metal.
    """

    ring: float
    ring_away: float
    lens_away: float
    lamps: tuple[Lamp, ...]
    room: float
    scatter_across: float
    scatter_along: float
    tilt_xy: tuple[float, float]
    view_reach: float
    tone: tuple[float, float, float]
    unevenness: float
    cast: float


def draw_surroundings(rng: np.random.Generator) -> Surroundings:
    """A bench with a ring lamp, one to three other lamps, and a white balance that is now and then off."""
    lamps = tuple(
        Lamp(
            azimuth=spread(rng, 0, 2 * np.pi),
            away=spread(rng, 0.15, 0.7),
            width=spread(rng, 0.08, 0.3),
            length=spread(rng, 0.15, 0.8),
            strength=spread(rng, 1.0, 4.0),
        )
        for _ in range(int(rng.integers(1, 4)))
    )
    warm = spread(rng, 0.05, 0.22) if rng.random() < 0.3 else spread(rng, -0.05, 0.05)
    return Surroundings(
        ring=spread(rng, 0.1, 1.0),
        ring_away=spread(rng, 0.25, 0.5),
        lens_away=spread(rng, 0.06, 0.16),
        lamps=lamps,
        room=spread(rng, 0.12, 0.35),
        scatter_across=spread(rng, 0.08, 0.3),
        scatter_along=spread(rng, 0.02, 0.06),
        tilt_xy=(spread(rng, -0.14, 0.14), spread(rng, -0.14, 0.14)),
        view_reach=spread(rng, 0.08, 0.3),
        cast=spread(rng, 0.0, 0.045),
        tone=(1 + warm, 1 + spread(rng, -0.02, 0.02) + 0.2 * warm, 1 - warm),
        unevenness=spread(rng, 0.1, 0.45),
    )


def shade_metal(piece: Workpiece, around: Surroundings, rng: np.random.Generator) -> Field:
    """Radiance towards the camera, shape (height, width, 3), linear, of any scale."""
    import cv2

    surface = piece.surface
    rows, columns = surface.shape
    scale = 1 / (8 * surface.mm_per_px)
    gx = cv2.Sobel(surface.height_mm, cv2.CV_32F, 1, 0, ksize=3, scale=scale, borderType=cv2.BORDER_REPLICATE)
    gy = cv2.Sobel(surface.height_mm, cv2.CV_32F, 0, 1, ksize=3, scale=scale, borderType=cv2.BORDER_REPLICATE)
    length = 1 / np.sqrt(1 + gx * gx + gy * gy)
    reach = around.view_reach * np.linspace(-0.5, 0.5, columns, dtype=np.float32)[None, :]
    lean = around.view_reach * np.linspace(-0.5, 0.5, rows, dtype=np.float32)[:, None] * (rows / columns)
    nx = np.asarray(-gx * length + (around.tilt_xy[0] - reach), np.float32)
    ny = np.asarray(-gy * length + (around.tilt_xy[1] - lean), np.float32)
    middle = np.float32((_TABLE - 1) / 2)
    at_x, at_y = np.clip((nx + 1) * middle, 0, _TABLE - 1), np.clip((ny + 1) * middle, 0, _TABLE - 1)
    turn = piece.heading * np.float32(_HEADINGS / np.pi)
    first = np.floor(turn)
    share = turn - first
    tables = _seen(around)
    mirrored = np.zeros(surface.shape, np.float32)
    for step, weight in ((0, 1 - share), (1, share)):
        row = np.mod(first + step, _HEADINGS) * np.float32(_TABLE) + at_y
        mirrored += weight * cv2.remap(tables, at_x, np.asarray(row, np.float32), cv2.INTER_LINEAR)
    from_x = 0.075 * sum(lamp.strength * np.cos(lamp.azimuth) for lamp in around.lamps)
    from_y = 0.075 * sum(lamp.strength * np.sin(lamp.azimuth) for lamp in around.lamps)
    evenly = around.room + 0.35 * around.ring + 0.125 * sum(lamp.strength for lamp in around.lamps)
    matte = (np.float32(evenly) + np.float32(from_x) * nx + np.float32(from_y) * ny) * np.clip(length, 0.2, 1)
    grey = surface.gloss * mirrored + (1 - surface.gloss) * matte
    grey *= _openness(surface.height_mm, surface.mm_per_px)
    grey *= 1 + around.unevenness * 0.5 * cloud(rng, surface.shape, (columns, rows))
    radiance = surface.albedo * in_three(np.asarray(grey, np.float32))
    radiance *= np.array(around.tone, np.float32)
    cast = np.float32(around.cast) * cloud(rng, surface.shape, (0.6 * columns, 0.3 * rows))
    radiance *= cv2.merge([1 + cast, 1 + 0.4 * cast, 1 - cast])
    return np.asarray(radiance, np.float32)


def _seen(around: Surroundings) -> Field:
    """Mirrored light for every normal, one table under the other for the headings: (_HEADINGS * _TABLE, _TABLE)."""
    import cv2

    axis = np.linspace(-1, 1, _TABLE, dtype=np.float32)
    nx, ny = np.meshgrid(axis, axis)
    nz = np.sqrt(np.clip(1 - nx * nx - ny * ny, 0, 1))
    rx, ry, rz = 2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1
    away = np.hypot(rx, ry)
    seen = np.asarray(around.room * (0.7 + 0.5 * np.clip(rz, 0, 1)), np.float32)
    seen += around.ring * np.exp(-(((away - around.ring_away) / 0.13) ** 2)) * (rz > 0)
    for lamp in around.lamps:
        out = rx * np.cos(lamp.azimuth) + ry * np.sin(lamp.azimuth) - lamp.away
        aside = ry * np.cos(lamp.azimuth) - rx * np.sin(lamp.azimuth)
        inside = smoothstep(0.1, -0.1, np.abs(out) - lamp.width / 2) * smoothstep(
            0.1, -0.1, np.abs(aside) - lamp.length / 2
        )
        seen += lamp.strength * inside * (rz > -0.2)
    seen *= 1 - 0.75 * smoothstep(around.lens_away + 0.04, around.lens_away - 0.04, np.asarray(away, np.float32))
    seen *= smoothstep(-1.0, -0.2, rz) * 0.85 + 0.15  # below the horizon is the dark table
    tables = [_scattered(seen, k * np.pi / _HEADINGS, around) for k in range(_HEADINGS)]
    return np.asarray(cv2.vconcat(tables), np.float32)


def _scattered(seen: Field, heading: float, around: Surroundings) -> Field:
    import cv2

    per_unit = (_TABLE - 1) / 2
    half = int(np.ceil(2 * around.scatter_across * per_unit))
    axis = np.arange(-half, half + 1, dtype=np.float32) / per_unit
    along = np.cos(heading) * axis[None, :] + np.sin(heading) * axis[:, None]
    across = np.cos(heading) * axis[:, None] - np.sin(heading) * axis[None, :]
    narrow = max(around.scatter_along, 0.6 / per_unit)
    kernel = np.exp(-0.5 * (along / narrow) ** 2 - 0.5 * (across / around.scatter_across) ** 2)
    kernel = np.asarray(kernel / kernel.sum(), np.float32)
    return np.asarray(cv2.filter2D(seen, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)


def _openness(height_mm: Field, mm_per_px: float) -> Field:
    """How much of the sky a point sees, 0..1: the floor of a pit and the root of a groove are dark."""
    import cv2

    around = cv2.GaussianBlur(height_mm, (0, 0), max(0.22 / mm_per_px, 1.0), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(1 / (1 + 9 * np.clip(around - height_mm, 0, None)), np.float32)
