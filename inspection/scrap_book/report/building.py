"""From the parts in the scrap book to a report."""

from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING, assert_never

from inspection.scrap_book.clock import clock_jumps, moment
from inspection.scrap_book.counting import fates
from inspection.scrap_book.enough import GROUP
from inspection.scrap_book.pareto import pareto
from inspection.scrap_book.report.grouping import by_day, by_name, row_of
from inspection.scrap_book.report.value import By, Remark, Row, ScrapReport, Stretch

if TYPE_CHECKING:
    from inspection.scrap_book.clock import ClockJump
    from inspection.scrap_book.facts import PartFacts, Question

_ASKED = ("part_type", "order", "machine", "lot", "material", "cause")


def scrap_report(facts: "PartFacts", question: "Question", by: By, *, time_zone: tzinfo | None = None) -> ScrapReport:
    """The parts that `question` asks for, out of all `facts`, counted by `by`; days are those of `time_zone`.

    `facts` should be the whole book, or what `read_period` gives, not the period alone: only then is it seen that the
    clock was set.
    """
    mask = question.mask(facts)
    chosen = facts.where(mask)
    whole = fates(chosen)
    jumps = _jumps(facts, chosen)
    stretches: tuple[Stretch, ...] = ()
    defects = _defects(chosen) if whole.n >= GROUP else ()
    match by:
        case By.PART | By.ORDER | By.MACHINE:
            rows = by_name(chosen, "part_type" if by is By.PART else by.value)
        case By.DEFECT:
            rows = defects
        case By.DAY:
            rows, stretches = by_day(chosen, jumps, time_zone)
        case _:
            assert_never(by)
    since, until = question.since, question.until
    return ScrapReport(
        by=by,
        since=since and since.astimezone(time_zone).date(),
        until=until and (until - timedelta(milliseconds=1)).astimezone(time_zone).date(),
        only={name: asked for name in _ASKED if (asked := getattr(question, name)) is not None},
        total=row_of(whole, remarks=(Remark.CLOCK_SET,) if jumps else ()),
        rows=rows,
        defects=defects,
        stretches=stretches,
        clock_jumps=jumps,
        strays=_strays(facts, chosen, question),
        group_size=GROUP,
        newest_entry=int(chosen.sequence.max()) if len(chosen) else None,
        as_of=moment(int(chosen.recorded_ms.max())) if len(chosen) else None,
    )


def _defects(chosen: "PartFacts") -> tuple[Row, ...]:
    """Classes of defects and the parts they cost, of all parts of the report."""
    from inspection.rate import Rate

    found = pareto(chosen)
    return tuple(
        Row(
            label=cause.cause,
            n=found.n,
            rework=cause.rework,
            scrap=cause.scrap,
            scrap_rate=Rate.of(cause.scrap, found.n),
            cost_cents=cause.cost_cents,
            cost_unknown=cause.cost_unknown,
        )
        for cause in found.causes
    )


def _jumps(facts: "PartFacts", chosen: "PartFacts") -> tuple["ClockJump", ...]:
    """Jumps of the clock next to or between the parts of the report, whatever the time says of them."""
    if not len(chosen):
        return ()
    first, last = int(chosen.sequence.min()), int(chosen.sequence.max())
    after_last = facts.sequence[facts.sequence > last]
    end = int(after_last.min()) if len(after_last) else last
    return tuple(jump for jump in clock_jumps(facts) if first <= jump.sequence <= end)


def _strays(facts: "PartFacts", chosen: "PartFacts", question: "Question") -> int:
    """Parts that were recorded between those of the report, and whose time lies outside of it."""
    if not len(chosen):
        return 0
    timeless = facts.where(question.model_copy(update={"since": None, "until": None}).mask(facts))
    first, last = chosen.sequence.min(), chosen.sequence.max()
    return int(((timeless.sequence >= first) & (timeless.sequence <= last)).sum()) - len(chosen)
