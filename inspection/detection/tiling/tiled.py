"""A net's findings on a picture that is larger than its input."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.engines import Engine
from inspection.detection.heads import Boxes
from inspection.detection.tiling.emptiness import even_tiles
from inspection.detection.tiling.grid import Box, Grid
from inspection.detection.tiling.merging import Pieces, merged
from inspection.errors import DetectionsImplausible

MAX_DETECTIONS: Final = 1000
"""More defects than these on all tiles together are no finding."""

Read = Callable[[NDArray[np.float32]], Boxes]
"""From a net's output to boxes in px of its input; raises DetectionsImplausible."""


def find_on_tiles(
    engine: Engine, read: Read, pixels: Pixels, grid: Grid, *, skip_empty: bool, within: Sequence[Box] | None = None
) -> Boxes:
    """What the net finds on `pixels` (height, width, 3; RGB; uint8), each defect once, in px of the frame.

    Tiles outside of the boxes `within`, and with `skip_empty` those on which nothing shows, are left out; but one that
    a defect reaches into is looked at, whatever it is. Raises DetectorError.
    """
    wanted = np.full(len(grid.xyxy), True) if within is None else grid.touched_by(within)
    if skip_empty:
        wanted &= ~even_tiles(pixels, grid)
    looked_at = np.zeros(len(grid.xyxy), np.bool_)
    found: list[Pieces] = []
    while wanted.any():
        tiles = [int(tile) for tile in np.flatnonzero(wanted)]
        outputs = engine.run_all(grid.cut(pixels, tile) for tile in tiles)
        found += [_on_frame(read(output), grid, tile) for tile, output in zip(tiles, outputs, strict=True)]
        looked_at |= wanted
        wanted = grid.touched_by(_beyond(_together(found), grid)) & ~looked_at
    boxes = merged(_together(found), grid, np.flatnonzero(looked_at))
    if len(boxes.scores) > MAX_DETECTIONS:
        raise DetectionsImplausible(
            f"the net found {len(boxes.scores)} defects on one picture (at most {MAX_DETECTIONS} are believed): "
            "is this the right kind of part, and the right model for it?"
        )
    return boxes


def _on_frame(boxes: Boxes, grid: Grid, tile: int) -> Pieces:
    x1, y1, x2, y2 = grid.xyxy[tile]
    xyxy = (boxes.xyxy + np.array([x1, y1, x1, y1], np.float32)).clip([x1, y1, x1, y1], [x2, y2, x2, y2])
    kept = (xyxy[:, 2:] > xyxy[:, :2]).all(axis=1)
    return Pieces(
        boxes=Boxes(xyxy=xyxy[kept].astype(np.float32), scores=boxes.scores[kept], classes=boxes.classes[kept]),
        tile=np.full(int(kept.sum()), tile),
    )


def _together(found: Sequence[Pieces]) -> Pieces:
    none = Boxes(xyxy=np.zeros((0, 4), np.float32), scores=np.zeros(0, np.float32), classes=np.zeros(0, np.intp))
    every = [none, *(pieces.boxes for pieces in found)]
    return Pieces(
        boxes=Boxes(
            xyxy=np.concatenate([one.xyxy for one in every]),
            scores=np.concatenate([one.scores for one in every]),
            classes=np.concatenate([one.classes for one in every]),
        ),
        tile=np.concatenate([np.zeros(0, np.intp), *(pieces.tile for pieces in found)]),
    )


def _beyond(pieces: Pieces, grid: Grid) -> NDArray[np.float64]:
    """(n, 4): strips one px wide beyond the tiles' edges, where a box that was cut off there goes on."""
    strips = []
    for box, cut, tile in zip(pieces.boxes.xyxy, pieces.cut(grid), grid.xyxy[pieces.tile], strict=True):
        for side in np.flatnonzero(cut):
            strip = box.astype(np.float64)
            axis, outwards = side % 2, -1 if side < 2 else 1
            strip[[axis, axis + 2]] = tile[side] + outwards
            strips.append(strip)
    return np.array(strips, np.float64).reshape(-1, 4)
