"""Which limits the optics cannot resolve, and what would help. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inspection.finding import Characteristic, Unit

MIN_PIXELS: Final[Mapping[Characteristic, float]] = {
    Characteristic.DIAMETER: 5,
    Characteristic.EQUIVALENT_DIAMETER: 5,
    Characteristic.LENGTH: 5,
    Characteristic.WIDTH: 2,
    Characteristic.AREA: 5,
    Characteristic.ALONG: 5,
    Characteristic.ACROSS: 5,
    Characteristic.DISTANCE: 2,
    Characteristic.SUM_PER_100_MM: 5,
}
"""How many pixels a limit must span at least; an area, the side of the square of the same area.

Rules of thumb of the trade, not of a norm: 3 px see a spot of perfect contrast (STEMMER IMAGING, "Grundlagen:
Auflösung"), 5 px are needed to be sure of it and to tell its kind (machinevision4users.blogspot.com, 26 April 2011;
mfgcalcs.com, "Minimum Detectable Defect Size"), and below 5 px an edge that is half a pixel off on either side changes
a diameter by more than a fifth. A line, such as a hair crack, or the gap between two defects is seen from 2 px on
(sampling theorem: two samples to the finest detail).
"""

_AREAS: Final = (Unit.MM2, Unit.PX2)
_LENGTHS: Final = (Unit.MM, Unit.PX)


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFine:
    """A limit (`limit_value` in `unit`) that spans `spans_px` pixels where `needed_px` are needed."""

    characteristic: Characteristic
    limit_value: float
    unit: Unit
    spans_px: float
    needed_px: float

    @property
    def factor(self) -> float:
        """How much nearer, how much longer the focal length, or how many times the pixels across the sensor."""
        return self.needed_px / self.spans_px

    @property
    def resolvable(self) -> float:
        """The smallest limit that can be asked for here, in `unit`."""
        return self.limit_value * (self.factor**2 if self.unit in _AREAS else self.factor)

    def pixels_across(self, now_px: int) -> int:
        """How many pixels a sensor needs across where today's has `now_px`, for the same field of view."""
        return math.ceil(now_px * self.factor)


def too_fine(limit_value: float, characteristic: Characteristic, unit: Unit, length_per_px: float) -> TooFine | None:
    """The limit when the optics cannot resolve it; None when they can, or where the question makes no sense.

    `length_per_px` is how long a pixel is on the part, in the length that belongs to `unit` (`scale.length_per_px`;
    take the largest of the field). Counts, shares, places, depths, and a limit of 0 (which means: none may be there)
    need no resolution of their own.

    Raises ValueError for a `length_per_px` that is not above 0.

    >>> too_fine(1.0, Characteristic.DIAMETER, Unit.MM, 0.1) is None
    True
    >>> too_fine(0.25, Characteristic.DIAMETER, Unit.MM, 0.1).factor
    2.0
    """
    if not 0 < length_per_px < math.inf:
        raise ValueError(f"the length of a pixel must be above 0; got {length_per_px}")
    needed_px = MIN_PIXELS.get(characteristic)
    if needed_px is None or limit_value <= 0 or unit not in (*_LENGTHS, *_AREAS):
        return None
    length = math.sqrt(limit_value) if unit in _AREAS else limit_value
    spans_px = length / length_per_px
    if spans_px >= needed_px * (1 - 1e-9):  # 0.5 mm at 0.1 mm are 5 px, whatever the last bit says
        return None
    return TooFine(
        characteristic=characteristic, limit_value=limit_value, unit=unit, spans_px=spans_px, needed_px=needed_px
    )
