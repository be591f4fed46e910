"""What was seen on a picture, and how large it is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from inspection.closed import Closed

Px = Annotated[float, Field(description="pixels of the frame, origin top left, x to the right, y down")]


Outline = tuple[tuple[Px, Px], ...]
"""Corners of a closed line round a defect, x and y."""


class Detection(Closed):
    """One defect as the detector saw it: a box `xyxy` in pixels of the frame, with the score 0..1.

    `polygon` is its outline where the model gives one.

    Raises ValueError (pydantic) for a score outside 0..1, NaN, or a box without area.
    """

    class_name: str
    score: float = Field(ge=0, le=1)
    xyxy: tuple[Px, Px, Px, Px]
    polygon: Outline | None = None

    @model_validator(mode="after")
    def _has_area(self) -> "Detection":
        x1, y1, x2, y2 = self.xyxy
        if not (x2 > x1 and y2 > y1):
            raise ValueError(f"a box needs x2 > x1 and y2 > y1; got {self.xyxy}")
        return self


class Characteristic(StrEnum):
    """What is measured on a defect, or summed up over a part.

    Of one defect: DIAMETER is the largest distance between two points of its outline, EQUIVALENT_DIAMETER that of the
    circle of the same area, LENGTH the way along it from tip to tip, WIDTH the smallest distance between two parallels
    that enclose it, ALONG and ACROSS its extents along the seam or grain and square to it, POSITION where its middle
    lies along it, DISTANCE the clear way to the next defect of its class that is seen no less surely, DEPTH what no
    single picture shows.

    Of all defects of a class: COUNT, SHARE_OF_LENGTH the sum of their extents as a share of the seam's length,
    SUM_PER_100_MM the largest sum of extents within 100 mm of it. SHARE_OF_WIDTH is a defect's extent across as a
    share of the piece's width.
    """

    DIAMETER = "diameter"
    EQUIVALENT_DIAMETER = "equivalent-diameter"
    LENGTH = "length"
    WIDTH = "width"
    AREA = "area"
    ALONG = "along"
    ACROSS = "across"
    POSITION = "position"
    DISTANCE = "distance"
    DEPTH = "depth"
    COUNT = "count"
    SHARE_OF_WIDTH = "share-of-width"
    SHARE_OF_LENGTH = "share-of-length"
    SUM_PER_100_MM = "sum-per-100-mm"


class Unit(StrEnum):
    """Millimetres where the scale is known, pixels where it is not; never mixed."""

    MM = "mm"
    MM2 = "mm²"
    PX = "px"
    PX2 = "px²"
    PERCENT = "%"
    ONE = "1"


class Measurement(Closed):
    """A characteristic's value with its standard uncertainty, both in `unit`."""

    characteristic: Characteristic
    value: float = Field(ge=0)
    uncertainty: float = Field(ge=0)
    unit: Unit


class Finding(Closed):
    """A detection and its measurements.

    `outline` is what was measured, in pixels of the frame; None where no outline stood out and the box was measured,
    which errs upwards. `cut` says that it runs out of the picture: it may be larger than what is seen of it.
    """

    detection: Detection
    measurements: tuple[Measurement, ...]
    outline: Outline | None = None
    cut: bool = False
