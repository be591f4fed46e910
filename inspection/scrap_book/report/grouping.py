"""Rows of a report: parts put into groups, none of them smaller than a group may be."""

from collections.abc import Sequence
from datetime import date, tzinfo
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from inspection.scrap_book.counting import Fates, fates_by
from inspection.scrap_book.enough import GROUP, MIN_EXPECTED, enough_for_share
from inspection.scrap_book.p_chart import Point, Side, p_chart
from inspection.scrap_book.report.value import Remark, Row, Stretch
from inspection.scrap_book.runs import joined, spans

if TYPE_CHECKING:
    from inspection.scrap_book.clock import ClockJump
    from inspection.scrap_book.facts import PartFacts


def row_of(
    counted: Fates,
    point: Point | None = None,
    *,
    label: str | None = None,
    days: tuple[date, date] | None = None,
    groups: int = 1,
    remarks: Sequence[Remark] = (),
) -> Row:
    """The row of one group, without figures where it has fewer parts than a group may have."""
    first_day, last_day = days or (None, None)
    if counted.n < GROUP:
        return Row(
            label=label, first_day=first_day, last_day=last_day, groups=groups, remarks=(Remark.WITHHELD, *remarks)
        )
    said = [*remarks] if enough_for_share(counted.n) else [Remark.TOO_FEW, *remarks]
    if point is not None and point.beyond is not None:
        said.append(Remark.WORSE if point.beyond is Side.ABOVE else Remark.BETTER)
    return Row(
        label=label,
        first_day=first_day,
        last_day=last_day,
        groups=groups,
        n=counted.n,
        good=counted.good,
        rework=counted.rework,
        scrap=counted.scrap,
        open=counted.open,
        assumed=counted.assumed,
        scrap_rate=counted.rate,
        usual_low=None if point is None else point.low,
        usual_high=None if point is None else point.high,
        cost_cents=counted.cost_cents,
        cost_unknown=counted.cost_unknown,
        remarks=tuple(said),
    )


def by_name(facts: "PartFacts", column: str) -> tuple[Row, ...]:
    """A row for each name in the column, the most scrap first, then those without one, then the small ones together.

    Groups that are too small are one row; where that is too small still, its figures are withheld.
    """
    names = facts.names[column]
    place = getattr(facts, column).astype(np.int64) + 1
    counted = fates_by(facts, place, len(names) + 1)
    there = [index for index, one in enumerate(counted) if one.n + one.open]
    small = [index for index in there if counted[index].n < GROUP]
    together = small if len(small) > 1 else []
    new = np.zeros(len(names) + 1, dtype=np.int64)
    kept = [index for index in there if index not in together]
    kept.sort(
        key=lambda index: (index in small, index == 0, -counted[index].scrap, -counted[index].n, names[index - 1 :][:1])
    )
    for number, index in enumerate(kept):
        new[index] = number
    new[together] = len(kept)
    count = len(kept) + bool(together)
    groups = fates_by(facts, new[place], count)
    chart = p_chart([""] * count, [one.scrap for one in groups], [one.n for one in groups])
    rows = [
        row_of(groups[number], chart.points[number], label=names[index - 1] if index else None)
        for number, index in enumerate(kept)
    ]
    if together:
        rows.append(row_of(groups[-1], chart.points[-1], groups=len(together), remarks=(Remark.JOINED,)))
    return tuple(rows)


def by_day(
    facts: "PartFacts", jumps: Sequence["ClockJump"], time_zone: tzinfo | None
) -> tuple[tuple[Row, ...], tuple[Stretch, ...]]:
    """A row for each day, days of few parts together with their neighbours; and the days that are worse or better."""
    days, place = np.unique(facts.days(time_zone), return_inverse=True)
    counted = fates_by(facts, place, len(days))
    stretches = joined([one.n for one in counted], GROUP)
    groups = _together(facts, place, stretches)
    chart = p_chart([""] * len(groups), [one.scrap for one in groups], [one.n for one in groups])
    jumped = {moment.astimezone(time_zone).date() for jump in jumps for moment in (jump.before, jump.after)}
    rows = []
    for (first, last), one, point in zip(stretches, groups, chart.points, strict=True):
        first_day, last_day = _day(days[first]), _day(days[last])
        remarks = [Remark.JOINED] if first < last else []
        if any(first_day <= day <= last_day for day in jumped):
            remarks.append(Remark.CLOCK_SET)
        rows.append(row_of(one, point, days=(first_day, last_day), groups=last - first + 1, remarks=remarks))
    return tuple(rows), _stretches(facts, place, [_day(day) for day in days], counted, chart.mean)


def _stretches(
    facts: "PartFacts",
    place: "np.ndarray[Any, Any]",
    days: Sequence[date],
    counted: Sequence[Fates],
    mean: float | None,
) -> tuple[Stretch, ...]:
    """What the rules of runs find; days are put together until they have as many parts as these rules need."""
    if mean is None or not 0 < mean < 1:
        return ()
    sizes = joined([one.n for one in counted], max(ceil(MIN_EXPECTED / min(mean, 1 - mean)), GROUP))
    groups = _together(facts, place, sizes)
    chart = p_chart([""] * len(groups), [one.scrap for one in groups], [one.n for one in groups])
    return tuple(
        Stretch(
            first_day=days[sizes[span.first][0]],
            last_day=days[sizes[span.last][1]],
            side=span.side,
            rules=span.rules,
            is_going_on=span.is_going_on,
        )
        for span in spans(chart)
    )


def _together(
    facts: "PartFacts", place: "np.ndarray[Any, Any]", stretches: Sequence[tuple[int, int]]
) -> tuple[Fates, ...]:
    new = np.repeat(np.arange(len(stretches)), [last - first + 1 for first, last in stretches])
    return fates_by(facts, new.astype(np.int64)[place] if len(new) else place, len(stretches))


def _day(ordinal: int) -> date:
    return date.fromordinal(int(ordinal))
