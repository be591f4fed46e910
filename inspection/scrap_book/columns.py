"""Parts as columns: a year of them is counted in milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final, Literal

import numpy as np
from pydantic import AwareDatetime

from inspection.closed import Closed
from inspection.disposition import Fate

FATES: Final = (*(fate.value for fate in Fate), "open")
"""What `PartFacts.fate` counts in; "open" is what nobody has decided."""

Column = Literal["part_type", "order", "machine", "lot", "material", "cause"]
"""The columns of words."""

Array = np.ndarray[tuple[int], np.dtype[Any]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_DAY_MS: Final = 86_400_000
_STEP_MS: Final = 900_000
"""Clocks are put forward or back at a quarter of an hour of UTC, everywhere."""
_1970: Final = datetime(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartFacts:
    """The parts of the bench that were not taken back, one place each, in the order in which they were recorded.

    - `sequence` (int64), `recorded_ms` (int64): number of the entry; milliseconds since 1970 in UTC.
    - `part_type`, `order`, `machine`, `lot`, `material`, `cause` (int32): place in `names[column]`, -1 for none. The
      cause is the class that a disposition names, else that of the station's first reason.
    - `verdict`, `word` (int8): the station's, and the master's newest; place in `tuple(Verdict)`, -1 for no word.
    - `fate` (int8): place in `FATES`. The newest disposition says it; else the final verdict: PASS is good, FAIL scrap,
      all else open. `assumed` is where that made scrap of a part of which nobody said so.
    - `cost_cents` (int64): as the disposition fixed it; where scrap is assumed, what is known now. -1 for unknown, and
      for a part that is open.

    The arrays have one length and are read-only.
    """

    sequence: Array
    recorded_ms: Array
    part_type: Array
    order: Array
    machine: Array
    lot: Array
    material: Array
    cause: Array
    verdict: Array
    word: Array
    fate: Array
    assumed: Mask
    cost_cents: Array
    names: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for name in _ARRAYS:
            getattr(self, name).flags.writeable = False

    def __len__(self) -> int:
        return len(self.sequence)

    def where(self, mask: Array) -> "PartFacts":
        """Those parts alone; `mask` is one of bools, or of places."""
        return PartFacts(**{name: getattr(self, name)[mask] for name in _ARRAYS}, names=self.names)

    def is_(self, column: Column, name: str) -> Mask:
        """Which parts have this name in a column."""
        names = self.names[column]
        place = names.index(name) if name in names else len(names)
        found: Mask = getattr(self, column) == place
        return found

    def days(self, zone: tzinfo | None = None) -> Array:
        """The day of each part by the calendar of `zone` (the station's own where None), as `date.toordinal` counts."""
        if not len(self):
            return np.zeros(0, np.int64)
        utc_days, place = np.unique(self.recorded_ms // _DAY_MS, return_inverse=True)
        begin, end = (_offsets_ms((utc_days + more) * _DAY_MS, zone) for more in (0, 1))
        offset = begin[place]
        for changing in np.flatnonzero(begin != end):
            within = place == changing
            steps, step = np.unique(self.recorded_ms[within] // _STEP_MS, return_inverse=True)
            offset[within] = _offsets_ms(steps * _STEP_MS, zone)[step]
        days: Array = (self.recorded_ms + offset) // _DAY_MS + _1970
        return days


_ARRAYS: Final = tuple(field.name for field in fields(PartFacts) if field.name != "names")


class Question(Closed):
    """Which parts are meant: all that is given must hold. `until` is not in it."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    part_type: str | None = None
    order: str | None = None
    machine: str | None = None
    lot: str | None = None
    material: str | None = None
    cause: str | None = None

    def mask(self, facts: PartFacts) -> Mask:
        """Which of the parts are meant."""
        meant = np.ones(len(facts), np.bool_)
        if self.since is not None:
            meant &= facts.recorded_ms >= _ms(self.since)
        if self.until is not None:
            meant &= facts.recorded_ms < _ms(self.until)
        columns: tuple[Column, ...] = ("part_type", "order", "machine", "lot", "material", "cause")
        for column in columns:
            name = getattr(self, column)
            if name is not None:
                meant &= facts.is_(column, name)
        return meant


def _ms(moment: datetime) -> int:
    """Milliseconds since 1970, to be compared: a part is recorded to the millisecond."""
    return -((datetime(1970, 1, 1, tzinfo=UTC) - moment) // timedelta(milliseconds=1))


def _offsets_ms(moments_ms: Array, zone: tzinfo | None) -> Array:
    """How far the clock of `zone` is ahead of UTC at each moment."""
    moments = (datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone) for ms in moments_ms.tolist())
    ahead = [(moment.utcoffset() or timedelta(0)) // timedelta(milliseconds=1) for moment in moments]
    return np.array(ahead, np.int64)
