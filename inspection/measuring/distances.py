"""The clear way from each outline to the next."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from inspection.scale import Points


def nearest(outlines: Sequence[Points], scores: Sequence[float]) -> tuple[tuple[float, int] | None, ...]:
    """For each closed line the clear distance to the nearest other whose score is not below its own, and which that is.

    None where there is none. Outlines that cannot be nearer than what has been found are not looked at.
    """
    if not outlines:
        return ()
    corners, counts = np.concatenate(outlines), [len(line) for line in outlines]
    starts = np.cumsum([0, *counts[:-1]])
    lows, highs = np.minimum.reduceat(corners, starts), np.maximum.reduceat(corners, starts)
    middles = (lows + highs) / 2
    reaches = np.maximum.reduceat(_lengths(corners - np.repeat(middles, counts, axis=0)), starts)

    @cache
    def apart(one: int, other: int) -> float:
        return clear_distance(outlines[one], outlines[other])

    found: list[tuple[float, int] | None] = []
    for number, score in enumerate(scores):
        at_least = _lengths(middles - middles[number]) - reaches - reaches[number]
        boxes_apart = _lengths(np.maximum(np.maximum(lows - highs[number], lows[number] - highs), 0))
        best: tuple[float, int] | None = None
        for other in np.argsort(at_least).tolist():
            if other == number or scores[other] < score:
                continue
            if best is not None and at_least[other] >= best[0]:
                break
            if best is not None and boxes_apart[other] >= best[0]:
                continue
            far = apart(*sorted((number, other)))
            best = (far, other) if best is None or far < best[0] else best
        found.append(best)
    return tuple(found)


def clear_distance(first: Points, second: Points) -> float:
    """The smallest distance between two closed lines (n, 2) and (m, 2); 0 where they cross or one lies in the other.

    >>> square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], np.float64)
    >>> clear_distance(square, square + (13, 4))
    3.0
    """
    may_meet = bool((first.min(axis=0) <= second.max(axis=0)).all() and (second.min(axis=0) <= first.max(axis=0)).all())
    if may_meet and (_cross(first, second) or _holds(first, second[0]) or _holds(second, first[0])):
        return 0.0
    return min(_from_corners(first, second), _from_corners(second, first))


def _from_corners(corners: Points, line: Points) -> float:
    """From the corners of one closed line to the sides of another."""
    starts = line[:, 0] + 1j * line[:, 1]
    sides = np.append(starts[1:], starts[0]) - starts
    to_corners = (corners[:, 0] + 1j * corners[:, 1])[:, None] - starts
    share = (to_corners * sides.conj()).real / np.maximum(np.abs(sides) ** 2, 1e-18)
    return float(np.abs(to_corners - np.clip(share, 0, 1) * sides).min())


def _cross(first: Points, second: Points) -> bool:
    """Whether a side of one closed line crosses a side of the other."""
    of_first, of_second = _which_side(first, second), _which_side(second, first)
    return bool(((of_first != np.roll(of_first, -1, axis=1)) & (of_second != np.roll(of_second, -1, axis=1)).T).any())


def _which_side(line: Points, points: Points) -> NDArray[np.bool_]:
    """On which side of each side of a closed line each point lies, (n, m)."""
    sides = np.roll(line, -1, axis=0) - line
    away = points - line[:, None]
    left: NDArray[np.bool_] = sides[:, None, 0] * away[..., 1] - sides[:, None, 1] * away[..., 0] > 0
    return left


def _holds(line: Points, point: Points) -> bool:
    """Whether a point (2,) lies within a closed line: a ray to the right crosses it an odd number of times."""
    after = np.roll(line, -1, axis=0)
    beside = (line[:, 1] > point[1]) != (after[:, 1] > point[1])
    (x1, y1), (x2, y2) = line[beside].T, after[beside].T
    crossings = x1 + (point[1] - y1) * (x2 - x1) / (y2 - y1)
    return bool(np.count_nonzero(crossings > point[0]) % 2)


def _lengths(vectors: Points) -> Points:
    return np.hypot(vectors[..., 0], vectors[..., 1])
