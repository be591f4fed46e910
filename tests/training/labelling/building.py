"""Pictures and shapes for the tests of labelling."""

import io

import numpy as np
from PIL import Image

from camera.frame import Pixels
from training.labelling.drawing import Shape, Xyxy

PART = "weld"


def png(seed: int = 1, *, width_px: int = 80, height_px: int = 60) -> bytes:
    """A small picture, another one for every seed."""
    return png_of(np.random.default_rng(seed).integers(0, 255, (height_px, width_px, 3), np.uint8))


def png_of(pixels: Pixels) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def box(class_name: str = "pore", xyxy: Xyxy = (10, 10, 20, 20)) -> Shape:
    """A box, drawn by hand."""
    return Shape(class_name=class_name, xyxy=xyxy)
