"""The picture of one exposure, and what is known about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
MediaType: TypeAlias = Literal["image/jpeg", "image/png"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One exposure.

    `pixels` has the shape (height, width, 3), RGB, 8 bit, and cannot be written to. `captured_at` is UTC.
    `encoded` are the bytes as the camera or the file gave them, where it gave any: they are what a record keeps.

    Raises ValueError where the pixels have another shape or type, or the time has no zone.
    """

    pixels: Pixels
    frame_id: int
    captured_at: datetime
    camera_id: str
    exposure_time_us: float | None = None
    gain_db: float | None = None
    encoded: bytes | None = None
    media_type: MediaType | None = None

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise ValueError(f"a frame is (height, width, 3) of uint8; got {self.pixels.shape} of {self.pixels.dtype}")
        if self.captured_at.tzinfo is None:
            raise ValueError("a frame's time needs a zone: datetime.now(UTC)")
        if (self.encoded is None) != (self.media_type is None):
            raise ValueError("encoded bytes and their media type come together")
        pixels = self.pixels.view()
        pixels.flags.writeable = False
        object.__setattr__(self, "pixels", pixels)

    @property
    def width_px(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])
