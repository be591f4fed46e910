"""The golden picture, as it lies in the station's folder: named by its SHA-256, never changed, never replaced.

A recipe names its golden picture by the hash, so teaching anew leaves what older recipes and records name, and a power
cut leaves either the old golden part or the new one.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from camera.figures import grey_of
from camera.frame import Pixels
from inspection.locating.errors import GoldenMissing, Problem
from inspection.on_disk import write_durably

FOLDER: Final = "golden"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Golden:
    """The part as it should lie and look: `pixels` (height, width, 3) RGB, `grey` (height, width), both read-only.

    `png` are the bytes that are kept, `sha256` is their hash.
    """

    pixels: Pixels
    grey: Pixels
    png: bytes
    sha256: str

    @property
    def wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.grey.shape[1], self.grey.shape[0]

    @classmethod
    def of(cls, pixels: Pixels) -> "Golden":
        """From the pixels of a picture; they are copied."""
        import cv2

        done, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        if not done:
            raise ValueError(f"OpenCV could not write a PNG of shape {pixels.shape}")
        return cls._from(pixels.copy(), data.tobytes())

    @classmethod
    def read(cls, png: bytes) -> "Golden":
        """From the bytes that were kept. Raises ValueError where they are no picture."""
        import cv2

        picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)
        if picture is None:
            raise ValueError("the bytes are no picture")
        return cls._from(np.asarray(picture, np.uint8), png)

    @classmethod
    def _from(cls, pixels: Pixels, png: bytes) -> "Golden":
        grey = grey_of(pixels)
        pixels.flags.writeable = grey.flags.writeable = False
        return cls(pixels=pixels, grey=grey, png=png, sha256=hashlib.sha256(png).hexdigest())


def save_golden(golden: Golden, taught: Path) -> Path:
    """Keep the golden picture in `taught` (HOME/taught/RECIPE); it is on the disk when this returns its path.

    Raises OSError.
    """
    path = _path(taught, golden.sha256)
    write_durably(path, golden.png)
    return path


def load_golden(taught: Path, sha256: str | None) -> Golden:
    """Read the golden picture that a recipe names.

    Raises GoldenMissing where none was taught, or where its file is gone or not what was taught.
    """
    if sha256 is None:
        message = "no golden part has been taught for this recipe; lay a good part in its place and teach it"
        raise GoldenMissing(message, Problem.NOT_TAUGHT)
    path = _path(taught, sha256)
    try:
        png = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error}); teach the golden part again on this station"
        raise GoldenMissing(message, Problem.DAMAGED) from error
    found = hashlib.sha256(png).hexdigest()
    if found != sha256:
        message = f"{path} has changed: expected SHA-256 {sha256}, got {found}; teach the golden part again"
        raise GoldenMissing(message, Problem.DAMAGED)
    return Golden.read(png)


def _path(taught: Path, sha256: str) -> Path:
    return taught / FOLDER / f"{sha256}.png"
