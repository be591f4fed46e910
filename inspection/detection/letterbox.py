"""Fitting a picture into the net's input: the smallest rectangle of whole strides, the rest grey."""

from dataclasses import dataclass

import numpy as np

from camera.frame import Pixels

PAD_GREY = 114
"""What the nets saw around their training pictures (ultralytics' LetterBox)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterbox:
    """How a frame lies in the net's input: scaled by `scale`, shifted by `left_px`, `top_px`.

    >>> box = Letterbox.fit(width_px=612, height_px=224, longest_side_px=640, stride_px=32)
    >>> box.input_wh, box.content_wh
    ((640, 256), (640, 234))
    """

    input_wh: tuple[int, int]
    content_wh: tuple[int, int]
    scale_xy: tuple[float, float]
    left_px: int
    top_px: int

    @classmethod
    def fit(cls, *, width_px: int, height_px: int, longest_side_px: int, stride_px: int) -> "Letterbox":
        """The smallest rectangle of whole strides that holds the frame with its longest side at `longest_side_px`."""
        scale = longest_side_px / max(width_px, height_px)
        content = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
        width, height = (-(-side // stride_px) * stride_px for side in content)
        return cls(
            input_wh=(width, height),
            content_wh=content,
            scale_xy=(content[0] / width_px, content[1] / height_px),
            left_px=(width - content[0]) // 2,
            top_px=(height - content[1]) // 2,
        )

    def shrink(self, pixels: Pixels) -> Pixels:
        """A frame of the fitted size, scaled to `content_wh`: the input without its border."""
        import cv2

        if pixels.shape[1::-1] == self.content_wh:
            return pixels
        return np.asarray(cv2.resize(pixels, self.content_wh, interpolation=cv2.INTER_LINEAR), np.uint8)

    def apply(self, pixels: Pixels) -> Pixels:
        """The net's input of shape (height, width, 3), uint8, from a frame of the fitted size."""
        content = self.shrink(pixels)
        width, height = self.input_wh
        if self.content_wh == self.input_wh:
            return np.ascontiguousarray(content, dtype=np.uint8)
        canvas = np.full((height, width, 3), PAD_GREY, dtype=np.uint8)
        rows = slice(self.top_px, self.top_px + self.content_wh[1])
        columns = slice(self.left_px, self.left_px + self.content_wh[0])
        canvas[rows, columns] = content
        return canvas
