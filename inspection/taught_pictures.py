"""Pictures taken at the bench to be looked at later: as JPEG in HOME/taught/RECIPE/pictures, by their hash."""

import hashlib
from pathlib import Path
from typing import Final

from camera.frame import Pixels
from inspection.on_disk import write_durably

JPEG_QUALITY: Final = 92


def keep_picture(pixels: Pixels, folder: Path) -> str:
    """Keep a picture, (height, width, 3) RGB, in `folder` (HOME/taught/RECIPE); its SHA-256. Raises OSError."""
    import cv2

    _, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    data = encoded.tobytes()
    digest = hashlib.sha256(data).hexdigest()
    write_durably(kept_picture(digest, folder), data)
    return digest


def kept_picture(sha256: str, folder: Path) -> Path:
    """Where the picture lies."""
    return folder / "pictures" / f"{sha256}.jpg"
