"""A whole weld bead picture: how it is welded and taken, what went wrong, the light, the camera."""

import numpy as np

from camera.frame import Pixels
from camera.rendering import bead_defects as made
from camera.rendering.bead import draw_run, grid_of
from camera.rendering.bead_gap import dress_gaps, missing_pieces, missing_truth
from camera.rendering.bead_look import Look, draw_look
from camera.rendering.bead_place import Placed, beside_bead, keep, on_bead
from camera.rendering.bead_skin import weld
from camera.rendering.bead_slag import deposit, stain
from camera.rendering.lens import draw_lens, expose
from camera.rendering.light import shade
from camera.rendering.surface import Surface, spread
from camera.rendering.truth import Defect

MM_PER_PX = 0.1
"""A bench camera that sees 64 mm with 640 px."""

_FAULTS = ("pores", "pore", "crack", "undercut", "deposit", "discontinuity", "spatter", "stain")
_ON_A_BENCH = np.array((0.2, 0.2, 0.18, 0.12, 0.1, 0.06, 0.08, 0.06))
_IN_A_CLOSE_UP = np.array((0.15, 0.07, 0.04, 0.04, 0.2, 0.28, 0.02, 0.2))


def render_bead(
    rng: np.random.Generator, shape: tuple[int, int], *, good: bool, mm_per_px: float = MM_PER_PX
) -> tuple[Pixels, tuple[Defect, ...]]:
    """A picture of `shape` (rows, columns) and its defects. A `good` bead has nothing above the shop's limits."""
    look = draw_look(rng, shape)
    faults: list[str] = [] if good else _draw_faults(rng, look)
    run = draw_run(rng, shape, mm_per_px, look, incomplete="discontinuity" in faults)
    missing = missing_pieces(rng, run, shape, mm_per_px)
    surface = weld(rng, run, grid_of(run, missing, shape, mm_per_px), look)
    if look.close_up:
        dress_gaps(rng, surface, run)
    placed = Placed(surface=surface, run=run, defects=missing_truth(run, missing, shape, mm_per_px))
    for fault in faults:
        _add(rng, placed, look, fault)
    if good and rng.random() < 0.3:
        place = on_bead(rng, placed, 0.5)
        keep(placed, made.pore(rng, surface, *place, spread(rng, 0.4, 0.6)) if place else None)
    return _take(rng, surface, look), tuple(placed.defects)


def _take(rng: np.random.Generator, surface: Surface, look: Look) -> Pixels:
    """The picture that the look's camera takes of the surface."""
    import cv2

    radiance = cv2.pow(shade(surface, look.light, rng, monochrome=look.monochrome), look.contrast)
    picture = expose(np.asarray(radiance, np.float32), draw_lens(rng), rng, mean_grey=look.mean_grey)
    if look.monochrome:
        picture = np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    if (look.black_grey, look.white_grey) != (0, 255):
        scale = (look.white_grey - look.black_grey) / 255
        picture = np.asarray(cv2.convertScaleAbs(picture, alpha=scale, beta=look.black_grey), np.uint8)
    if look.close_up:  # its white flickers by a grey value or two, as full pixels of such cameras do
        flicker = rng.integers(0, 3, size=surface.shape, dtype=np.uint8)
        picture = np.asarray(cv2.subtract(picture, cv2.merge((flicker, flicker, flicker))), np.uint8)
    return picture


def _draw_faults(rng: np.random.Generator, look: Look) -> list[str]:
    """Kinds of fault, each at most once: one to three on the bench, up to five in a close-up."""
    if look.close_up:
        count, often = int(rng.choice((1, 2, 3, 4, 5), p=(0.1, 0.2, 0.3, 0.25, 0.15))), _IN_A_CLOSE_UP
    else:
        count, often = int(rng.choice((1, 2, 3), p=(0.6, 0.3, 0.1))), _ON_A_BENCH
    return [str(name) for name in rng.choice(_FAULTS, size=count, replace=False, p=often)]


def _add(rng: np.random.Generator, placed: Placed, look: Look, fault: str) -> None:
    """Set one kind of fault into the surface and write down its truth."""
    match fault:
        case "pore":
            _round(rng, placed, "pore", spread(rng, 1.0, 3.0))
        case "pores":
            smallest = 0.7 if look.close_up else 0.4
            make = _cluster if rng.random() < 0.5 else _scattered
            make(rng, placed, smallest)
        case "deposit" | "stain":
            for _ in range(int(rng.integers(2, 9) if look.close_up else rng.integers(1, 4))):
                largest = 5.0 if not look.close_up else 13.0 if fault == "deposit" else 8.0
                _round(rng, placed, fault, 0.9 + largest * float(rng.beta(1.1, 2.6)))
        case "spatter":
            for _ in range(int(rng.integers(3, 14))):
                diameter = 0.5 + 1.4 * float(rng.beta(1.2, 2.5))
                place = beside_bead(rng, placed, diameter)
                keep(placed, made.spatter(rng, placed.surface, *place, diameter) if place else None)
        case "crack":
            _crack(rng, placed)
        case "undercut":
            _undercut(rng, placed)
        case _:
            pass  # the discontinuity is part of the run itself


def _round(rng: np.random.Generator, placed: Placed, kind: str, diameter_mm: float) -> None:
    place = on_bead(rng, placed, diameter_mm / 2)
    if place is None:
        return
    match kind:
        case "pore":
            keep(placed, made.pore(rng, placed.surface, *place, diameter_mm))
        case "deposit":
            keep(placed, deposit(rng, placed.surface, *place, diameter_mm))
        case _:
            keep(placed, stain(rng, placed.surface, *place, diameter_mm))


def _scattered(rng: np.random.Generator, placed: Placed, smallest_mm: float) -> None:
    for _ in range(int(rng.integers(3, 9))):
        _round(rng, placed, "pore", smallest_mm + 2.0 * float(rng.beta(1.2, 2.5)))


def _cluster(rng: np.random.Generator, placed: Placed, smallest_mm: float) -> None:
    """Pores close together, as from a draught or damp filler."""
    reach = spread(rng, 1.5, 3.5)
    heart = on_bead(rng, placed, reach)
    if heart is None:
        return
    for _ in range(int(rng.integers(4, 10))):
        diameter = smallest_mm + 1.6 * float(rng.beta(1.2, 2.0))
        place = on_bead(rng, placed, diameter / 2, around=(*heart, reach))
        keep(placed, made.pore(rng, placed.surface, *place, diameter) if place else None)


def _crack(rng: np.random.Generator, placed: Placed) -> None:
    along = rng.random() < 0.7
    length = spread(rng, 3, 16)
    length = length if along else min(length, 1.2 * placed.run.half_mm)
    heading = spread(rng, -0.15, 0.15) + (0 if along else np.pi / 2)
    place = on_bead(rng, placed, length / 2, share=0.35 if along else 0.15)
    if place:
        width = spread(rng, 0.1, 0.24)
        keep(placed, made.crack(rng, placed.surface, *place, length, heading=heading, width_mm=width))


def _undercut(rng: np.random.Generator, placed: Placed) -> None:
    surface, run = placed.surface, placed.run
    width = surface.shape[1] * surface.mm_per_px
    length = min(spread(rng, 5, 18), 0.5 * width)
    left, right = max(run.start_mm + 5, 1), min(run.end_mm - 5, width - 1)
    if right - left <= length:
        return
    side = float(rng.choice((-1, 1)))
    groove = spread(rng, 0.5, 1.0)
    toe = run.axis_mm + side * (run.half_width_mm + 0.35 * groove)
    x = spread(rng, left, right - length)
    defect = made.undercut(rng, surface, toe, x, length, width_mm=groove, depth_mm=spread(rng, 0.25, 0.6))
    keep(placed, defect)
