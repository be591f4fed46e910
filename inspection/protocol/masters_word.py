"""What the master said of a part, beside the station's verdict, which never changes."""

from typing import Literal

from pydantic import AwareDatetime, Field

from inspection.closed import Closed
from inspection.verdict import Verdict


class MastersWord(Closed):
    """The master's own verdict with the reason; the role that spoke, never a name."""

    verdict: Literal[Verdict.PASS, Verdict.FAIL]
    role: str = Field(min_length=1, max_length=60)
    reason: str = Field(min_length=1, max_length=500)
    given_at: AwareDatetime
