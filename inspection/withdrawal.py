"""The last part taken back: its record stays, and says from now on that it does not count."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from inspection.closed import Closed
from inspection.override import RecordId, in_utc


class WhyWithdrawn(StrEnum):
    """Nothing about the part itself: whoever disagrees with a verdict says so in the master's word."""

    LAY_WRONG = "lay-wrong"
    OTHER_PART = "other-part"
    BY_MISTAKE = "by-mistake"


class Withdrawal(Closed):
    """The inspection `record_id` does not count, and why.

    `withdrawal_id` is made where the button is pressed: a request that comes twice is recorded once.
    """

    withdrawal_id: RecordId
    record_id: RecordId
    why: WhyWithdrawn
    given_at: Annotated[AwareDatetime, AfterValidator(in_utc)]

    def says_the_same(self, other: "Withdrawal") -> bool:
        """Whether both are one: all but the time is equal."""
        return self.model_copy(update={"given_at": other.given_at}) == other
