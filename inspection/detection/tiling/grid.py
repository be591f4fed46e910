"""Where the tiles of a picture lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.letterbox import PAD_GREY

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in px of the frame."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Tiles of one size that cover a frame, row by row; `xyxy` (n, 4) int, in px of the frame.

    >>> grid = Grid.over((2448, 2048), side_px=640, overlap_px=128, stride_px=32)
    >>> len(grid.xyxy), grid.input_wh, grid.xyxy[1].tolist()
    (20, (640, 640), [452, 0, 1092, 640])
    """

    frame_wh: tuple[int, int]
    input_wh: tuple[int, int]
    xyxy: NDArray[np.intp]

    @classmethod
    def over(cls, frame_wh: tuple[int, int], *, side_px: int, overlap_px: int, stride_px: int) -> Self:
        """As few tiles as cover the frame with that overlap, evenly spread. A short side needs no more than itself."""
        width, height = (min(side, side_px) for side in frame_wh)
        corners = [
            (x, y) for y in _starts(frame_wh[1], height, overlap_px) for x in _starts(frame_wh[0], width, overlap_px)
        ]
        return cls(
            frame_wh=frame_wh,
            input_wh=(_whole(width, stride_px), _whole(height, stride_px)),
            xyxy=np.array([(x, y, x + width, y + height) for x, y in corners], np.intp),
        )

    def cut(self, pixels: Pixels, tile: int) -> Pixels:
        """The net's input for a tile, a copy of its pixels; what lacks to whole strides is grey."""
        x1, y1, x2, y2 = self.xyxy[tile]
        content = pixels[y1:y2, x1:x2]
        width, height = self.input_wh
        if content.shape[:2] == (height, width):
            return np.ascontiguousarray(content)
        canvas = np.full((height, width, 3), PAD_GREY, np.uint8)
        canvas[: y2 - y1, : x2 - x1] = content
        return canvas

    def touched_by(self, boxes: Sequence[Box] | NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,): which tiles have a point in common with any of the boxes, edges among them."""
        x1, y1, x2, y2 = (side[:, None] for side in self.xyxy.T)
        left, top, right, bottom = np.asarray(boxes, np.float64).reshape(-1, 4).T
        return np.asarray(((left <= x2) & (right >= x1) & (top <= y2) & (bottom >= y1)).any(axis=1))

    @property
    def inner(self) -> NDArray[np.bool_]:
        """(n, 4): which sides of a tile are not the frame's own, so that a defect may go on beyond them."""
        return np.asarray(self.xyxy != np.array([0, 0, *self.frame_wh]))


def _starts(length: int, size: int, overlap: int) -> list[int]:
    if length <= size:
        return [0]
    count = -(-(length - overlap) // (size - overlap))
    return [round(i * (length - size) / (count - 1)) for i in range(count)]


def _whole(length: int, stride: int) -> int:
    return -(-length // stride) * stride
