"""The heat map over the picture, for people."""

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels

SHOWN_FROM = 0.4
"""Heat below this is not painted: it is how good parts differ among each other. 0.5 is the threshold."""


def painted(pixels: Pixels, heat: NDArray[np.float32]) -> Pixels:
    """`pixels` (height, width, 3; RGB; uint8) with `heat` (height, width; 0 to 1) over it, a line where it reaches 0.5.

    Raises ValueError where they differ in size.
    """
    import cv2

    if pixels.shape[:2] != heat.shape:
        raise ValueError(f"expected a heat map of {pixels.shape[:2]}, got {heat.shape}")
    strength = ((heat - SHOWN_FROM) / (1 - SHOWN_FROM)).clip(0, 1)
    colours = cv2.applyColorMap(np.round(strength * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    cover = np.minimum(strength * 2, 0.7)[..., None]
    mixed = np.ascontiguousarray(np.round(pixels * (1 - cover) + colours * cover).astype(np.uint8))
    outlines, _ = cv2.findContours((heat >= 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(cv2.drawContours(mixed, outlines, -1, (255, 220, 0), max(1, min(heat.shape) // 200)), np.uint8)
