"""From the bytes a driver gave to pixels."""

from typing import assert_never

import numpy as np

from camera.decoding import decode_picture
from camera.driver import Layout
from camera.errors import FrameBroken
from camera.frame import MediaType, Pixels

_BYTES_PER_PIXEL = {"rgb8": 3, "bgr8": 3, "mono8": 1, "yuyv": 2}

Decoded = tuple[Pixels, bytes | None, MediaType | None]


def to_pixels(data: Pixels, layout: Layout, width_px: int, height_px: int) -> Decoded:
    """RGB pixels (height_px, width_px, 3) of their own, and the file they were decoded from where it was one.

    `data` are the bytes as `RawFrame` describes them, shape (n,). Raises FrameBroken where they are not one whole
    picture of that size.
    """
    import cv2

    if layout == "jpeg":
        encoded = data.tobytes()
        pixels, media_type = decode_picture(encoded)
        return pixels, encoded, media_type
    if data.size != width_px * height_px * _BYTES_PER_PIXEL[layout]:
        raise FrameBroken(
            f"expected {width_px} x {height_px} pixels of {layout}, got {data.size} bytes; trigger again, and check "
            "cable and bandwidth if it comes back"
        )
    match layout:
        case "rgb8":
            return data.reshape(height_px, width_px, 3).copy(), None, None
        case "bgr8":
            converted = cv2.cvtColor(data.reshape(height_px, width_px, 3), cv2.COLOR_BGR2RGB)
        case "mono8":
            converted = cv2.cvtColor(data.reshape(height_px, width_px), cv2.COLOR_GRAY2RGB)
        case "yuyv":
            converted = cv2.cvtColor(data.reshape(height_px, width_px, 2), cv2.COLOR_YUV2RGB_YUYV)
        case _:
            assert_never(layout)
    return np.asarray(converted, np.uint8), None, None
