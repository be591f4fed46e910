"""Every defect that is labelled can be seen, and is as large as it is said to be."""

import numpy as np
import pytest

from camera.rendering import bead_defects as made
from camera.rendering.bead import draw_run, grid_of
from camera.rendering.bead_look import Look, draw_look
from camera.rendering.bead_place import Placed, beside_bead, on_bead
from camera.rendering.bead_skin import weld
from camera.rendering.bead_slag import deposit, stain
from camera.rendering.light import shade
from camera.rendering.surface import Surface
from camera.rendering.truth import Defect, Field

SHAPE, SCALE = (192, 512), 0.1


def bead(seed: int, shape: tuple[int, int] = SHAPE) -> tuple[np.random.Generator, Look, Placed]:
    rng = np.random.default_rng(seed)
    look = draw_look(rng, shape)
    run = draw_run(rng, shape, SCALE, look, incomplete=False)
    surface = weld(rng, run, grid_of(run, (), shape, SCALE), look)
    return rng, look, Placed(surface=surface, run=run, defects=[])


def seen(surface: Surface, look: Look, level: float = 1.0) -> Field:
    """What a camera sees of it without lens and noise, in units of `level`; white is at 1.7."""
    grey = np.sqrt(np.clip(shade(surface, look.light, np.random.default_rng(0)).mean(axis=2), 0, None))
    return np.asarray(np.clip(grey / level, 0, 1.7), np.float32)


@pytest.mark.parametrize("make", [made.pore, deposit, stain])
@pytest.mark.parametrize("diameter_mm", [1.2, 2.5, 6.0])
def test_round_defects_change_what_is_seen_where_their_mask_is(make: object, diameter_mm: float) -> None:
    for seed in range(4):
        rng, look, placed = bead(seed)
        place = on_bead(rng, placed, diameter_mm / 2)
        assert place is not None
        level = float(np.median(seen(placed.surface, look)))
        before = seen(placed.surface, look, level)
        defect = make(rng, placed.surface, *place, diameter_mm)  # type: ignore[operator]
        assert isinstance(defect, Defect)
        assert 0.55 * diameter_mm < defect.diameter_mm < 1.5 * diameter_mm
        x1, y1, x2, y2 = defect.xyxy
        change = np.abs(seen(placed.surface, look, level) - before)
        assert change[y1:y2, x1:x2][defect.mask].mean() > 0.1
        far = 12 + round(3 * diameter_mm)  # a deep pit darkens its surroundings
        change[max(y1 - far, 0) : y2 + far, max(x1 - far, 0) : x2 + far] = 0
        assert change.max() < 0.05  # nothing happens elsewhere


def test_a_ball_of_slag_is_dark_with_a_glint() -> None:
    darker = brighter = 0
    for seed in range(12):
        rng, look, placed = bead(seed)
        place = on_bead(rng, placed, 0.9)
        assert place is not None
        around = float(np.median(seen(placed.surface, look)))
        defect = deposit(rng, placed.surface, *place, 1.8)
        assert defect is not None
        x1, y1, x2, y2 = defect.xyxy
        inside = seen(placed.surface, look)[y1:y2, x1:x2][defect.mask]
        darker += bool(np.percentile(inside, 25) < 0.8 * around)
        brighter += bool(inside.max() > 1.2 * np.median(inside))
    assert darker >= 10
    assert brighter >= 10


def test_places_on_the_bead_are_free_and_on_it() -> None:
    rng, _, placed = bead(3, (192, 768))
    for _ in range(30):
        place = on_bead(rng, placed, 1.0)
        if place is None:
            continue
        axis, half = placed.run.at(place[0], SCALE)
        assert abs(place[1] - axis) < half
        defect = made.pore(rng, placed.surface, *place, 2.0)
        assert defect is not None
        for other in placed.defects:
            x1, y1, x2, y2 = other.xyxy
            assert defect.xyxy[0] >= x2 or defect.xyxy[2] <= x1 or defect.xyxy[1] >= y2 or defect.xyxy[3] <= y1
        placed.defects.append(defect)
    assert len(placed.defects) >= 8


def test_spatter_lies_beside_the_bead() -> None:
    rng, _, placed = bead(1, (480, 640))
    places = [place for place in (beside_bead(rng, placed, 1.0) for _ in range(40)) if place]
    assert len(places) > 10
    for x, y in places:
        axis, half = placed.run.at(x, SCALE)
        assert abs(y - axis) > half
