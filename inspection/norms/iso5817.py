"""ISO 5817, fusion-welded joints in steel: limits for imperfections by thickness, joint and level.

The numbers are those of the 2014 edition, read in a second-hand copy; the current edition is of 2023. The workshop's
own welding engineer must confirm them before a verdict rests on them. What could not be confirmed is left out.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal, assert_never

from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Characteristic, Unit
from inspection.limit import Formula, Limit

Level = Literal["B", "C", "D"]
LEVELS: tuple[Level, ...] = ("B", "C", "D")
"""From stringent to moderate."""
THIN_UP_TO_MM = 3.0


class Why(StrEnum):
    """Why an imperfection of the norm is not assessed."""

    DEPTH = "depth"
    """One picture from above shows no depth or height."""
    INSIDE = "inside"
    """It lies inside, or on the other side."""
    NOT_TAUGHT = "not-taught"
    """It could be seen, but no model here was taught it."""


class NotAssessable(Closed):
    """An imperfection of the norm that a verdict does not cover: its number in ISO 6520-1, and why."""

    clause: str
    why: Why


class Iso5817(Closed):
    """The weld as it was agreed on before production: thickness, joint, level.

    `t_mm` is the thickness of the plate, `s_mm` the nominal thickness of a butt weld (that of the plate where it is
    left out), `a_mm` the nominal throat of a fillet weld. `confirmed_on` is the day on which the workshop's welding
    engineer confirmed the numbers.
    """

    kind: Literal["iso-5817"] = "iso-5817"
    edition: Literal[2014] = 2014
    level: Level
    joint: Literal["butt", "fillet"]
    t_mm: float = Field(ge=0.5)
    s_mm: float | None = Field(default=None, gt=0)
    a_mm: float | None = Field(default=None, gt=0)
    confirmed_on: date | None = None

    @model_validator(mode="after")
    def _joint_has_its_thickness(self) -> "Iso5817":
        match self.joint:
            case "butt":
                if self.a_mm is not None:
                    raise ValueError("a butt weld has no throat: leave out a_mm, or set joint: fillet")
                if self.s_mm is not None and self.s_mm > self.t_mm:
                    raise ValueError(f"a butt weld of s = {self.s_mm} mm is thicker than its plate, t = {self.t_mm} mm")
            case "fillet":
                if self.a_mm is None or self.s_mm is not None:
                    raise ValueError("a fillet weld needs its nominal throat: give a_mm, and no s_mm")
            case _:
                assert_never(self.joint)
        return self

    @property
    def thickness(self) -> tuple[str, float]:
        """Symbol and value in mm of what pores are held against: s of a butt weld, a of a fillet weld."""
        if self.a_mm is not None:
            return "a", self.a_mm
        return "s", self.s_mm if self.s_mm is not None else self.t_mm

    @property
    def title(self) -> str:
        """Norm, edition and level, as a reason names its source."""
        return f"ISO 5817:{self.edition} {self.level}"

    def limits(self) -> tuple[Limit, ...]:
        """What the level permits of the imperfections that a picture from above shows.

        >>> pore = Iso5817(level="C", joint="butt", t_mm=5).limits()[1]
        >>> pore.clause, pore.upper
        ('2017', 1.0)
        >>> [f"{other.level}: {other.characteristic} {other.upper}" for other in pore.other_levels]
        ['B: count 0.0', 'D: diameter 1.5']
        """
        return _limits(self)

    def not_assessable(self) -> tuple[NotAssessable, ...]:
        """What the level limits as well, and a picture from above cannot answer."""
        butt_only, fillet_only = ("4021", "502"), ("503",)
        left_out = fillet_only if self.joint == "butt" else butt_only
        return tuple(
            NotAssessable(clause=clause, why=why) for clause, why in _NOT_ASSESSABLE.items() if clause not in left_out
        )

    def _limits(self) -> tuple[Limit, ...]:
        cracks = self._limit("crack", "100", Characteristic.COUNT, dict.fromkeys(LEVELS))
        pores = self._limit("pore", "2017", Characteristic.DIAMETER, self._pores())
        return cracks, pores, self._undercut()

    def _pores(self) -> dict[Level, Formula | None]:
        of, of_mm = self.thickness
        if self.t_mm <= THIN_UP_TO_MM:
            return {"B": None, "C": None, "D": Formula(factor=0.3, of=of, of_mm=of_mm)}
        return {
            "B": None,
            "C": Formula(factor=0.2, of=of, of_mm=of_mm, at_most_mm=2),
            "D": Formula(factor=0.3, of=of, of_mm=of_mm, at_most_mm=3),
        }

    def _undercut(self) -> Limit:
        """Its depth is limited, which no picture shows: one that is seen asks for a gauge.

        The numbers of level D and of thin plates are unconfirmed in our copy: they are left out, not the gauge.
        """
        factor = {"B": 0.05, "C": 0.1}.get(self.level)
        known = factor is not None and self.t_mm > THIN_UP_TO_MM
        formula = Formula(factor=factor, of="t", of_mm=self.t_mm, at_most_mm=0.5) if factor and known else None
        return Limit(
            class_name="undercut",
            characteristic=Characteristic.DEPTH,
            upper=formula.value_mm if formula else None,
            unit=Unit.MM,
            source=self.title,
            clause="5011",
            level=self.level,
            formula=formula,
        )

    def _limit(
        self, class_name: str, clause: str, characteristic: Characteristic, allowed: dict[Level, Formula | None]
    ) -> Limit:
        """The limit of this level, with those of the others beside it."""
        at = {level: self._at(level, class_name, clause, characteristic, allowed[level]) for level in LEVELS}
        same = all(formula is None for formula in allowed.values())
        others = () if same else tuple(limit for level, limit in at.items() if level != self.level)
        return at[self.level].model_copy(update={"other_levels": others})

    def _at(
        self, level: Level, class_name: str, clause: str, characteristic: Characteristic, formula: Formula | None
    ) -> Limit:
        """A level without a formula permits none at all, which is a count of at most 0."""
        return Limit(
            class_name=class_name,
            characteristic=Characteristic.COUNT if formula is None else characteristic,
            upper=0 if formula is None else formula.value_mm,
            unit=Unit.ONE if formula is None else Unit.MM,
            source=f"ISO 5817:{self.edition} {level}",
            clause=clause,
            level=level,
            formula=formula,
        )


@lru_cache(maxsize=64)
def _limits(weld: Iso5817) -> tuple[Limit, ...]:
    """Worked out once a weld, not several times a part."""
    return weld._limits()


_NOT_ASSESSABLE: dict[str, Why] = {
    "2025": Why.DEPTH,
    "401": Why.INSIDE,
    "4021": Why.INSIDE,
    "5011": Why.DEPTH,
    "502": Why.DEPTH,
    "503": Why.DEPTH,
    "506": Why.DEPTH,
    "510": Why.NOT_TAUGHT,
}
