"""Whether a picture can be the golden one: the part on it must be found again, and in one place only."""

from typing import Final, assert_never

import numpy as np

from camera.frame import Pixels
from inspection.locating.alignment import Alignment, FeatureAlignment, MarkerAlignment
from inspection.locating.edges import Edges, edges_of
from inspection.locating.errors import GoldenRefused, Problem
from inspection.locating.features import MIDDLE_PX
from inspection.locating.likeness import turn_weight
from inspection.locating.markers import marker_corners

STRONG: Final = 0.25
"""From here on, as the square of an edge's strength, it is one that another specimen may have as well."""
LEAST_EDGES: Final = 0.8
"""Times the reduced picture's longer side: strong edges, two pixels wide, that a part shows at least. An empty table
has none."""
LEAST_ACROSS: Final = 0.05
"""Share of the edges, seen across any direction, that keeps the part from slipping that way: two short sides of a
strip 25 times as long as wide."""
LEAST_IN_TURN: Final = 0.0013
"""Lever, squared, that the edges have about the picture's middle: a disc has 0.001 at most, one with three small bores
0.0017."""


def refuse_unteachable(grey: Pixels, alignment: Alignment) -> None:
    """Raises GoldenRefused, with what would help, where the golden part could not be found again."""
    match alignment:
        case FeatureAlignment():
            _refuse_without_structure(edges_of(grey, MIDDLE_PX), turns=alignment.max_turn_deg > 0)
        case MarkerAlignment():
            _refuse_without_marker(grey, alignment)
        case _:
            assert_never(alignment)


def _refuse_without_structure(edges: Edges, *, turns: bool) -> None:
    strong = np.where(edges.squared() > STRONG, edges.squared(), np.float32(0))
    length = float(np.count_nonzero(strong)) / 2
    least = LEAST_EDGES * max(edges.wh)
    if length < least:
        raise GoldenRefused(
            f"the picture shows too few edges: got {length:.0f}, expected {least:.0f} at least; put a part there that "
            "stands out against the table, or use a marker",
            Problem.NO_EDGES,
            value=round(length),
            limit=round(least),
        )
    total = float(strong.sum())
    spread = np.array(
        [
            (float((strong * edges.x * edges.x).sum()), float((strong * edges.x * edges.y).sum())),
            (float((strong * edges.x * edges.y).sum()), float((strong * edges.y * edges.y).sum())),
        ]
    )
    values, directions = np.linalg.eigh(spread / max(float((strong * edges.squared()).sum()), 1e-6))
    if values[0] < LEAST_ACROSS:
        along = float(np.degrees(np.arctan2(directions[1, 0], directions[0, 0]))) % 180
        raise GoldenRefused(
            f"the picture looks the same when it is moved along {along:.0f} degrees: only {values[0]:.1%} of its edges "
            f"run across, expected {LEAST_ACROSS:.0%} at least; let an end, a corner or a hole be in the picture, or "
            "use a marker",
            Problem.SAME_WHEN_MOVED,
            value=round(float(values[0]), 4),
            limit=LEAST_ACROSS,
        )
    in_turn = float((strong * turn_weight(edges)).sum()) / max(total, 1e-6)
    if turns and in_turn < LEAST_IN_TURN:
        raise GoldenRefused(
            "the part looks the same when it is turned; set max_turn_deg to 0, or use a marker",
            Problem.SAME_WHEN_TURNED,
            value=round(in_turn, 5),
            limit=LEAST_IN_TURN,
        )


def _refuse_without_marker(grey: Pixels, alignment: MarkerAlignment) -> None:
    seen = len(marker_corners(grey, alignment))
    if seen != 1:
        raise GoldenRefused(
            f"marker {alignment.marker_id} of {alignment.dictionary}: got {seen}, expected 1; put it onto the jig "
            "where the camera sees all of it with a white border, just once",
            Problem.SEVERAL_MARKERS if seen else Problem.NO_MARKER,
            value=seen,
            limit=1,
        )
