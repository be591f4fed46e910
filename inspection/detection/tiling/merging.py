"""What was found on overlapping tiles, each defect once.

Two tiles that both see a place should say the same of it. So what they say of the area that they share is compared: of
one class, and nearly the same box there, it is one defect. What a tile's edge cut off is put together again.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inspection.detection.heads import Boxes
from inspection.detection.tiling.grid import Grid

EDGE_PX: Final = 3.0
"""A box whose side lies so near to its tile's is taken as cut off there: nets place a side no better than that."""
AROUND_PX: Final = 16.0
"""A tile that sees so much around a box knows better what is there than one whose edge cuts through it."""
SAME_IOU: Final = 0.4
"""From this overlap on, within the area that two tiles share, two boxes are of one defect."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """`boxes` in px of the frame, and `tile` (n,), the tile of a grid that each was found on."""

    boxes: Boxes
    tile: NDArray[np.intp]

    def cut(self, grid: Grid) -> NDArray[np.bool_]:
        """(n, 4): which sides of each box are where its tile ends and the picture goes on."""
        near = np.abs(self.boxes.xyxy - grid.xyxy[self.tile]) <= EDGE_PX
        return np.asarray(near & grid.inner[self.tile])


def merged(pieces: Pieces, grid: Grid, looked_at: NDArray[np.intp]) -> Boxes:
    """Each defect once, best score first; `looked_at` are the tiles that the net saw."""
    pieces = _taken(pieces, ~_seen_better(pieces, grid, looked_at))
    boxes, cut = pieces.boxes, np.asarray(pieces.cut(grid).any(axis=1))
    if len(boxes.scores) == 0:
        return boxes
    from scipy.sparse.csgraph import connected_components

    count, group = connected_components(_same(pieces, grid), directed=False)
    best = np.array([_best(boxes.scores, group == i) for i in range(count)], np.intp)
    xyxy = boxes.xyxy[best]
    for i in range(count):
        members = group == i
        if members.sum() > 1 and cut[members].any():
            xyxy[i] = (*boxes.xyxy[members, :2].min(axis=0), *boxes.xyxy[members, 2:].max(axis=0))
    order = np.argsort(-boxes.scores[best], kind="stable")
    return Boxes(xyxy=xyxy[order], scores=boxes.scores[best][order], classes=boxes.classes[best][order])


def _seen_better(pieces: Pieces, grid: Grid, looked_at: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(n,): the boxes cut off by their tile's edge that another tile sees whole, with a margin."""
    margin = np.where(grid.inner[looked_at], AROUND_PX, 0.0) * [1, 1, -1, -1]
    inset = grid.xyxy[looked_at] + margin
    low, high = pieces.boxes.xyxy[:, None, :2], pieces.boxes.xyxy[:, None, 2:]
    whole = ((low >= inset[:, :2]) & (high <= inset[:, 2:])).all(axis=2)
    whole &= looked_at != pieces.tile[:, None]
    return np.asarray(whole.any(axis=1) & pieces.cut(grid).any(axis=1))


def _same(pieces: Pieces, grid: Grid) -> NDArray[np.bool_]:
    """(n, n): whether two boxes of different tiles are of one defect: each is the other's best match on its tile."""
    overlap = _overlap_where_both_see(pieces, grid)
    same = np.zeros(overlap.shape, np.bool_)
    for tile in np.unique(pieces.tile):
        on_it = np.flatnonzero(pieces.tile == tile)
        best = on_it[overlap[:, on_it].argmax(axis=1)]
        same[np.arange(len(best)), best] = True
    return same & same.T & (overlap >= SAME_IOU)


def _overlap_where_both_see(pieces: Pieces, grid: Grid) -> NDArray[np.float64]:
    """(n, n): intersection over union of two boxes of one class within the area that their tiles share."""
    boxes, tiles = pieces.boxes.xyxy.astype(np.float64), grid.xyxy[pieces.tile].astype(np.float64)
    low = np.maximum(tiles[:, None, :2], tiles[None, :, :2])
    high = np.minimum(tiles[:, None, 2:], tiles[None, :, 2:])
    mine_low, mine_high = np.maximum(low, boxes[:, None, :2]), np.minimum(high, boxes[:, None, 2:])
    other_low, other_high = np.swapaxes(mine_low, 0, 1), np.swapaxes(mine_high, 0, 1)
    both = _area(np.maximum(mine_low, other_low), np.minimum(mine_high, other_high))
    either = _area(mine_low, mine_high) + _area(other_low, other_high) - both
    comparable = (pieces.tile[:, None] != pieces.tile) & (pieces.boxes.classes[:, None] == pieces.boxes.classes)
    return np.where(comparable & (both > 0), both / np.maximum(either, 1e-9), 0.0)


def _area(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((high - low).clip(0).prod(axis=2))


def _best(scores: NDArray[np.float32], members: NDArray[np.bool_]) -> int:
    return int(np.where(members, scores, -1).argmax())


def _taken(pieces: Pieces, kept: NDArray[np.bool_]) -> Pieces:
    boxes = pieces.boxes
    return Pieces(
        boxes=Boxes(xyxy=boxes.xyxy[kept], scores=boxes.scores[kept], classes=boxes.classes[kept]),
        tile=pieces.tile[kept],
    )
