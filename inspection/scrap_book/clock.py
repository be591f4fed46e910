"""Where the computer's clock was set: parts are in the order of their numbers, but days come from the clock."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pydantic import AwareDatetime, Field

from inspection.closed import Closed

if TYPE_CHECKING:
    from inspection.scrap_book.facts import PartFacts

BACKWARD_MS: Final = 60_000
"""Steps back that a computer makes by itself to keep the time are shorter. Summer time is none: records are in UTC."""
FORWARD_MS: Final = 60 * 24 * 3600 * 1000
"""A shop that is closed for longer than 60 days is rarer than a wrong clock; either way it is worth a look."""


class ClockJump(Closed):
    """Between entry `sequence` and the part before it the clock went from `before` to `after`: backwards, or months."""

    sequence: int = Field(ge=1)
    before: AwareDatetime
    after: AwareDatetime


def clock_jumps(facts: "PartFacts") -> tuple[ClockJump, ...]:
    """Every jump, by number."""
    import numpy as np

    steps = np.diff(facts.recorded_ms)
    places = np.flatnonzero((steps < -BACKWARD_MS) | (steps > FORWARD_MS))
    return tuple(
        ClockJump(
            sequence=int(facts.sequence[place + 1]),
            before=moment(int(facts.recorded_ms[place])),
            after=moment(int(facts.recorded_ms[place + 1])),
        )
        for place in places
    )


def moment(recorded_ms: int) -> datetime:
    """Milliseconds since 1970 as a time.

    >>> moment(1_772_438_400_000).isoformat()
    '2026-03-02T08:00:00+00:00'
    """
    return datetime.fromtimestamp(recorded_ms / 1000, UTC)
