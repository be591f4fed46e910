"""A whole picture of machined metal: how it was machined, its pits, what lies on it, the light, the lens."""

import numpy as np

from camera.frame import Pixels
from camera.rendering import metal_defects as made
from camera.rendering.lens import draw_lens, expose
from camera.rendering.metal import Workpiece, machine
from camera.rendering.metal_light import draw_surroundings, shade_metal
from camera.rendering.surface import spread
from camera.rendering.truth import Defect, Field

MM_PER_PX = 0.05
"""A bench camera that sees 32 mm with 640 px."""


def render_metal(
    rng: np.random.Generator, shape: tuple[int, int], *, good: bool, mm_per_px: float = MM_PER_PX
) -> tuple[Pixels, tuple[Defect, ...]]:
    """A picture of `shape` (rows, columns) and its defects. A `good` part has no pit over 0.4 mm."""
    piece = machine(rng, shape, mm_per_px)
    for chance, dirty in ((0.3, made.tears), (0.4, made.scratches), (0.2, made.light_rust)):
        if rng.random() < chance:
            dirty(rng, piece)
    made.dust(rng, piece)
    depth_mm, cover = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    room = _Room(piece)
    if not good:
        for _ in range(int(rng.choice((1, 2, 3), p=(0.6, 0.28, 0.12)))):
            if rng.random() < 0.45:
                _field(rng, piece, depth_mm, cover, room)
            else:
                _single(rng, piece, depth_mm, cover, room, 0.6 + 2.6 * float(rng.beta(1.2, 2.6)))
    elif rng.random() < 0.15:
        _single(rng, piece, depth_mm, cover, room, spread(rng, 0.22, 0.3))
    made.set_pits(rng, piece, depth_mm, cover)
    if rng.random() < 0.3:
        made.oil(rng, piece)
    radiance = shade_metal(piece, draw_surroundings(rng), rng)
    picture = expose(radiance, draw_lens(rng), rng, mean_grey=spread(rng, 90, 145))
    return picture, made.pitting_of(cover, mm_per_px)


class _Room:
    """Where a pit may lie: on the part, and not where the surface turns away from the camera."""

    def __init__(self, piece: Workpiece) -> None:
        import cv2

        height, scale = piece.surface.height_mm, 1 / (8 * piece.surface.mm_per_px)
        slope = np.hypot(
            cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=scale), cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=scale)
        )
        fits = ((slope < 0.8) & (piece.on_part > 0.99)).astype(np.uint8)
        self._away_px: Field = np.asarray(
            cv2.distanceTransform(cv2.copyMakeBorder(fits, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), cv2.DIST_L2, 3),
            np.float32,
        )[1:-1, 1:-1]
        self._mm_per_px = piece.surface.mm_per_px

    def place(self, rng: np.random.Generator, reach_mm: float) -> tuple[float, float] | None:
        """A point with `reach_mm` of room round it, in mm; None where there is none."""
        rows, columns = self._away_px.shape
        for _ in range(40):
            column, row = int(rng.integers(0, columns)), int(rng.integers(0, rows))
            if self._away_px[row, column] * self._mm_per_px > reach_mm:
                return (column + 0.5) * self._mm_per_px, (row + 0.5) * self._mm_per_px
        return None


def _single(
    rng: np.random.Generator, piece: Workpiece, depth_mm: Field, cover: Field, room: _Room, diameter_mm: float
) -> None:
    """One pit, or two or three that grew together."""
    spot = room.place(rng, 0.7 * diameter_mm)
    if spot is None:
        return
    made.pit(rng, piece, depth_mm, cover, *spot, diameter_mm)
    if diameter_mm > 0.6:
        for _ in range(int(rng.integers(0, 3))):
            angle, away = spread(rng, 0, 2 * np.pi), spread(rng, 0.3, 0.55) * diameter_mm
            x, y = spot[0] + away * np.cos(angle), spot[1] + away * np.sin(angle)
            made.pit(rng, piece, depth_mm, cover, x, y, diameter_mm * spread(rng, 0.3, 0.6))


def _field(rng: np.random.Generator, piece: Workpiece, depth_mm: Field, cover: Field, room: _Room) -> None:
    """Many small pits in a patch that follows the tool's way, thicker in the middle."""
    spot = room.place(rng, 0.8)
    if spot is None:
        return
    rows, columns = piece.surface.shape
    scale = piece.surface.mm_per_px
    heading = float(piece.heading[min(int(spot[1] / scale), rows - 1), min(int(spot[0] / scale), columns - 1)])
    long, short = spread(rng, 0.7, 3.0), spread(rng, 0.3, 0.9)
    for _ in range(int(rng.integers(6, 34))):
        along, aside = float(rng.normal(0, long)), float(rng.normal(0, short))
        x = spot[0] + along * np.cos(heading) - aside * np.sin(heading)
        y = spot[1] + along * np.sin(heading) + aside * np.cos(heading)
        column, row = int(x / scale), int(y / scale)
        if 4 < column < columns - 4 and 4 < row < rows - 4 and piece.on_part[row, column] > 0.99:
            made.pit(rng, piece, depth_mm, cover, x, y, 0.22 + 0.7 * float(rng.beta(1.2, 4)))
