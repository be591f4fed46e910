"""What a demonstration says of itself, for screens."""

from enum import StrEnum

from pydantic import Field

from inspection.closed import Closed
from inspection.demonstration.faults import Fault
from inspection.verdict import Verdict


class Doing(StrEnum):
    """What happens at this moment."""

    PAUSED = "paused"
    ASLEEP = "asleep"
    LAYING = "laying"
    JUDGING = "judging"
    SHOWING = "showing"


class Learning(StrEnum):
    """Whether the station knows good parts well enough to tell that another one lies there."""

    NOT_PLANNED = "not-planned"
    UNDER_WAY = "under-way"
    LEARNED = "learned"
    FAILED = "failed"


class Demonstrated(Closed):
    """The last part that the demonstration had judged: its number in the record, and from trigger to record."""

    sequence: int
    elapsed_ms: float


class DemonstrationState(Closed):
    """Everything at a glance. `counts` are the parts of this demonstration.

    Parts with a number above `fault_since` were judged with the `fault`. `trouble` says why it stopped by itself.
    """

    running: bool
    doing: Doing
    pace_s: float
    fault: Fault | None = None
    fault_since: int = 0
    last: Demonstrated | None = None
    counts: dict[Verdict, int] = Field(default_factory=dict)
    faults_made: int = 0
    faults_noticed: int = 0
    learning: Learning = Learning.NOT_PLANNED
    trouble: str | None = None
