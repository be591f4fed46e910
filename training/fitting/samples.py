"""Labelled pictures at the size of the net's input."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from camera.picture_file import read_picture_file
from inspection.detection.letterbox import Letterbox
from training.data.labels import LabelledPicture
from training.fitting.shop_light import Seen

CACHE_BYTES = 1_000_000_000
"""Pictures are kept in memory up to this; the rest is read from the disk again each time."""


class Samples:
    """The pictures of one split, by number from 0. Safe for one reading thread."""

    def __init__(self, pictures: Sequence[LabelledPicture], classes: tuple[str, ...], longest_side_px: int) -> None:
        """Nothing is read before it is asked for."""
        self._pictures = tuple(pictures)
        self._number_of = {name: number for number, name in enumerate(classes)}
        self._longest_side_px = longest_side_px
        self._kept: dict[int, Seen] = {}
        self._room = CACHE_BYTES

    def __len__(self) -> int:
        return len(self._pictures)

    def input_wh(self, number: int) -> tuple[int, int]:
        """Width and height in px of the net's input that holds the picture."""
        return self._letterbox(number).input_wh

    def picture_wh(self, number: int) -> tuple[int, int]:
        """Width and height in px of the picture as it is handed out."""
        return self._letterbox(number).content_wh

    def labels(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """`xyxy` (n, 4) and `classes` (n,) of the picture as it is handed out, without reading it."""
        boxes, scale = self._pictures[number].boxes, self._letterbox(number).scale_xy
        xyxy = np.array([box.xyxy for box in boxes], np.float32).reshape(-1, 4) * np.array(scale * 2, np.float32)
        return xyxy, np.array([self._number_of[box.class_name] for box in boxes], np.int64)

    def __getitem__(self, number: int) -> Seen:
        """The picture, scaled so that its longest side is the input's, without its grey border.

        Raises FrameBroken where the file can no longer be read.
        """
        if number in self._kept:
            return self._kept[number]
        pixels = self._letterbox(number).shrink(read_picture_file(self._pictures[number].picture).pixels)
        xyxy, classes = self.labels(number)
        seen = Seen(pixels=pixels, xyxy=xyxy, classes=classes)
        if pixels.nbytes <= self._room:
            self._room -= pixels.nbytes
            self._kept[number] = seen
        return seen

    def _letterbox(self, number: int) -> Letterbox:
        picture = self._pictures[number]
        return Letterbox.fit(
            width_px=picture.width_px,
            height_px=picture.height_px,
            longest_side_px=self._longest_side_px,
            stride_px=32,
        )
