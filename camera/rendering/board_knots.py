"""Knots: branches cut by the face, coloured by what became of them. Class names are those of the VSB-TUO set."""

import numpy as np

from camera.rendering.board import Plank, Wood
from camera.rendering.board_trunk import Branch, Section, section
from camera.rendering.surface import Surface, Window, blend, cloud, smoothstep, spread
from camera.rendering.truth import Defect, Field, defect_from

BoxMm = tuple[float, float, float, float]


def push_rings(plank: Plank, radius_mm: Field, torn: Field, branch: Branch, box_mm: BoxMm) -> Section:
    """Let the rings follow the branch outwards, as years of growth lie round it; where they do, fibres leave the face.

    Changes `radius_mm` and `torn` (height, width) in place. A loose knot has hardly any hold on the rings.
    """
    here = _around(plank, box_mm, 2.6 * branch.radius_mm + 3, 5 * branch.radius_mm + 6)
    cut = section(plank.trunk, branch, here, plank.on_board.shape[1])
    hold = 0.5 if branch.kind in ("dead_knot", "knot_missing") else 1.0
    radius_mm[here] -= np.float32(hold) * np.minimum(cut.radius_mm, 12) * cut.collar
    np.maximum(torn[here], cut.collar * np.clip(0.35 + 0.65 * np.abs(cut.above), 0, 1) * hold, out=torn[here])
    return cut


def knot(rng: np.random.Generator, surface: Surface, plank: Plank, branch: Branch, box_mm: BoxMm) -> Defect | None:
    """Set the knot itself into the face; `box_mm` (x1, y1, x2, y2) is about where it is cut."""
    here = _around(plank, box_mm, 2.0 * branch.radius_mm + 3, 2.5 * branch.radius_mm + 3)
    piece, on_board = _piece(surface, here), plank.on_board[here]
    cut = section(plank.trunk, branch, here, plank.on_board.shape[1])
    edge = np.clip(0.9 * surface.mm_per_px / cut.radius_mm, 0.02, 0.5)
    whole = np.asarray(np.clip((1 + edge - cut.share) / (2 * edge), 0, 1), np.float32)
    cover = np.asarray(whole * on_board, np.float32)
    _glow(rng, piece, cut, on_board)
    match branch.kind:
        case "live_knot":
            grown = smoothstep(1.0 + spread(rng, 0.06, 0.24), 0.78, cut.share) * on_board  # no edge: wood into wood
            _branch_wood(rng, piece, cut, grown, wood=plank.wood, strength=spread(rng, 0.4, 1.1))
        case "dead_knot":
            _branch_wood(rng, piece, cut, cover, wood=plank.wood, strength=spread(rng, 0.85, 1.1))
            bark = np.exp(-(((cut.share - 0.93) / (0.07 + edge)) ** 2)) * on_board
            bark *= np.clip(
                spread(rng, 0.45, 1.0) + 0.5 * cloud(rng, _shape(piece), (16, 9), 2), 0, 1
            )  # seldom all round
            blend(piece.albedo, (0.018, 0.011, 0.007), np.asarray(0.95 * bark, np.float32))
            if branch.radius_mm < 2.8:  # small dead knots are dark all through
                blend(piece.albedo, (0.022, 0.014, 0.009), np.asarray(spread(rng, 0.6, 0.9) * cover, np.float32))
        case "knot_with_crack":
            _branch_wood(rng, piece, cut, cover, wood=plank.wood, strength=spread(rng, 0.7, 1.0))
            _split(rng, piece, cover)
        case "knot_missing":
            _hole(rng, piece, cut, whole * (on_board > 0.02))
    return defect_from(branch.kind, cover, piece.origin_xy, surface.mm_per_px)


def _around(plank: Plank, box_mm: BoxMm, aside_mm: float, along_mm: float) -> tuple[slice, slice]:
    rows, columns = plank.on_board.shape
    scale = plank.trunk.mm_per_px
    x1, y1 = int((box_mm[0] - aside_mm) / scale), int((box_mm[1] - along_mm) / scale)
    x2, y2 = int((box_mm[2] + aside_mm) / scale) + 1, int((box_mm[3] + along_mm) / scale) + 1
    return slice(max(y1, 0), min(y2, rows)), slice(max(x1, 0), min(x2, columns))


def _piece(surface: Surface, here: tuple[slice, slice]) -> Window:
    """The window of those pixels, its distances from the middle."""
    scale = surface.mm_per_px
    y = (np.arange(here[0].start, here[0].stop, dtype=np.float32) + 0.5) * scale
    x = (np.arange(here[1].start, here[1].stop, dtype=np.float32) + 0.5) * scale
    ones = np.ones((y.size, x.size), np.float32)
    return Window(
        origin_xy=(here[1].start, here[0].start),
        dx_mm=np.asarray(ones * (x - x.mean())[None, :], np.float32),
        dy_mm=np.asarray(ones * (y - y.mean())[:, None], np.float32),
        height_mm=surface.height_mm[here],
        albedo=surface.albedo[here],
        gloss=surface.gloss[here],
    )


def _shape(piece: Window) -> tuple[int, int]:
    rows, columns = piece.dx_mm.shape
    return rows, columns


def _glow(rng: np.random.Generator, piece: Window, cut: Section, on_board: Field) -> None:
    """Fibres rise towards a knot on one side of it and dive on the other: a bright patch and a dark one."""
    patches = np.clip(0.7 + 0.5 * cloud(rng, _shape(piece), (14, 6), 2), 0, 1.6)
    side = float(rng.choice((-1, 1)))
    lit = np.clip(0.35 + side * cut.above, -0.45, 1) * cut.collar * patches * on_board
    piece.albedo[...] *= 1 + (spread(rng, 0.08, 0.32) * lit)[..., None]


def _branch_wood(
    rng: np.random.Generator, piece: Window, cut: Section, cover: Field, *, wood: Wood, strength: float
) -> None:
    """The branch's own wood: brown, with narrow rings of its own, dark in the middle and at its rim."""
    wavy = cloud(rng, _shape(piece), (14, 7), 2)
    rings = 0.5 + 0.5 * np.sin(cut.away_mm * (2 * np.pi / spread(rng, 0.7, 1.5)) + 0.9 * wavy)
    core = np.exp(-((cut.share / spread(rng, 0.2, 0.4)) ** 2))
    rim = np.exp(-(((cut.share - 0.95) / 0.13) ** 2))
    body = spread(rng, 0.35, 0.7)
    dark = np.clip(body + 0.2 * rings + 0.4 * core + 0.28 * rim + 0.1 * wavy, 0, 1) * strength
    blend(piece.albedo, wood.knot, np.asarray(np.clip(dark, 0, 1) * cover, np.float32))
    red = (wood.knot[0] * 1.9, wood.knot[1] * 1.35, wood.knot[2])
    blend(piece.albedo, red, np.asarray(0.25 * (1 - core) * cover, np.float32))
    blend(piece.albedo, (0.03, 0.018, 0.01), np.asarray(spread(rng, 0.35, 0.85) * core * cover, np.float32))
    piece.height_mm[...] *= 1 - 0.6 * cover  # hard wood: neither saw nor plane tears it


def _hole(rng: np.random.Generator, piece: Window, cut: Section, cover: Field) -> None:
    """A fallen-out knot: the hole's far wall, red-brown and fibrous, falls away into black."""
    fibres = cloud(rng, _shape(piece), (7, 2), 2)
    depth = smoothstep(-0.9, 0.5, np.asarray(cut.above + 0.15 * fibres, np.float32))
    wall = np.array((0.075, 0.036, 0.022), np.float32) * np.clip(1 + 0.4 * fibres, 0.2, 2)[..., None]
    blend(piece.albedo, np.asarray(wall, np.float32), 0.97 * cover)
    blend(piece.albedo, (0.006, 0.005, 0.004), 0.95 * cover * depth)
    piece.height_mm[...] -= 0.3 * cover
    piece.gloss[...] *= 1 - cover


def _split(rng: np.random.Generator, piece: Window, cover: Field) -> None:
    """One to three dark cracks from the middle of the knot outwards, the first along its longer side."""
    weight = float(cover.sum())
    if weight <= 0:
        return
    x = piece.dx_mm - float((cover * piece.dx_mm).sum()) / weight
    y = piece.dy_mm - float((cover * piece.dy_mm).sum()) / weight
    xx, yy, xy = (float((cover * product).sum()) / weight for product in (x * x, y * y, x * y))
    turn = 0.5 * float(np.arctan2(2 * xy, xx - yy)) + spread(rng, -0.25, 0.25)
    half = 2 * float(np.sqrt(max(xx, yy)))
    for number in range(int(rng.choice((1, 2, 3), p=(0.5, 0.35, 0.15)))):
        angle = turn + number * spread(rng, 0.7, 1.4)
        u = np.cos(angle) * x + np.sin(angle) * y
        v = np.cos(angle) * y - np.sin(angle) * x
        reach = half * spread(rng, 0.5, 0.95) * (1.0 if number == 0 else 0.45)
        v = v + 0.3 * np.sin(u / max(reach, 0.5) * 4 + spread(rng, 0, 6)) + 0.12 * np.sin(u * spread(rng, 2, 4))
        gap = spread(rng, 0.2, 0.45) * np.sqrt(np.clip(1 - (u / max(reach, 0.1)) ** 2, 0, 1))
        slit = smoothstep(1.3, 0.7, np.asarray(np.abs(v) / np.maximum(gap, 0.02), np.float32))
        blend(piece.albedo, (0.012, 0.008, 0.005), np.asarray(0.92 * slit * cover, np.float32))
