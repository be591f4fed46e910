"""What candidate and active model said of every golden picture: what each found, missed, and flagged where nothing is.

All places are in px of the picture.
"""

from typing import Self

from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Outline
from inspection.record import Sha256
from inspection.verdict import Verdict
from training.judging.report import Share, Xyxy


class Defect(Closed):
    """A labelled place that may not simply be there."""

    class_name: str
    xyxy: Xyxy
    polygon: Outline | None


class Pointed(Closed):
    """A place that a model pointed at. `is_wrong`: it names a defect, and none is labelled there."""

    class_name: str
    score: Share
    xyxy: Xyxy
    polygon: Outline | None
    is_wrong: bool


class Said(Closed):
    """What one model said of a picture; `found` says of each of its defects whether the model points there."""

    verdict: Verdict
    findings: tuple[Pointed, ...]
    found: tuple[bool, ...]

    @property
    def missed(self) -> int:
        """How many defects nothing points at."""
        return self.found.count(False)

    @property
    def flagged_wrongly(self) -> int:
        """How many places are flagged where nothing is."""
        return sum(one.is_wrong for one in self.findings)


class ComparedPicture(Closed):
    """A golden picture: what it deserves (`truth`), the labelled defects, and what the two said. No model is active:
    `active` is None."""

    sha256: Sha256
    name: str
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    truth: Verdict
    defects: tuple[Defect, ...]
    candidate: Said
    active: Said | None

    @model_validator(mode="after")
    def _about_the_same_defects(self) -> Self:
        for said in (self.candidate, self.active):
            if said is not None and len(said.found) != len(self.defects):
                raise ValueError(f"{len(said.found)} answers about {len(self.defects)} defects")
        return self

    @property
    def is_told_apart(self) -> bool:
        """Whether the two said something different of it that counts: the verdict, what is missed, what is flagged."""
        if self.active is None:
            return False
        mine, theirs = self.candidate, self.active
        return (mine.verdict, mine.found, mine.flagged_wrongly) != (
            theirs.verdict,
            theirs.found,
            theirs.flagged_wrongly,
        )
