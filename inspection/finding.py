"""What was seen on a picture, and how large it is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from inspection.closed import Closed

Px = Annotated[float, Field(description="pixels of the frame, origin top left, x to the right, y down")]


class Detection(Closed):
    """One defect as the detector saw it: a box `xyxy` in pixels of the frame, with the score 0..1.

    Raises ValueError (pydantic) for a score outside 0..1, NaN, or a box without area.
    """

    class_name: str
    score: float = Field(ge=0, le=1)
    xyxy: tuple[Px, Px, Px, Px]

    @model_validator(mode="after")
    def _has_area(self) -> "Detection":
        x1, y1, x2, y2 = self.xyxy
        if not (x2 > x1 and y2 > y1):
            raise ValueError(f"a box needs x2 > x1 and y2 > y1; got {self.xyxy}")
        return self


class Characteristic(StrEnum):
    """What is measured on a defect, and counted on a part."""

    DIAMETER = "diameter"
    LENGTH = "length"
    AREA = "area"
    COUNT = "count"


class Unit(StrEnum):
    """Millimetres where the scale is known, pixels where it is not; never mixed."""

    MM = "mm"
    MM2 = "mm²"
    PX = "px"
    PX2 = "px²"
    ONE = "1"


class Measurement(Closed):
    """A characteristic's value with its standard uncertainty, both in `unit`."""

    characteristic: Characteristic
    value: float = Field(ge=0)
    uncertainty: float = Field(ge=0)
    unit: Unit


class Finding(Closed):
    """A detection and its measurements."""

    detection: Detection
    measurements: tuple[Measurement, ...]
