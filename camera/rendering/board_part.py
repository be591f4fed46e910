"""A whole board picture: the log it comes from, its knots and faults, the light, the lens."""

import numpy as np

from camera.frame import Pixels
from camera.rendering import board_defects as made
from camera.rendering.board import Plank, draw_plank, saw
from camera.rendering.lens import draw_lens, expose
from camera.rendering.light import Light, shade
from camera.rendering.surface import Surface, spread
from camera.rendering.truth import Defect

_FAULTS = ("dead_knot", "knot_with_crack", "knot_missing", "live_knot", "crack", "resin", "marrow", "blue_stain")
_HOW_OFTEN = np.array((0.24, 0.16, 0.08, 0.14, 0.14, 0.12, 0.08, 0.04))


def mm_per_px_for(width_px: int) -> float:
    """A board fills 0.88 of the picture's width and is taken to be 135 mm wide, as narrow boards are."""
    return 135 / (0.88 * width_px)


def render_board(rng: np.random.Generator, shape: tuple[int, int], *, good: bool) -> tuple[Pixels, tuple[Defect, ...]]:
    """A picture of `shape` (rows, columns) and its defects. A `good` board has small live knots at most."""
    mm_per_px = mm_per_px_for(shape[1])
    plank = draw_plank(rng, shape, mm_per_px)
    taken: list[tuple[float, float, float, float]] = []
    faults = [] if good else _draw_faults(rng)
    knots = [
        knot
        for fault in faults
        if (knot := _draw_knot(rng, plank, shape, mm_per_px, fault=fault, taken=taken)) is not None
    ]
    for _ in range(int(rng.integers(0, 4))):
        small = _draw_knot(rng, plank, shape, mm_per_px, fault="small", taken=taken)
        knots += [] if small is None else [small]
    for knot in knots:
        made.push_rings(plank, knot, mm_per_px)
    surface = saw(rng, plank, mm_per_px)
    found = [made.knot(rng, surface, plank, knot) for knot in knots]
    found += [_streak(rng, surface, plank, fault, taken) for fault in faults]
    radiance = shade(surface, _draw_light(rng), rng)
    return expose(radiance, draw_lens(rng), rng, mean_grey=None), tuple(one for one in found if one is not None)


def _draw_light(rng: np.random.Generator) -> Light:
    """Even line light as over a saw line, so that colours come out as in the palette."""
    return Light(
        ring=0.55 * spread(rng, 0.92, 1.08),
        ring_elevation=1.0,
        bar=0.2,
        bar_azimuth=spread(rng, 0, 2 * np.pi),
        bar_elevation=0.6,
        ambient=0.42,
        roughness=0.35,
        unevenness=spread(rng, 0.05, 0.18),
        warmth=spread(rng, -0.02, 0.02),
    )


def _draw_faults(rng: np.random.Generator) -> list[str]:
    count = int(rng.choice((1, 2, 3), p=(0.55, 0.3, 0.15)))
    return [str(name) for name in rng.choice(_FAULTS, size=count, p=_HOW_OFTEN)]


def _draw_knot(
    rng: np.random.Generator,
    plank: Plank,
    shape: tuple[int, int],
    mm_per_px: float,
    *,
    fault: str,
    taken: list[tuple[float, float, float, float]],
) -> made.Knot | None:
    """A knot of that kind on a free place; None for what is no knot, or where there is no room.

    Sizes are those of the VSB-TUO boxes: half of the live knots under 29 px of 612, cracked ones about 77 px.
    """
    kind: made.KnotKind
    match fault:
        case "small":
            kind, across = "live_knot", spread(rng, 1.6, 3.2)
        case "live_knot":
            kind, across = "live_knot", spread(rng, 7, 13)
        case "dead_knot":
            kind, across = "dead_knot", 2.2 + 9 * float(rng.beta(1.1, 2.4))
        case "knot_with_crack":
            kind, across = "knot_with_crack", spread(rng, 6, 13)
        case "knot_missing":
            kind, across = "knot_missing", 2.2 + 8 * float(rng.beta(1.1, 2.4))
        case _:
            return None
    along = across * spread(rng, 0.45, 0.75)
    at_x = None
    if kind == "knot_missing" and rng.random() < 0.85:  # nine of ten in the VSB-TUO set lie at the board's sides
        along = across * spread(rng, 0.3, 0.6)
        inwards = across * spread(rng, -0.3, 0.5)
        at_x = plank.left_mm + inwards if rng.random() < 0.5 else plank.right_mm - inwards
    half_x, half_y = across + 1.5, along + 1.5
    spot = _place(rng, plank, shape, mm_per_px, half_x_mm=half_x, half_y_mm=half_y, taken=taken, at_x_mm=at_x)
    if spot is None:
        return None
    return made.Knot(
        kind=kind, x_mm=spot[0], y_mm=spot[1], across_mm=across, along_mm=along, turn=spread(rng, -0.12, 0.12)
    )


def _streak(
    rng: np.random.Generator,
    surface: Surface,
    plank: Plank,
    fault: str,
    taken: list[tuple[float, float, float, float]],
) -> Defect | None:
    """A fault along the grain on a free place; None for knots, or where there is no room."""
    makers = {
        "crack": (made.drying_crack, 9.0, 60.0, 2.0),
        "resin": (made.resin, 5.0, 15.0, 3.0),
        "marrow": (made.marrow, 14.0, 55.0, 5.0),
        "blue_stain": (made.blue_stain, 18.0, 55.0, 9.0),
    }
    if fault not in makers:
        return None
    maker, shortest, longest, half_width = makers[fault]
    face = min(plank.bottom_mm, surface.shape[0] * surface.mm_per_px) - max(plank.top_mm, 0)
    length = min(spread(rng, shortest, longest), 0.8 * face)
    spot = _place(
        rng, plank, surface.shape, surface.mm_per_px, half_x_mm=half_width, half_y_mm=length / 2 + 1, taken=taken
    )
    return None if spot is None else maker(rng, surface, plank, spot, length)


def _place(
    rng: np.random.Generator,
    plank: Plank,
    shape: tuple[int, int],
    mm_per_px: float,
    *,
    half_x_mm: float,
    half_y_mm: float,
    taken: list[tuple[float, float, float, float]],
    at_x_mm: float | None = None,
) -> tuple[float, float] | None:
    """The centre of a free box of that half size on the face, in mm; it is then taken. None after 25 attempts.

    With `at_x_mm` it lies there, which may be at the board's side.
    """
    low_x, high_x = plank.left_mm + half_x_mm + 3, plank.right_mm - half_x_mm - 3
    if at_x_mm is not None:
        low_x, high_x = at_x_mm, at_x_mm + 1e-3
    low_y = max(plank.top_mm + 2, 0) + half_y_mm + 0.5
    high_y = min(plank.bottom_mm - 2, shape[0] * mm_per_px) - half_y_mm - 0.5
    if high_x <= low_x or high_y <= low_y:
        return None
    for _ in range(25):
        x, y = spread(rng, low_x, high_x), spread(rng, low_y, high_y)
        if all(
            abs(x - other_x) > half_x_mm + wide or abs(y - other_y) > half_y_mm + tall
            for other_x, other_y, wide, tall in taken
        ):
            taken.append((x, y, half_x_mm, half_y_mm))
            return x, y
    return None
