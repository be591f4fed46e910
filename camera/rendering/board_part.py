"""A whole board picture: the trunk it was cut from, its knots and faults, the light, the lens."""

import numpy as np

from camera.frame import Pixels
from camera.rendering import board_defects as made
from camera.rendering.board import Plank, draw_plank
from camera.rendering.board_finish import cut_face
from camera.rendering.board_knots import knot, push_rings
from camera.rendering.board_place import Faces
from camera.rendering.board_trunk import radius_of
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
    faults = [] if good else _draw_faults(rng)
    plank = draw_plank(rng, shape, mm_per_px, marrow="marrow" in faults)
    places = Faces(plank)
    small = ["small"] * int(rng.integers(0, 4))
    knots = [cut for fault in [*faults, *small] if (cut := places.branch(rng, fault)) is not None]
    radius_mm, torn = radius_of(plank.trunk, shape[1]), np.zeros(shape, np.float32)
    for branch, box_mm in knots:
        push_rings(plank, radius_mm, torn, branch, box_mm)
    surface = cut_face(rng, plank, radius_mm, torn)
    found: list[Defect | None] = [made.marrow(rng, surface, plank)] if "marrow" in faults else []
    found += [knot(rng, surface, plank, branch, box_mm) for branch, box_mm in knots]
    found += [_streak(rng, surface, plank, fault, places) for fault in faults]
    radiance = shade(surface, _draw_light(rng), rng)
    return expose(radiance, draw_lens(rng), rng, mean_grey=None), tuple(one for one in found if one is not None)


def _draw_light(rng: np.random.Generator) -> Light:
    """Even line light as over a saw line, so that colours come out as in the palette."""
    return Light(
        ring=0.5 * spread(rng, 0.92, 1.08),
        ring_elevation=1.0,
        bar=spread(rng, 0.15, 0.3),
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


def _streak(rng: np.random.Generator, surface: Surface, plank: Plank, fault: str, places: Faces) -> Defect | None:
    """A fault along the grain on a free place; None for knots and marrow, or where there is no room."""
    makers = {
        "crack": (made.drying_crack, 5.0, 46.0, 2.5),
        "resin": (made.resin, 4.0, 15.0, 3.0),
        "blue_stain": (made.blue_stain, 18.0, 55.0, 10.0),
    }
    if fault not in makers:
        return None
    maker, shortest, longest, half_width = makers[fault]
    length = min(spread(rng, shortest, longest), 0.8 * places.face_height_mm)
    spot = places.streak(rng, half_width_mm=half_width, half_length_mm=length / 2 + 1)
    return None if spot is None else maker(rng, surface, plank, spot, length)
