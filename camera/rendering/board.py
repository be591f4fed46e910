"""A sawn softwood board on a dark table, without knots or cracks: cut through a trunk's rings, fibres, saw marks.

Colours, framing and contrast were matched to the public VSB-TUO set of sawn boards (doi
10.12688/f1000research.52903.2): grain from top to bottom, the board's sides in the picture, mean RGB of the wood about
(205, 175, 120).
"""

from dataclasses import dataclass

import numpy as np

from camera.rendering.surface import Surface, blend, cloud, in_three, line, smoothstep, spread
from camera.rendering.truth import Field

# Display RGB of early wood, of late wood and of the darkest knot wood, for boards under three lamps.
_PALETTES = (
    ((222, 190, 130), (176, 136, 78), (96, 66, 34)),
    ((240, 194, 146), (198, 142, 92), (112, 68, 42)),
    ((180, 158, 138), (136, 112, 92), (78, 58, 46)),
    ((208, 182, 108), (164, 132, 62), (86, 62, 28)),
)
_HOW_OFTEN = (0.4, 0.3, 0.12, 0.18)
_TABLE_RGB = (19, 24, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wood:
    """Linear colours of one board."""

    early: tuple[float, float, float]
    late: tuple[float, float, float]
    knot: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plank:
    """Where the board lies in the picture and how its rings run.

    `on_board` (height, width) is 0..1; `left_mm`, `right_mm`, `top_mm`, `bottom_mm` bound its face (they may lie
    outside the picture). `radius_mm` (height, width) is the distance from the pith of the trunk: knots push it.
    """

    on_board: Field
    left_mm: float
    right_mm: float
    top_mm: float
    bottom_mm: float
    radius_mm: Field
    ring_mm: float
    wood: Wood


def linear(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """Display colour 0..255 to linear reflectance, by the curve of `lens.expose`."""
    red, green, blue = ((value / 255) ** 2 for value in rgb)
    return red, green, blue


def draw_wood(rng: np.random.Generator) -> Wood:
    """One of the palettes, a little varied."""
    early, late, knot = _PALETTES[int(rng.choice(len(_PALETTES), p=_HOW_OFTEN))]
    bright, warm = spread(rng, 0.92, 1.06), spread(rng, 0.96, 1.04)
    tint = (bright * warm, bright, bright / warm)
    contrast = spread(rng, 0.35, 1.0)
    faded = tuple(e + (la - e) * contrast for e, la in zip(early, late, strict=True))
    return Wood(
        early=linear((early[0] * tint[0], early[1] * tint[1], early[2] * tint[2])),
        late=linear((faded[0] * tint[0], faded[1] * tint[1], faded[2] * tint[2])),
        knot=linear((knot[0] * tint[0], knot[1] * tint[1], knot[2] * tint[2])),
    )


def draw_plank(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Plank:
    """A board whose sides are in the picture; in a picture taller than half its width its ends are, too."""
    rows, columns = shape
    width, height = columns * mm_per_px, rows * mm_per_px
    left, right = width * spread(rng, 0.045, 0.07), width * spread(rng, 0.925, 0.955)
    top, bottom = -10.0, height + 10.0
    if rows > 0.5 * columns:
        face = min(0.54 * width, 0.9 * height)
        top = (height - face) / 2 + spread(rng, -0.02, 0.02) * height
        bottom = top + face
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * mm_per_px)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * mm_per_px)[:, None]
    slant = spread(rng, -0.015, 0.015)
    sides = 0.12 * line(rng, rows, 30 / mm_per_px, 4)[:, None] + slant * (y - height / 2)
    ends = 0.15 * line(rng, columns, 8 / mm_per_px, 3)[None, :]
    soft = 0.8 * mm_per_px
    on_board = (
        smoothstep(left - soft, left + soft, np.asarray(x - sides, np.float32))
        * smoothstep(right + soft, right - soft, np.asarray(x - sides, np.float32))
        * smoothstep(top - soft, top + soft, np.asarray(y - ends, np.float32))
        * smoothstep(bottom + soft, bottom - soft, np.asarray(y - ends, np.float32))
    )

    # The saw cuts a plane through the trunk: its pith lies `below` the face, and comes nearer or goes along the board.
    pith_x = width * spread(rng, 0.1, 0.9) + 1.2 * line(rng, rows, 90 / mm_per_px)[:, None]
    steep = spread(rng, -0.35, 0.35)
    below = spread(rng, 4, 45) + steep * (y - height / 2) + 2.5 * line(rng, rows, 45 / mm_per_px)[:, None]
    bend = cloud(rng, shape, (45 / mm_per_px, 110 / mm_per_px), 2)
    radius = np.hypot(x - pith_x, below) + 0.7 * bend
    return Plank(
        on_board=np.asarray(on_board, np.float32),
        left_mm=left,
        right_mm=right,
        top_mm=top,
        bottom_mm=bottom,
        radius_mm=np.asarray(radius, np.float32),
        ring_mm=spread(rng, 1.8, 5.5),
        wood=draw_wood(rng),
    )


def saw(rng: np.random.Generator, plank: Plank, mm_per_px: float) -> Surface:
    """The board's face on the table, with rings, fibres and saw marks."""
    shape = (plank.on_board.shape[0], plank.on_board.shape[1])
    scale = 1 / mm_per_px
    turn = plank.radius_mm / np.float32(plank.ring_mm)
    ring = np.floor(turn)
    turn = turn - ring
    # a year's growth: light spring wood, slowly darker, and a sharp edge to the next spring
    late = np.clip((turn - 0.35) / 0.55, 0, 1) ** 1.6 * np.clip((1 - turn) / 0.1, 0, 1)
    strength = np.asarray(0.5 + 0.5 * np.sin(ring * 2.399963), np.float32)  # golden angle: years differ, no pattern
    late = late * (0.45 + 0.55 * strength)
    fibres = cloud(rng, shape, (0.5 * scale, 9 * scale), 2)
    albedo = np.empty((*shape, 3), np.float32)
    albedo[...] = np.array(plank.wood.early, np.float32)
    blend(albedo, plank.wood.late, np.asarray(np.clip(late, 0, 1), np.float32))
    shade = 1 + 0.03 * fibres + 0.05 * cloud(rng, shape, (45 * scale, 30 * scale), 2)
    albedo *= in_three(np.asarray(shade, np.float32))
    _saw_marks(rng, albedo, mm_per_px)
    table = np.empty_like(albedo)
    table[...] = np.array(linear(_TABLE_RGB), np.float32)
    table *= in_three(np.asarray(1 + 0.12 * cloud(rng, shape, (1.5 * scale, 1.5 * scale), 3), np.float32))
    blend(table, albedo, plank.on_board)
    rough = 0.006 * cloud(rng, shape, (1.2 * scale, 1.2 * scale), 2) + 0.003 * fibres
    return Surface(
        height_mm=np.asarray(rough * plank.on_board, np.float32),
        albedo=np.clip(table, 0.001, 1),
        gloss=np.full(shape, 0.02, np.float32),
        mm_per_px=mm_per_px,
    )


def _saw_marks(rng: np.random.Generator, albedo: Field, mm_per_px: float) -> None:
    """Pale, nearly level lines where the saw's teeth tore the fibres, in patches."""
    rows, columns = albedo.shape[:2]
    y = np.arange(rows, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    pitch = spread(rng, 1.5, 4.0) / mm_per_px
    arc = (spread(rng, -6, 6) * x + spread(rng, -5, 5) * x * x) / mm_per_px * 0.25
    turn = (y + arc) / pitch + 0.3 * line(rng, rows, 30)[:, None]
    groove = np.clip(1 - np.abs(turn - np.rint(turn)) * pitch / 0.9, 0, 1)
    where = smoothstep(0.2, 1.6, cloud(rng, (rows, columns), (90, 60), 2) + spread(rng, -1.2, 0.6))
    broken = smoothstep(-0.6, 1.0, cloud(rng, (rows, columns), (14, 2), 2))
    albedo *= in_three(np.asarray(1 + spread(rng, 0.1, 0.3) * groove * where * broken, np.float32))
