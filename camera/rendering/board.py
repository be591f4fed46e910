"""A softwood board on a dark table: its outline in the picture, its wood, and the trunk it was cut from.

Colours, framing and contrast were matched to the public VSB-TUO set of sawn boards (doi
10.12688/f1000research.52903.2): grain from top to bottom, the board's sides in the picture, mean RGB of the wood about
(205, 175, 120).
"""

from dataclasses import dataclass

import numpy as np

from camera.rendering.board_trunk import Trunk, draw_trunk
from camera.rendering.surface import line, smoothstep, spread
from camera.rendering.truth import Field

# Display RGB of early wood, of late wood and of the darkest knot wood, for boards under three lamps.
_PALETTES = (
    ((222, 190, 130), (176, 136, 78), (96, 66, 34)),
    ((240, 194, 146), (198, 142, 92), (112, 68, 42)),
    ((180, 158, 138), (136, 112, 92), (78, 58, 46)),
    ((208, 182, 108), (164, 132, 62), (86, 62, 28)),
)
_HOW_OFTEN = (0.46, 0.3, 0.13, 0.11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wood:
    """Linear colours of one board."""

    early: tuple[float, float, float]
    late: tuple[float, float, float]
    knot: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plank:
    """Where the board lies in the picture, and of what it is.

    `on_board` (height, width) is 0..1; `left_mm`, `right_mm`, `top_mm`, `bottom_mm` bound its face (they may lie
    outside the picture). `planed` is false for a face as the saw left it.
    """

    on_board: Field
    left_mm: float
    right_mm: float
    top_mm: float
    bottom_mm: float
    planed: bool
    trunk: Trunk
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


def draw_plank(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float, *, marrow: bool) -> Plank:
    """A board whose sides are in the picture; in a picture taller than half its width its ends are, too.

    With `marrow` the face meets the pith somewhere in the picture.
    """
    rows, columns = shape
    width, height = columns * mm_per_px, rows * mm_per_px
    left, right = width * spread(rng, 0.045, 0.07), width * spread(rng, 0.925, 0.955)
    top, bottom = -10.0, height + 10.0
    if rows > 0.5 * columns:
        face = min(0.54 * width, 0.9 * height)
        top = (height - face) / 2 + spread(rng, -0.02, 0.02) * height
        bottom = top + face
    elif rng.random() < 0.12:  # now and then the end of the board comes into the picture
        inwards = height * spread(rng, 0.03, 0.2)
        top, bottom = (inwards, bottom) if rng.random() < 0.5 else (top, height - inwards)
    seen = (max(top, 0.0), min(bottom, height))
    marrow_mm = None
    if marrow:
        half = 0.5 * min(spread(rng, 14, 60), 0.8 * (seen[1] - seen[0]))
        middle = spread(rng, seen[0] + half + 1, max(seen[1] - half - 1, seen[0] + half + 1.1))
        marrow_mm = (middle - half, middle + half)
    return Plank(
        on_board=_outline(rng, shape, mm_per_px, (left, right), (top, bottom)),
        left_mm=left,
        right_mm=right,
        top_mm=top,
        bottom_mm=bottom,
        planed=bool(rng.random() < 0.28),
        trunk=draw_trunk(rng, shape, mm_per_px, marrow_mm=marrow_mm),
        wood=draw_wood(rng),
    )


def _outline(
    rng: np.random.Generator,
    shape: tuple[int, int],
    mm_per_px: float,
    sides_mm: tuple[float, float],
    ends_mm: tuple[float, float],
) -> Field:
    """1 on the board, 0 beside it; sides nearly straight, ends slightly ragged."""
    rows, columns = shape
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * mm_per_px)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * mm_per_px)[:, None]
    slant = spread(rng, -0.015, 0.015)
    x = x - 0.12 * line(rng, rows, 30 / mm_per_px, 4)[:, None] - slant * (y - rows * mm_per_px / 2)
    y = y - 0.15 * line(rng, columns, 8 / mm_per_px, 3)[None, :] - spread(rng, -0.02, 0.02) * (x - x.mean())
    soft = 0.8 * mm_per_px
    on_board = (
        smoothstep(sides_mm[0] - soft, sides_mm[0] + soft, np.asarray(x, np.float32))
        * smoothstep(sides_mm[1] + soft, sides_mm[1] - soft, np.asarray(x, np.float32))
        * smoothstep(ends_mm[0] - soft, ends_mm[0] + soft, np.asarray(y, np.float32))
        * smoothstep(ends_mm[1] + soft, ends_mm[1] - soft, np.asarray(y, np.float32))
    )
    return np.asarray(on_board, np.float32)
