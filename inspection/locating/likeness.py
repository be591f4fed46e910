"""How like the golden part what was found is: edge by edge, and for every way in which it could have slipped."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from inspection.locating.edges import Edges, Layer

_DIRECTIONS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Shares of the golden part's edges that were found, each 1 for the golden picture itself and about 0 for chance.

    `in_worst_direction` counts only edges that would not fit if the part were moved in that direction: along a straight
    bead that runs through the picture there are none but those of its ripples, which no other bead has. `in_turn`
    counts those that would not fit if it were turned. `seen` is the share of the edges that lie within the frame.
    """

    in_worst_direction: float
    worst_direction_deg: float
    in_turn: float
    seen: float


def likeness(golden: Edges, found: Edges, within: Layer) -> Likeness:
    """Compare the golden part's edges with those found in the same place; `within` is 1 where the frame shows it."""
    all_edges = golden.squared()
    # once more by strength: there are many weak edges, of the surface and of the table, and few strong ones
    agreeing = (golden.x * found.x + golden.y * found.y) * all_edges * within
    counted = all_edges * all_edges * within
    shares = []
    for direction in range(_DIRECTIONS):
        angle = np.pi * direction / _DIRECTIONS
        across = (golden.x * np.cos(angle) + golden.y * np.sin(angle)) ** 2 / (all_edges + 1e-6)
        shares.append(_share(across * agreeing, across * counted))
    worst = int(np.argmin(shares))
    return Likeness(
        in_worst_direction=shares[worst],
        worst_direction_deg=180 * worst / _DIRECTIONS,
        in_turn=_share(turn_weight(golden) * agreeing, turn_weight(golden) * counted),
        seen=_share(counted, all_edges * all_edges),
    )


def turn_weight(edges: Edges) -> Layer:
    """How much each edge tells of a turn about the picture's middle: those far out and along the radius do."""
    width, height = edges.wh
    away_x = (np.arange(width, dtype=np.float32) - (width - 1) / 2)[None, :]
    away_y = (np.arange(height, dtype=np.float32) - (height - 1) / 2)[:, None]
    lever = (edges.y * away_x - edges.x * away_y) / np.hypot(width, height)
    return np.asarray(lever * lever / (edges.squared() + 1e-6), np.float32)


def _share(part: Layer, whole: Layer) -> float:
    return float(part.sum() / max(float(whole.sum()), 1e-6))
