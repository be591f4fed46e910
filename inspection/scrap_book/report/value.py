"""What a report on scrap says, before it is written in any format. `docs/scrap.md` names every entry."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from inspection.closed import Closed
from inspection.rate import Rate
from inspection.scrap_book.clock import ClockJump
from inspection.scrap_book.p_chart import Side


class By(StrEnum):
    """What the rows of a report are. A day is the shortest time that there is; a person is nothing to count by."""

    PART = "part"
    ORDER = "order"
    MACHINE = "machine"
    DEFECT = "defect"
    DAY = "day"


class Remark(StrEnum):
    """What must be known about a row before its numbers are used."""

    WITHHELD = "withheld"
    """Fewer parts than a group may have: no figures."""
    JOINED = "joined"
    """Groups of fewer parts than that, put together."""
    TOO_FEW = "too-few"
    """So few parts that the share says next to nothing."""
    WORSE = "worse"
    """Above what is usual for so many parts: hardly chance."""
    BETTER = "better"
    """Below what is usual for so many parts: hardly chance."""
    CLOCK_SET = "clock-set"
    """The clock was set in these days."""


class Row(Closed):
    """One part type, order, machine, class of defects, or one or more days; figures are None where they are withheld.

    `label` is the name; None for days, for parts without one, and for several `groups` put together. `n` is the parts
    whose fate is known: good, rework and scrap; `open` comes on top. `assumed` of them have the fate that the last
    verdict suggests, since nobody said another. `scrap_rate` is the share of scrap with its 95 % interval;
    `usual_low` and `usual_high` are where so many parts of this report lie by chance (three sigma). `cost_cents` is
    that of scrap and rework as far as known, `cost_unknown` how many of those parts it leaves out. Of a class of
    defects there is no `good`, and `n` is that of the whole report.
    """

    label: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    groups: int = Field(default=1, ge=1)
    n: int | None = None
    good: int | None = None
    rework: int | None = None
    scrap: int | None = None
    open: int | None = None
    assumed: int | None = None
    scrap_rate: Rate | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    cost_cents: int | None = None
    cost_unknown: int | None = None
    remarks: tuple[Remark, ...] = ()


class Stretch(Closed):
    """Days that are worse (above) or better (below) than the whole, hardly by chance.

    `rules` are those of Western Electric that say so; what overlaps on one side is one stretch.
    """

    first_day: date
    last_day: date
    side: Side
    rules: tuple[int, ...] = Field(min_length=1)
    is_going_on: bool


class ScrapReport(Closed):
    """A report. `since` and `until` are the first and last day asked for, None where the period is open.

    `only` is what else was asked for: part type, order, machine, lot, material, cause. `rows` stand in the order of
    time, else the most scrap first; `defects` likewise, whatever the rows are. `strays` is how many parts lie between
    the first and the last of the report by their number, but not by their time. `newest_entry` and `as_of` are of the
    newest part in it.
    """

    version: int = 1
    by: By
    since: date | None = None
    until: date | None = None
    only: dict[str, str] = Field(default_factory=dict)
    total: Row
    rows: tuple[Row, ...] = ()
    defects: tuple[Row, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    clock_jumps: tuple[ClockJump, ...] = ()
    strays: int = 0
    group_size: int
    newest_entry: int | None = None
    as_of: AwareDatetime | None = None
