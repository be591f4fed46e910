"""From a picture to the features of its places: a frozen net, tile by tile."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.engines import Engine
from inspection.errors import DetectionsImplausible

STRIDE_PX = 16
"""A place is so wide and high in the net's input."""

TILE_PX = 896
MARGIN_PX = 64
"""What a net sees is cut into tiles of at most TILE_PX, so that memory does not grow with the picture; a tile's outer
MARGIN_PX, where it lacks its surroundings, are taken from its neighbour."""

Features = NDArray[np.float32]
"""(rows, columns, channels): what the net says of each place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Part of a side: the net sees `start` to `end`, what it says from `valid_from` on is kept; px."""

    start: int
    end: int
    valid_from: int


def windows(length_px: int) -> Iterator[Window]:
    """Windows of one size over a side of whole strides; a later one's places replace an earlier one's.

    >>> [(one.start, one.valid_from, one.end) for one in windows(1600)]
    [(0, 0, 896), (704, 768, 1600)]
    """
    size = min(length_px, TILE_PX)
    start = 0
    while True:
        yield Window(start=start, end=start + size, valid_from=start + (MARGIN_PX if start else 0))
        if start + size >= length_px:
            return
        start = min(start + size - 2 * MARGIN_PX, length_px - size)


def features_of(pixels: Pixels, engine: Engine, scale: float) -> Features:
    """The features of every place on `pixels` (height, width, 3; RGB; uint8), scaled by `scale` first.

    The picture is stretched to whole strides, by less than half a stride, so that no border is made up. Raises
    DetectorError where the net fails, DetectionsImplausible where it answers with NaN or infinity.
    """
    import cv2

    height, width = (max(2, round(side * scale / STRIDE_PX)) * STRIDE_PX for side in pixels.shape[:2])
    if (height, width) != pixels.shape[:2]:
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    places = list(product(windows(height), windows(width)))
    tiles = (np.ascontiguousarray(pixels[down.start : down.end, right.start : right.end]) for down, right in places)
    answers = (answer[0].transpose(1, 2, 0) for answer in _run(engine, tiles, alone=len(places) == 1))
    kept: Features | None = None
    for (down, right), answer in zip(places, answers, strict=True):
        if kept is None:
            kept = np.zeros((height // STRIDE_PX, width // STRIDE_PX, answer.shape[2]), np.float32)
        rows, columns = _places(down), _places(right)
        skipped = [(one.valid_from - one.start) // STRIDE_PX for one in (down, right)]
        kept[rows, columns] = answer[skipped[0] :, skipped[1] :]
    assert kept is not None
    if not np.isfinite(kept).all():
        raise DetectionsImplausible("the net answered with NaN or infinity; check the model with its self-test")
    return kept


def _run(engine: Engine, tiles: Iterator[Pixels], *, alone: bool) -> Iterator[Features]:
    """A tile `alone` gets all threads to itself."""
    return map(engine.run, tiles) if alone else engine.run_all(tiles)


def _places(window: Window) -> slice:
    return slice(window.valid_from // STRIDE_PX, window.end // STRIDE_PX)
