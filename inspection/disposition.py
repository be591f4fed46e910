"""What becomes of a part: it is good, it is worked on once more, or it is scrap. Said beside every verdict."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from inspection.closed import Closed
from inspection.override import RecordId, Role, in_utc, on_one_line


class Fate(StrEnum):
    """Where the part goes."""

    GOOD = "good"
    REWORK = "rework"
    SCRAP = "scrap"


WhyDisposed = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(on_one_line)]

Cause = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(on_one_line)]
"""The name of a class of defects, as it stands in the findings."""


class Disposition(Closed):
    """What becomes of the part `record_id`, for which class of defects and reason, and what it costs.

    `cost_cents` is what was known when it was said: it does not change when material becomes dearer. A part that is
    good costs nothing; of every other one a reason is given. `disposition_id` is made where the form is filled in: a
    request that comes twice is recorded once. Corrections are new entries, and the newest counts. `role` is what the
    person is in the shop; a name never stands here.
    """

    disposition_id: RecordId
    record_id: RecordId
    fate: Fate
    cause: Cause | None = None
    reason: WhyDisposed | None = None
    cost_cents: int = Field(ge=0, le=10**12)
    role: Role
    given_at: Annotated[AwareDatetime, AfterValidator(in_utc)]

    @model_validator(mode="after")
    def _fits_its_fate(self) -> Self:
        if self.fate is Fate.GOOD and self.cost_cents:
            raise ValueError(f"a good part costs nothing; got {self.cost_cents} cents: say 0, or another fate")
        if self.fate is not Fate.GOOD and self.reason is None:
            raise ValueError(f"a part that is {self.fate} needs a reason")
        return self

    def says_the_same(self, other: "Disposition") -> bool:
        """Whether both are one, said once and heard twice: all but the time is equal."""
        return self.at(other.given_at) == other

    def at(self, given_at: datetime) -> "Disposition":
        """The same, said at another time (UTC)."""
        return self.model_copy(update={"given_at": given_at})
