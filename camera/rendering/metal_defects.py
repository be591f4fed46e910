"""Pits in machined metal, with their truth, and what only looks like one: oil, light rust, scratches, dirt.

Everything writes in place. Pits were made to look like those of Schlagenhauf and Landwehr, arXiv 2103.13003:
ragged, dark, with a rough floor, a broken edge that glints, and often grown together.
"""

import numpy as np

from camera.rendering.metal import Workpiece
from camera.rendering.surface import blend, cloud, in_three, smoothstep, spread, window
from camera.rendering.truth import Defect, Field, defect_from

ONE_WITHIN_MM = 0.25
"""Pits nearer to each other than this are one finding, as a person draws them."""


def pit(
    rng: np.random.Generator,
    piece: Workpiece,
    depth_mm: Field,
    cover: Field,
    x_mm: float,
    y_mm: float,
    diameter_mm: float,
) -> None:
    """Add a ragged pit about `diameter_mm` across to `cover` (height, width), 0..1, and to its `depth_mm`."""
    view = window(piece.surface, x_mm, y_mm, 0.9 * diameter_mm + 0.2)
    rows, columns = view.dx_mm.shape
    x, y = view.origin_xy
    turn, slim = spread(rng, 0, np.pi), spread(rng, 0.4, 1.0)
    u = np.cos(turn) * view.dx_mm + np.sin(turn) * view.dy_mm
    v = (np.cos(turn) * view.dy_mm - np.sin(turn) * view.dx_mm) / slim
    cell = max(0.5 * diameter_mm / piece.surface.mm_per_px, 1.5)
    ragged = spread(rng, 0.22, 0.42) * cloud(rng, (rows, columns), (cell, cell), 4)
    r = np.asarray(np.hypot(u, v) / (0.5 * diameter_mm) + np.clip(ragged, -0.55, 0.55), np.float32)
    edge = min(0.75 * piece.surface.mm_per_px / (0.5 * diameter_mm), 0.5)
    inside = smoothstep(1 + edge, 1 - edge, r) * (r < 3)
    floor = np.clip(1 + 0.35 * cloud(rng, (rows, columns), (0.4 * cell, 0.4 * cell), 2), 0.3, 2)
    here = (slice(y, y + rows), slice(x, x + columns))
    deep = np.float32(spread(rng, 0.12, 0.22) * diameter_mm**0.7) * floor * smoothstep(1.05, 0.55, r)
    np.maximum(cover[here], inside, out=cover[here])
    np.maximum(depth_mm[here], deep * inside, out=depth_mm[here])


def set_pits(rng: np.random.Generator, piece: Workpiece, depth_mm: Field, cover: Field) -> None:
    """Cut the pits into the surface: dark and rough inside, with a burr that catches light round them."""
    import cv2

    surface = piece.surface
    used_rows, used_columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    if used_rows.size == 0:
        return
    here = (
        slice(max(used_rows[0] - 8, 0), used_rows[-1] + 9),
        slice(max(used_columns[0] - 8, 0), used_columns[-1] + 9),
    )
    inside = cover[here]
    size = (inside.shape[0], inside.shape[1])
    near = np.asarray(cv2.GaussianBlur(inside, (0, 0), max(0.07 / surface.mm_per_px, 0.8)), np.float32)
    burr = np.clip(near - inside, 0, 1) * np.clip(0.6 + 0.7 * cloud(rng, size, (5, 5), 2), 0, 2)
    surface.height_mm[here] += spread(rng, 0.01, 0.05) * burr - depth_mm[here]
    dirt = np.clip(0.75 + 0.3 * cloud(rng, size, (6, 6), 3), 0.15, 1)
    colour = np.array((0.12, 0.108, 0.092), np.float32) * spread(rng, 0.5, 2.2)
    blend(surface.albedo[here], np.asarray(colour * np.ones((*size, 1), np.float32), np.float32), inside * dirt)
    surface.gloss[here] *= 1 - 0.75 * inside
    stain = np.float32(spread(rng, 0, 0.35)) * near
    surface.albedo[here] *= in_three(np.asarray(1 - stain * (1 - inside), np.float32))


def pitting_of(cover: Field, mm_per_px: float, *, at_least_mm: float = 0.12) -> tuple[Defect, ...]:
    """The truth about all pits: one defect for each group of pits not more than `ONE_WITHIN_MM` apart."""
    import cv2

    reach = max(round(ONE_WITHIN_MM / 2 / mm_per_px), 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    joined = np.asarray(cv2.morphologyEx(cover, cv2.MORPH_CLOSE, kernel), np.float32)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((joined > 0.5).astype(np.uint8), connectivity=8)
    found = []
    for number in range(1, count):
        x, y, wide, tall = (int(value) for value in boxes[number, :4])
        x1, y1 = max(x - 1, 0), max(y - 1, 0)
        here = (slice(y1, y + tall + 1), slice(x1, x + wide + 1))
        own = cv2.dilate((labels[here] == number).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        others = (labels[here] != number) & (labels[here] > 0)
        defect = defect_from("pitting", joined[here] * (own & ~others), (x1, y1), mm_per_px)
        if defect is not None and defect.diameter_mm >= at_least_mm:
            found.append(defect)
    return tuple(found)


def oil(rng: np.random.Generator, piece: Workpiece) -> None:
    """A brown film that fills the scores, and a few drops."""
    surface = piece.surface
    rows, columns = surface.shape
    patches = cloud(rng, surface.shape, (0.35 * columns, 0.3 * rows), 6)
    low = spread(rng, 0.0, 1.2)
    patches += 0.25 * piece.scores  # it creeps along the marks
    film = smoothstep(low, low + spread(rng, 0.6, 2.0), patches) * piece.on_part
    strength = spread(rng, 0.2, 0.9)
    brown = 1 - strength * np.array((0.22, 0.3, 0.5), np.float32)
    blend(surface.albedo, np.asarray(surface.albedo * brown, np.float32), film)
    for _ in range(int(rng.integers(0, 3))):
        radius = 0.15 + 0.8 * float(rng.beta(1.2, 3))
        x, y = spread(rng, 0, columns * surface.mm_per_px), spread(rng, 0, rows * surface.mm_per_px)
        view = window(surface, x, y, radius)
        dome = np.clip(1 - (view.dx_mm**2 + view.dy_mm**2) / radius**2, 0, 1)
        view.height_mm[...] += spread(rng, 0.01, 0.05) * radius * dome**1.5
        view.albedo[...] *= 1 - (0.12 * np.minimum(4 * dome, 1))[..., None]


def light_rust(rng: np.random.Generator, piece: Workpiece) -> None:
    """Brown specks and veils that lie on the surface and are no pits."""
    surface = piece.surface
    scale = 1 / surface.mm_per_px
    where = cloud(rng, surface.shape, (9 * scale, 5 * scale), 3)
    specks = cloud(rng, surface.shape, (0.7 * scale, 0.5 * scale), 4) + 0.5 * piece.scores
    low = spread(rng, 2.1, 3.2)
    rust = smoothstep(low, low + spread(rng, 1.5, 3.0), np.asarray(specks + 1.1 * where, np.float32)) * piece.on_part
    veil = smoothstep(0.8, 2.6, where) * piece.on_part
    share = np.asarray(np.clip(spread(rng, 0.3, 0.75) * rust + spread(rng, 0, 0.25) * veil, 0, 0.8), np.float32)
    blend(surface.albedo, (0.21, 0.125, 0.065), share)
    surface.gloss[...] *= 1 - 0.5 * share


def scratches(rng: np.random.Generator, piece: Workpiece) -> None:
    """Thin bright and dark lines in any direction; now and then a fibre that lies on the part."""
    import cv2

    surface = piece.surface
    rows, columns = surface.shape
    lines = np.zeros(surface.shape, np.float32)
    for _ in range(int(rng.integers(1, 9))):
        length = spread(rng, 0.03, 0.3) * columns
        angle, bow = spread(rng, 0, np.pi), spread(rng, -0.3, 0.3)
        t = np.linspace(-0.5, 0.5, 12)
        at = rng.uniform((0, 0), (columns, rows))
        along, aside = t * length, bow * length * t * t
        points = np.stack(
            (
                at[0] + along * np.cos(angle) - aside * np.sin(angle),
                at[1] + along * np.sin(angle) + aside * np.cos(angle),
            ),
            axis=1,
        )
        fixed = np.rint(points * 16).astype(np.int32)
        cv2.polylines(lines, [fixed], False, spread(rng, 0.3, 1), 1, cv2.LINE_AA, 4)
    surface.height_mm[...] -= 0.35 * surface.mm_per_px * spread(rng, 0.3, 1.0) * lines
    surface.albedo[...] *= in_three(np.asarray(1 + spread(rng, -0.35, 0.45) * lines * piece.on_part, np.float32))


def dust(rng: np.random.Generator, piece: Workpiece) -> None:
    """Specks and lint of a pixel or two, light and dark, as lie on every part of a workshop."""
    rows, columns = piece.surface.shape
    count = int(rng.integers(40, 500) * rows * columns / 307_200)
    y, x = rng.integers(0, rows - 1, count), rng.integers(0, columns - 1, count)
    strength = rng.uniform(0.08, 0.5, count) * rng.choice((-1, 1), count, p=(0.6, 0.4))
    for step_x, step_y in ((0, 0), (1, 0), (0, 1)):
        wide = np.flatnonzero(rng.random(count) < (1.0 if step_x == step_y else 0.5))
        piece.surface.albedo[y[wide] + step_y, x[wide] + step_x] *= (1 + strength[wide])[:, None].astype(np.float32)


def tears(rng: np.random.Generator, piece: Workpiece) -> None:
    """Short dark streaks along the tool's way, where it tore instead of cutting."""
    low = spread(rng, 1.5, 2.4)
    torn = smoothstep(low, low + 0.8, piece.scores) * piece.on_part
    piece.surface.albedo[...] *= in_three(np.asarray(1 - spread(rng, 0.2, 0.55) * torn, np.float32))
