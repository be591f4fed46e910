"""The master's word on a part: it stands beside the station's verdict, which never changes."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from inspection.closed import Closed
from inspection.verdict import Verdict

RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""The id of an inspection or an override: 128 random bits, made by whoever asks for it to be recorded."""


class Role(StrEnum):
    """Who may speak: what they are in the shop, never their name."""

    MASTER = "master"
    INSTRUCTOR = "instructor"
    QUALITY_MANAGER = "quality-manager"


def on_one_line(text: str) -> str:
    """The text as it is. Raises ValueError where it is not one printable line."""
    if text != text.strip() or not text.isprintable():
        raise ValueError("a reason is printable text on one line, without blanks around it")
    return text


def in_utc(moment: datetime) -> datetime:
    """The moment as it is. Raises ValueError where it is not given in UTC."""
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"the time is given in UTC; got {moment.isoformat()}")
    return moment


MastersVerdict = Literal[Verdict.PASS, Verdict.FAIL]
"""The master decides: there is nobody left to ask."""

WhyOverridden = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(on_one_line)]


class Override(Closed):
    """What the master said of the part `record_id`, why, in which role, and when.

    `override_id` is made where the form is filled in, before anything is sent: a request that comes twice (a double
    click, a page loaded again) carries the same one and is recorded once. A name never stands here; whatever says who
    spoke refers to `override_id` and is kept apart, for those who may know.
    """

    override_id: RecordId
    record_id: RecordId
    verdict: MastersVerdict
    role: Role
    reason: WhyOverridden
    given_at: Annotated[AwareDatetime, AfterValidator(in_utc)]

    def says_the_same(self, other: "Override") -> bool:
        """Whether both are the same word, spoken once and heard twice: all but the time is equal."""
        return self.model_copy(update={"given_at": other.given_at}) == other
