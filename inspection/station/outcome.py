"""What comes of a trigger."""

from dataclasses import dataclass

from inspection.record import InspectionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The part was inspected and its record is on the disk; `elapsed_ms` from trigger to acknowledged record."""

    record: InspectionRecord
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """The trigger came while the one before was still at work, or within the lock-out: one part, one record."""

    since_last_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Records cannot be acknowledged, so nothing is inspected. `why` says what to do."""

    why: str


Outcome = Recorded | Ignored | Stopped
