"""Light: a ring lamp at the lens, a bar lamp from one side, and the uneven light of the shop.

The camera looks straight down, so what a point shows depends only on its normal. Each lamp is worked out once for
all normals (a table over n_x and n_y) and looked up per pixel, which makes twelve lamps as cheap as one.
"""

from dataclasses import dataclass

import numpy as np

from camera.rendering.surface import Surface, cloud, in_three, spread
from camera.rendering.truth import Field

_TABLE = 129  # entries a side; normals change by less than 1 degree from one to the next

# ring, bar, ambient, unevenness from..to: ring lamp, bar lamp, windows and tubes of the shop
_BENCHES = (
    ((0.8, 1.5), (0.2, 0.9), (0.25, 0.5), (0.05, 0.3)),
    ((0.1, 0.5), (0.9, 1.8), (0.15, 0.4), (0.1, 0.4)),
    ((0.1, 0.4), (0.3, 0.9), (0.5, 0.9), (0.3, 0.7)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Strengths are relative; angles in radians, elevation above the table.

    `roughness` is the width of the mirror lobe in radians; `unevenness` the fall-off across the picture, 0..1.
    """

    ring: float
    ring_elevation: float
    bar: float
    bar_azimuth: float
    bar_elevation: float
    ambient: float
    roughness: float
    unevenness: float
    warmth: float


def draw_light(rng: np.random.Generator) -> Light:
    """The lamps of a bench station: a ring lamp for every second one, else a bar lamp or the light of the shop."""
    ring, bar, ambient, unevenness = _BENCHES[int(rng.choice(len(_BENCHES), p=(0.5, 0.3, 0.2)))]
    return Light(
        ring=spread(rng, *ring),
        ring_elevation=spread(rng, 0.9, 1.3),
        bar=spread(rng, *bar),
        bar_azimuth=spread(rng, 0, 2 * np.pi),
        bar_elevation=spread(rng, 0.5, 1.0),
        ambient=spread(rng, *ambient),
        roughness=spread(rng, 0.14, 0.24),
        unevenness=spread(rng, *unevenness),
        warmth=spread(rng, -0.06, 0.06),
    )


def draw_steep_light(rng: np.random.Generator) -> Light:
    """Lamps close to the camera's axis: flat sheet and the crown of a bead mirror them, its flanks stay dark."""
    return Light(
        ring=spread(rng, 0.9, 1.5),
        ring_elevation=spread(rng, 1.3, 1.48),
        bar=spread(rng, 0.6, 1.6),
        bar_azimuth=np.pi / 2 * float(rng.choice((1, 1, 1, 1, -1))) + spread(rng, -0.5, 0.5),
        bar_elevation=spread(rng, 0.8, 1.3),
        ambient=spread(rng, 0.12, 0.3),
        roughness=spread(rng, 0.22, 0.36),
        unevenness=spread(rng, 0.1, 0.4),
        warmth=spread(rng, -0.05, 0.05),
    )


def shade(surface: Surface, light: Light, rng: np.random.Generator, *, monochrome: bool = False) -> Field:
    """Radiance towards the camera, shape (height, width, 3), linear, about 0..1 with highlights above.

    For a `monochrome` camera the three channels are equal.
    """
    import cv2

    slope = 1.0 / (8.0 * surface.mm_per_px)
    gx = cv2.Sobel(surface.height_mm, cv2.CV_32F, 1, 0, ksize=3, scale=slope, borderType=cv2.BORDER_REPLICATE)
    gy = cv2.Sobel(surface.height_mm, cv2.CV_32F, 0, 1, ksize=3, scale=slope, borderType=cv2.BORDER_REPLICATE)
    # table coordinates of the normal (-gx, -gy, 1) / length
    reach = np.float32((_TABLE - 1) / 2) / np.sqrt(1 + gx * gx + gy * gy)
    at_x, at_y = (_TABLE - 1) / 2 - gx * reach, (_TABLE - 1) / 2 - gy * reach
    matte_table, mirror_table = _tables(light)
    matte_of_normal = np.asarray(cv2.remap(matte_table, at_x, at_y, cv2.INTER_LINEAR), np.float32)
    mirror_of_normal = np.asarray(cv2.remap(mirror_table, at_x, at_y, cv2.INTER_LINEAR), np.float32)

    open_sky = _openness(surface)
    rows, columns = surface.shape
    falloff = 1 + light.unevenness * 0.5 * cloud(rng, surface.shape, (columns, rows))
    open_sky *= np.clip(falloff, 0.3, None)  # the darkest corner of a shop still has some light
    matte = np.asarray(matte_of_normal * (1 - surface.gloss) * open_sky, np.float32)
    mirror = np.asarray(mirror_of_normal * surface.gloss * open_sky, np.float32)
    # metal colours its mirror image as it colours diffuse light; the square root keeps highlights nearly white
    if monochrome:
        grey = np.asarray(cv2.cvtColor(surface.albedo, cv2.COLOR_RGB2GRAY), np.float32)
        return in_three(np.asarray(cv2.sqrt(grey) * mirror + grey * matte, np.float32))
    radiance = np.asarray(cv2.sqrt(surface.albedo), np.float32)
    radiance *= in_three(mirror)
    radiance += surface.albedo * in_three(matte)
    radiance *= np.array([1 + light.warmth, 1, 1 - light.warmth], np.float32)
    return radiance


def _tables(light: Light) -> tuple[Field, Field]:
    """Matte and mirror response for every normal, shape (_TABLE, _TABLE) each; row n_y, column n_x, -1..1."""
    axis = np.linspace(-1, 1, _TABLE, dtype=np.float32)
    nx, ny = np.meshgrid(axis, axis)
    nz = np.sqrt(np.clip(1 - nx * nx - ny * ny, 0, 1))
    rx, ry, rz = 2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1  # mirror image of the view from above
    matte = light.ambient * (0.6 + 0.4 * nz)
    mirror = light.ambient * (0.3 + 0.3 * np.clip(rz, 0, 1) + 0.2 * rx * np.cos(light.bar_azimuth))
    lamps = [(light.bar, light.bar_azimuth, light.bar_elevation, 1.0)]
    lamps += [(light.ring / 10, 2 * np.pi * k / 10, light.ring_elevation, 1.6) for k in range(10)]
    for strength, azimuth, elevation, width in lamps:
        lx, ly, lz = (
            np.cos(elevation) * np.cos(azimuth),
            np.cos(elevation) * np.sin(azimuth),
            np.sin(elevation),
        )
        matte = matte + strength * np.clip(nx * lx + ny * ly + nz * lz, 0, 1)
        lobe = (light.roughness * width) ** 2
        mirror = mirror + 3.2 * strength * np.exp((rx * lx + ry * ly + rz * lz - 1) / lobe)
    return np.asarray(matte, np.float32), np.asarray(mirror, np.float32)


def _openness(surface: Surface) -> Field:
    """How much of the sky a point sees, 0..1: pits and the foot of a bead are dark."""
    import cv2

    rows, columns = surface.shape
    # so wide a blur needs no fine grid: a quarter of the pixels a side, a sixteenth of the time
    small = cv2.resize(surface.height_mm, (max(columns // 4, 1), max(rows // 4, 1)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.15 / surface.mm_per_px, 0.5))
    around = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    depth = np.clip(around - surface.height_mm, 0, None)
    return np.asarray(1 / (1 + 3.5 * depth), np.float32)
