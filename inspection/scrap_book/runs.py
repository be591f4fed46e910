"""Runs in a p-chart that chance hardly makes: the rules of the Western Electric handbook (1956), on points in sigmas.

Rule 1: one point beyond three sigma. Rule 2: two of three in a row beyond two sigma. Rule 3: four of five in a row
beyond one sigma. Rule 4: eight in a row on one side of the mean. Always on the same side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from inspection.scrap_book.enough import enough_for_runs
from inspection.scrap_book.p_chart import SIGMAS, PChart, Side

Rule = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A rule that is met by the points from index `first` to index `last`, both included, on one side of the mean."""

    rule: Rule
    first: int
    last: int
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """`need` of `length` points in a row at more than `sigmas` on one side."""

    rule: Rule
    need: int
    length: int
    sigmas: float


_WINDOWS: Final = (
    _Window(rule=2, need=2, length=3, sigmas=2),
    _Window(rule=3, need=4, length=5, sigmas=1),
    _Window(rule=4, need=8, length=8, sigmas=0),
)


def signals(chart: PChart) -> tuple[Signal, ...]:
    """What the rules find, by their first point; signals of one rule and side that overlap are one, and as long.

    Points without parts stand in no run and break none. Rules 2 to 4 leave out points that are too small for them
    (`enough_for_runs`): join days before, see `joined`.
    """
    mean = chart.mean
    if mean is None:
        return ()
    beyond = [
        Signal(rule=1, first=index, last=index, side=point.beyond)
        for index, point in enumerate(chart.points)
        if point.beyond is not None
    ]
    counting = {index: point.sigmas for index, point in enumerate(chart.points) if enough_for_runs(point.n, mean)}
    return _in_order([*beyond, *_runs(counting)])


def signals_of(sigmas: Sequence[float]) -> tuple[Signal, ...]:
    """The same for points of measured values, each as its distance from the mean in sigmas.

    >>> [(signal.rule, signal.first, signal.last) for signal in signals_of([0.2, 3.4, -1.0])]
    [(1, 1, 1)]
    """
    beyond = [
        Signal(rule=1, first=index, last=index, side=Side.ABOVE if at > 0 else Side.BELOW)
        for index, at in enumerate(sigmas)
        if abs(at) > SIGMAS
    ]
    return _in_order([*beyond, *_runs(dict(enumerate(sigmas)))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Signals of one side that overlap, told as one: from the first point to the last, by which rules."""

    first: int
    last: int
    side: Side
    rules: tuple[Rule, ...]
    is_going_on: bool


def spans(chart: PChart) -> tuple[Span, ...]:
    """The signals of a chart, those that overlap on one side as one; in the order of time."""
    sigmas = [point.sigmas if point.n else None for point in chart.points]
    found: list[Signal] = []
    rules: list[set[Rule]] = []
    for signal in sorted(signals(chart), key=lambda one: (one.side, one.first, one.last)):
        if found and found[-1].side is signal.side and signal.first <= found[-1].last:
            found[-1] = replace(found[-1], last=max(found[-1].last, signal.last))
            rules[-1].add(signal.rule)
        else:
            found.append(signal)
            rules.append({signal.rule})
    told = [
        Span(
            first=one.first,
            last=one.last,
            side=one.side,
            rules=tuple(sorted(of_span)),
            is_going_on=is_going_on(one, sigmas),
        )
        for one, of_span in zip(found, rules, strict=True)
    ]
    return tuple(sorted(told, key=lambda span: (span.first, span.last)))


def latest_worse(chart: PChart) -> Span | None:
    """What is worse and still going on; None if nothing is.

    >>> from inspection.scrap_book.p_chart import p_chart
    >>> days = ["Do", "Fr", "Mo", "Di", "Mi"]
    >>> worse = latest_worse(p_chart(days, [4, 5, 4, 15, 16], [200] * 5))
    >>> days[worse.first]
    'Di'
    """
    return next((span for span in spans(chart) if span.side is Side.ABOVE and span.is_going_on), None)


def is_going_on(signal: Signal, sigmas: Sequence[float | None]) -> bool:
    """Whether every point after the signal lies on its side of the mean; None is a point without parts.

    >>> tuesday = Signal(rule=2, first=1, last=2, side=Side.ABOVE)
    >>> is_going_on(tuesday, [0.1, 2.3, 2.5, 0.4]), is_going_on(tuesday, [0.1, 2.3, 2.5, -0.4])
    (True, False)
    """
    sign = 1 if signal.side is Side.ABOVE else -1
    return all(sign * at > 0 for at in sigmas[signal.last + 1 :] if at is not None)


def joined(inspected: Sequence[int], at_least: int) -> tuple[tuple[int, int], ...]:
    """Neighbours put together until each stretch has `at_least` parts: (first, last) index of each, both included.

    What is left at the end belongs to the stretch before it.

    >>> joined([3, 4, 9, 1, 1], 5)
    ((0, 1), (2, 4))
    """
    stretches: list[tuple[int, int]] = []
    first, parts = 0, 0
    for index, n in enumerate(inspected):
        parts += n
        if parts >= at_least:
            stretches.append((first, index))
            first, parts = index + 1, 0
    if first < len(inspected):
        start = stretches.pop()[0] if stretches else 0
        stretches.append((start, len(inspected) - 1))
    return tuple(stretches)


def _in_order(found: Sequence[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(found, key=lambda signal: (signal.first, signal.rule, signal.last)))


def _runs(points: Mapping[int, float]) -> list[Signal]:
    """Rules 2 to 4 on the points that may stand in a run, by their index."""
    return [
        Signal(rule=window.rule, first=first, last=last, side=side)
        for window in _WINDOWS
        for side in Side
        for first, last in _stretches(list(points.items()), window, side)
    ]


def _stretches(points: Sequence[tuple[int, float]], window: _Window, side: Side) -> list[tuple[int, int]]:
    """Where the window's rule holds, from the first to the last point that is out; overlapping ones as one."""
    sign = 1 if side is Side.ABOVE else -1
    out = [sign * at > window.sigmas for _, at in points]
    found: list[tuple[int, int]] = []
    for end in range(len(out)):
        start = max(end - window.length + 1, 0)
        if not out[end] or sum(out[start : end + 1]) < window.need:
            continue
        first = points[start + out[start : end + 1].index(True)][0]
        last = points[end][0]
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found
