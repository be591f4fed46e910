"""What an audit found: counts, problems each with the next step, notes."""

from enum import StrEnum

from inspection.closed import Closed
from inspection.records.chain import START, Head


class ProblemCode(StrEnum):
    """What is wrong."""

    DATABASE_MISSING = "database-missing"
    DATABASE_DAMAGED = "database-damaged"
    SCHEMA_UNKNOWN = "schema-unknown"
    ENTRY_CHANGED = "entry-changed"
    ENTRY_UNREADABLE = "entry-unreadable"
    LINK_BROKEN = "link-broken"
    ENTRIES_MISSING = "entries-missing"
    COLUMNS_DIFFER = "columns-differ"
    RECORD_UNKNOWN = "record-unknown"
    LOSS_RECORDED = "loss-recorded"
    WITNESS_DAMAGED = "witness-damaged"
    PICTURE_MISSING = "picture-missing"
    PICTURE_CHANGED = "picture-changed"


class Problem(Closed):
    """One thing that is wrong: which entry, what, and what to do next."""

    code: ProblemCode
    sequence: int | None
    detail: str
    next_step: str


class AuditReport(Closed):
    """Numbers are of what could be read. `head_sequence` and `head_sha256` are worth noting down elsewhere.

    `deleted_pictures` are those that retention deleted; `pictures` and `outside_pictures` are without them.
    """

    entries: int
    inspections: int
    events: int
    overrides: int
    withdrawals: int
    dispositions: int
    pictures: int
    outside_pictures: int
    deleted_pictures: int = 0
    head_sequence: int
    head_sha256: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class Findings:
    """What an audit has counted and found so far."""

    def __init__(self) -> None:
        self.inspections = self.events = self.overrides = self.withdrawals = self.dispositions = 0
        self.pictures = self.outside_pictures = self.deleted_pictures = 0
        self.head: Head = START
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def add(self, code: ProblemCode, sequence: int | None, detail: str) -> None:
        """Note a problem. Bytes that are no UTF-8 are spelled out, so that every report can be printed."""
        shown = detail.encode("utf-8", "backslashreplace").decode()
        self.problems.append(Problem(code=code, sequence=sequence, detail=shown, next_step=_NEXT_STEP[code]))

    def report(self) -> AuditReport:
        """All of it."""
        return AuditReport(
            entries=sum((self.inspections, self.events, self.overrides, self.withdrawals, self.dispositions)),
            inspections=self.inspections,
            events=self.events,
            overrides=self.overrides,
            withdrawals=self.withdrawals,
            dispositions=self.dispositions,
            pictures=self.pictures,
            outside_pictures=self.outside_pictures,
            deleted_pictures=self.deleted_pictures,
            head_sequence=self.head.sequence,
            head_sha256=self.head.sha256,
            problems=tuple(self.problems),
            notes=tuple(self.notes),
        )


_RESTORE = "stop the station, keep the folder as it is, restore the newest backup whose audit is clean"
_NEXT_STEP = {
    ProblemCode.DATABASE_MISSING: _RESTORE,
    ProblemCode.DATABASE_DAMAGED: _RESTORE,
    ProblemCode.SCHEMA_UNKNOWN: "audit with the program that wrote the records",
    ProblemCode.ENTRY_CHANGED: _RESTORE,
    ProblemCode.ENTRY_UNREADABLE: "audit with the program that wrote this entry; else restore the backup",
    ProblemCode.LINK_BROKEN: _RESTORE,
    ProblemCode.ENTRIES_MISSING: _RESTORE,
    ProblemCode.COLUMNS_DIFFER: _RESTORE,
    ProblemCode.RECORD_UNKNOWN: _RESTORE,
    ProblemCode.LOSS_RECORDED: "look for the missing entries in a backup made before this one",
    ProblemCode.WITNESS_DAMAGED: "start the station once: it notes the loss and writes the witness anew",
    ProblemCode.PICTURE_MISSING: "restore this file from the backup",
    ProblemCode.PICTURE_CHANGED: "restore this file from the backup, and look at the disk's health",
}
