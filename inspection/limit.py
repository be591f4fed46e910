"""What a defect may have at most (or a distance at least), and where the number comes from."""

from typing import Final

from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Characteristic, Unit

OWN: Final = "shop"
"""The source of a limit that the workshop has set itself."""

_LENGTHS = frozenset({Unit.MM, Unit.PX})
_SHARES = frozenset({Unit.PERCENT})
_UNITS: Final[dict[Characteristic, frozenset[Unit]]] = {
    Characteristic.DIAMETER: _LENGTHS,
    Characteristic.EQUIVALENT_DIAMETER: _LENGTHS,
    Characteristic.LENGTH: _LENGTHS,
    Characteristic.WIDTH: _LENGTHS,
    Characteristic.AREA: frozenset({Unit.MM2, Unit.PX2}),
    Characteristic.ALONG: _LENGTHS,
    Characteristic.ACROSS: _LENGTHS,
    Characteristic.POSITION: frozenset(),  # where a defect lies is not limited: regions say where it counts
    Characteristic.DISTANCE: _LENGTHS,
    Characteristic.DEPTH: frozenset({Unit.MM}),
    Characteristic.COUNT: frozenset({Unit.ONE}),
    Characteristic.SHARE_OF_WIDTH: _SHARES,
    Characteristic.SHARE_OF_LENGTH: _SHARES,
    Characteristic.SUM_PER_100_MM: frozenset({Unit.MM}),
}


class Formula(Closed):
    """How a norm makes a limit from a thickness: `factor` times `of_mm` (named `of`), at most `at_most_mm`."""

    factor: float = Field(gt=0)
    of: str
    of_mm: float = Field(gt=0)
    at_most_mm: float | None = None

    @property
    def value_mm(self) -> float:
        """The limit, in mm; rounded to a micrometre, so that 0.3 x 5 is 1.5.

        >>> Formula(factor=0.2, of="s", of_mm=5, at_most_mm=2).value_mm
        1.0
        """
        value = round(self.factor * self.of_mm, 3)
        return value if self.at_most_mm is None else min(value, self.at_most_mm)


class Limit(Closed):
    """A class of defect may have at most `upper` (a distance: at least `lower`), in `unit`.

    Nearer to the limit than the measurement's expanded uncertainty, or than `guard_band` where that is more, the master
    decides. A count of at most 0 is the field's "not permitted". A depth is never measured here: a defect of its class
    asks for the gauge, with the number (`upper`) where it is known. `source` names the norm with edition and level, or
    the shop; `clause` is the number of the imperfection in ISO 6520-1; `other_levels` is what it allows at other
    levels. A limit that is not `switched_on` is shown and not applied.
    """

    class_name: str
    characteristic: Characteristic
    upper: float | None = Field(default=None, ge=0)
    lower: float | None = Field(default=None, ge=0)
    unit: Unit
    guard_band: float = Field(default=0, ge=0)
    source: str
    clause: str | None = None
    level: str | None = None
    formula: Formula | None = None
    other_levels: tuple["Limit", ...] = ()
    switched_on: bool = True

    @model_validator(mode="after")
    def _consistent(self) -> "Limit":
        fitting = _UNITS[self.characteristic]
        if self.unit not in fitting:
            allowed = " or ".join(sorted(fitting)) or "never limited"
            raise ValueError(f"a limit on {self.characteristic} is {allowed}; got {self.unit}")
        if self.characteristic is Characteristic.DISTANCE:
            if self.lower is None or self.upper is not None:
                raise ValueError("a distance between defects has a lower limit: give `lower`, and no `upper`")
        elif self.lower is not None or (self.upper is None and self.characteristic is not Characteristic.DEPTH):
            raise ValueError(f"a limit on {self.characteristic} has an upper bound: give `upper`, and no `lower`")
        return self

    @property
    def bound(self) -> float | None:
        """The number itself; None for a depth of which only is known that it is limited."""
        return self.upper if self.upper is not None else self.lower
