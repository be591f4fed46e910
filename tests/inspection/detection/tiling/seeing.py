"""A net that sees exactly what was painted: one-coloured patches on black, with no mistake and no surroundings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.heads import Boxes, read_boxes
from inspection.detection.tiling.grid import Grid
from inspection.detection.tiling.tiled import find_on_tiles

CLASSES = 3


class Patch(NamedTuple):
    """A rectangle of a class, in px of the picture."""

    x: int
    y: int
    width: int
    height: int
    class_index: int = 0

    @property
    def xyxy(self) -> tuple[float, float, float, float]:
        return (self.x, self.y, self.x + self.width, self.y + self.height)


def painted(patches: Sequence[Patch], width_px: int, height_px: int) -> Pixels:
    """A class is a colour channel: patches of different classes may lie upon each other."""
    picture = np.zeros((height_px, width_px, 3), np.uint8)
    for patch in patches:
        picture[patch.y : patch.y + patch.height, patch.x : patch.x + patch.width, patch.class_index] = 200
    return picture


class PatchEngine:
    """Answers as a net without NMS in it: a row x1 y1 x2 y2 score class for each patch; keeps the images' sizes."""

    version = "1"
    output_shape = (1, None, 6)

    def __init__(self, score: float = 0.9) -> None:
        self.seen: list[tuple[int, ...]] = []
        self._score = score

    def run(self, image: Pixels) -> NDArray[np.float32]:
        self.seen.append(image.shape)
        rows = []
        for index in range(CLASSES):
            channel = np.asarray(image[..., index] == 200, np.uint8)
            _, _, stats, _ = cv2.connectedComponentsWithStats(channel, connectivity=4)
            rows += [(x, y, x + w, y + h, self._score, index) for x, y, w, h, _ in stats[1:]]
        return np.array(rows, np.float32).reshape(1, -1, 6)

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        return map(self.run, images)


def read(output: NDArray[np.float32]) -> Boxes:
    return read_boxes(output, head="yolo-nms-free", thresholds=np.full(CLASSES, 0.5, np.float32), nms_iou=0.6)


def found_on_tiles(picture: Pixels, engine: PatchEngine, **said: object) -> list[tuple[int, ...]]:
    """x1, y1, x2, y2 and class of what is found in tiles of 128 px that overlap by 32, sorted."""
    grid = Grid.over((picture.shape[1], picture.shape[0]), side_px=128, overlap_px=32, stride_px=32)
    boxes = find_on_tiles(engine, read, picture, grid, **{"skip_empty": False, **said})  # type: ignore[arg-type]
    rows = np.column_stack([boxes.xyxy.round().astype(int), boxes.classes])
    return sorted(tuple(int(value) for value in row) for row in rows)
