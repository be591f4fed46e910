"""Finding the part by its own outline and edges.

Good for parts whose outline, holes or steps stand out against the table: plates, flanges, angles, boards. Specimens may
look different inside. Of 640 px, the same specimen, moved by up to 7 % and turned by up to 9 degrees, was found to
0.5 px at worst (of the picture's four corners), others to 0.4 to 1.2 px in the median and 3 px at worst; of 192
pictures of other parts none was taken for the golden one. The proof in `tests/inspection/locating/test_features.py`
leaves the table: welded plates whose beads lie elsewhere are often refused before a bright table.

Not good for a bead that runs through the picture, for a surface that fills it, and for parts hardly brighter or darker
than the table: those are refused, and a marker on the jig is the way. A variant that differs in one corner or one hole
only is taken for the same part; so is a part turned by what brings a nearly symmetric one onto itself.

The golden part's coarse edges are laid over the picture for every turn (matchTemplate on their directions), then ECC
makes shift and turn exact (Evangelidis and Psarakis, "Parametric image alignment using enhanced correlation
coefficient maximization", 2008). The likeness follows Steger, "Similarity measures for occlusion, clutter, and
illumination invariant object recognition", 2001. Corner features (ORB, SIFT) were tried: they find the very same
specimen exactly, and another one of its kind never.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.locating.alignment import FeatureAlignment
from inspection.locating.edges import Edges, edges_of, seen_through, turned
from inspection.locating.likeness import Likeness, likeness

Matrix = NDArray[np.float64]
"""A 2x3 similarity from the golden picture to the frame."""

COARSE_PX: Final = 80
MIDDLE_PX: Final = 160
FINE_PX: Final = 320
"""Longer sides of the reduced pictures."""
_STEP_DEG: Final = 3.0
"""Coarse edges are so wide that ECC finds the way from half of that."""
_BEYOND: Final = 1.3
"""So much further than allowed the part is looked for, so that a misplaced one is called misplaced."""
_MIDDLE_STEPS: Final = 40
_FINE_STEPS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Match:
    """Where the golden part was found, and how like it that is."""

    matrix: Matrix
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Template:
    """The golden part as it is looked for: coarse edges for every turn, strengths for ECC, edges for the likeness."""

    turns: tuple[tuple[float, Edges], ...]
    reach_px: int
    middle: Edges
    fine: Edges


def match(grey: Pixels, golden_grey: Pixels, alignment: FeatureAlignment) -> Match | None:
    """The golden part on a grey picture of the same size (height, width); None where nothing converges on it.

    What comes back may still be unlike it: the caller holds `likeness` against the recipe.
    """
    template = _template_of(_Picture(golden_grey), alignment.max_shift, alignment.max_turn_deg)
    wh = (grey.shape[1], grey.shape[0])
    middle = edges_of(grey, MIDDLE_PX, template.middle)
    start = _laid_over(edges_of(grey, COARSE_PX, template.turns[0][1]), template, wh)
    rough = _refined(template.middle, middle, start, wh, steps=_MIDDLE_STEPS, turns=alignment.max_turn_deg > 0)
    if rough is None:
        return None
    fine = edges_of(grey, FINE_PX, template.fine)
    found = _refined(template.fine, fine, rough, wh, steps=_FINE_STEPS, turns=alignment.max_turn_deg > 0)
    matrix = rough if found is None else found
    laid_back, within = seen_through(middle, _reduced(matrix, wh, middle.wh), template.middle.wh)
    return Match(matrix=matrix, likeness=likeness(template.middle, laid_back, within))


class _Picture:
    """A picture as a key: the same array is the same picture."""

    def __init__(self, grey: Pixels) -> None:
        self.grey = grey

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Picture) and other.grey is self.grey

    def __hash__(self) -> int:
        return id(self.grey)


@lru_cache(maxsize=4)
def _template_of(golden: _Picture, max_shift: float, max_turn_deg: float) -> _Template:
    coarse = edges_of(golden.grey, COARSE_PX)
    steps = ceil(_BEYOND * max_turn_deg / _STEP_DEG)
    return _Template(
        turns=tuple((step * _STEP_DEG, turned(coarse, step * _STEP_DEG)) for step in range(-steps, steps + 1)),
        reach_px=ceil(_BEYOND * max_shift * COARSE_PX),
        middle=edges_of(golden.grey, MIDDLE_PX),
        fine=edges_of(golden.grey, FINE_PX),
    )


def _laid_over(coarse: Edges, template: _Template, wh: tuple[int, int]) -> Matrix:
    """The turn and shift that lay the golden part's coarse edges best over those of the picture."""
    import cv2

    reach = template.reach_px
    x, y = (
        cv2.copyMakeBorder(layer, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
        for layer in (coarse.x, coarse.y)
    )
    best = (-np.inf, 0.0, 0, 0)
    for turn_deg, edges in template.turns:
        fit = cv2.matchTemplate(x, edges.x, cv2.TM_CCORR) + cv2.matchTemplate(y, edges.y, cv2.TM_CCORR)
        _, value, _, (at_x, at_y) = cv2.minMaxLoc(fit)
        # turning moves edges out of the picture: what is left of them counts
        best = max(best, (value / max(float(edges.squared().sum()), 1e-6), turn_deg, at_x - reach, at_y - reach))
    _, turn_deg, shift_x, shift_y = best
    return rigid(wh, (shift_x * wh[0] / coarse.wh[0], shift_y * wh[1] / coarse.wh[1]), turn_deg)


def _refined(
    golden: Edges, seen: Edges, start: Matrix, wh: tuple[int, int], *, steps: int, turns: bool
) -> Matrix | None:
    """ECC from `start` on reduced pictures; None where it does not converge."""
    import cv2

    motion = cv2.MOTION_EUCLIDEAN if turns else cv2.MOTION_TRANSLATION
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, steps, 1e-4)
    guess = _reduced(start, wh, seen.wh).astype(np.float32)
    everywhere = np.ones(seen.x.shape, np.uint8)
    try:
        _, found = cv2.findTransformECC(golden.strength(), seen.strength(), guess, motion, until, everywhere, 1)
    except cv2.error:
        return None
    return _enlarged(np.asarray(found, np.float64), wh, seen.wh)


def rigid(wh: tuple[int, int], shift_px: tuple[float, float], turn_deg: float) -> Matrix:
    """Turned clockwise about the picture's middle, then moved."""
    angle = np.radians(turn_deg)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    middle = np.array(wh, np.float64) / 2
    return np.hstack([turn, (middle + shift_px - turn @ middle)[:, None]])


def _reduced(matrix: Matrix, wh: tuple[int, int], small_wh: tuple[int, int]) -> Matrix:
    """The same movement in pixels of a reduced picture; both count from the middle of their first pixel."""
    to_small = _scaling(wh, small_wh)
    return np.asarray((to_small @ _square(matrix) @ np.linalg.inv(to_small))[:2], np.float64)


def _enlarged(matrix: Matrix, wh: tuple[int, int], small_wh: tuple[int, int]) -> Matrix:
    """Back to the whole picture; rounding the reduced size may have made it a little oblique, which is taken out."""
    to_small = _scaling(wh, small_wh)
    oblique = (np.linalg.inv(to_small) @ _square(matrix) @ to_small)[:2]
    middle = np.array(wh, np.float64) / 2
    shift = oblique[:, :2] @ middle + oblique[:, 2] - middle
    turn = np.degrees(np.arctan2(oblique[1, 0] - oblique[0, 1], oblique[0, 0] + oblique[1, 1]))
    return rigid(wh, (float(shift[0]), float(shift[1])), float(turn))


def _scaling(wh: tuple[int, int], small_wh: tuple[int, int]) -> Matrix:
    x, y = small_wh[0] / wh[0], small_wh[1] / wh[1]
    return np.array([(x, 0, (x - 1) / 2), (0, y, (y - 1) / 2), (0, 0, 1)])


def _square(matrix: Matrix) -> Matrix:
    return np.vstack([matrix, (0, 0, 1)])
