"""What is looked for in the records."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from inspection.closed import Closed
from inspection.job import Tag
from inspection.record import Source
from inspection.verdict import Verdict


class Word(StrEnum):
    """What the master said: nothing yet, something, or something else than the station."""

    NONE = "none"
    SAID = "said"
    OVERRULED = "overruled"


class Search(Closed):
    """Every entry that is given must hold; inspections come newest first, by their number.

    `since` and `until` bound the time of recording (`until` is not in it). `before` is the number of an entry, for the
    next page. `withdrawn` None finds parts whether they were taken back or not.
    """

    number: int | None = Field(default=None, ge=1)
    order: Tag | None = None
    serial: Tag | None = None
    defect: str | None = None
    part_type: str | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    verdicts: frozenset[Verdict] = frozenset()
    word: Word | None = None
    withdrawn: bool | None = None
    source: Source | None = "bench"
    before: int | None = None
    limit: int = Field(default=50, ge=1, le=500)
