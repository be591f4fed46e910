"""What the chart of the scrap rate says in words: since when it is worse, or that all of it may be chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from inspection.language import Language, number
from inspection.scrap_book.p_chart import PChart
from inspection.scrap_book.runs import Signal
from inspection.wording.amounts import percent
from screens.scrap.buckets import Bucket, Unit, since_word
from screens.setup.notice import Notice, Standing
from screens.texts import translator

_SHOWN: Final = 3
"""So many stretches are told, the newest first: more are the chart's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Points from `first` to `last` that lie above or below the mean more than chance lets them; by which rules."""

    first: int
    last: int
    is_above: bool
    rules: frozenset[int]


def stretches(found: Iterable[Signal]) -> tuple[Stretch, ...]:
    """Signals of one side that overlap are one stretch; the newest first."""
    done: list[Stretch] = []
    for side in ("above", "below"):
        of_side = sorted((one for one in found if one.side == side), key=lambda one: (one.first, one.last))
        current: Stretch | None = None
        for one in of_side:
            rules = frozenset({int(one.rule)})
            if current is not None and one.first <= current.last + 1:
                last = max(current.last, one.last)
                current = Stretch(
                    first=current.first, last=last, is_above=current.is_above, rules=current.rules | rules
                )
                done[-1] = current
            else:
                current = Stretch(first=one.first, last=one.last, is_above=side == "above", rules=rules)
                done.append(current)
    return tuple(sorted(done, key=lambda one: (-one.last, -one.first)))


def signal_notices(
    found: Sequence[Signal], points: Sequence[Bucket], unit: Unit, today: date, language: Language
) -> tuple[Notice, ...]:
    """Each stretch as a sentence; one that says that there is none."""
    _ = translator(language)
    told = [_told(one, points, unit, today, language) for one in stretches(found)[:_SHOWN]]
    nothing = Notice(kind="good", title=_("Nothing stands out: all of it may be chance."))
    return tuple(told) or (nothing,)


def _told(one: Stretch, points: Sequence[Bucket], unit: Unit, today: date, language: Language) -> Notice:
    _ = translator(language)
    since = since_word(points[one.first], unit, today, language)
    until = since_word(points[one.last], unit, today, language)
    if one.last == len(points) - 1 and one.first < one.last:
        title = (_("Worse since {when}") if one.is_above else _("Better since {when}")).format(when=since)
    elif one.first == one.last:
        title = (_("{when}: more scrap than usual") if one.is_above else _("{when}: less scrap than usual")).format(
            when=since
        )
    else:
        template = _("{first} to {last}: more scrap than usual") if one.is_above else None
        template = template or _("{first} to {last}: less scrap than usual")
        title = template.format(first=since, last=until)
    is_now = one.last == len(points) - 1
    kinds: dict[tuple[bool, bool], Standing] = {
        (True, True): "bad",
        (True, False): "good",
        (False, True): "open",
        (False, False): "hint",
    }
    return Notice(
        kind=kinds[is_now, one.is_above],
        title=title,
        text=" ".join(_why(rule, language, is_above=one.is_above) for rule in sorted(one.rules)),
    )


def _why(rule: int, language: Language, *, is_above: bool) -> str:
    """What the rule has seen; Western Electric, Statistical Quality Control Handbook (1956), zone rules 1 to 4."""
    _ = translator(language)
    above = {
        1: _("A point lies above the upper limit."),
        2: _("Two of three points lie close below the upper limit."),
        3: _("Four of five points lie well above the mean."),
        4: _("Eight points in a row lie above the mean."),
    }
    below = {
        1: _("A point lies below the lower limit."),
        2: _("Two of three points lie close above the lower limit."),
        3: _("Four of five points lie well below the mean."),
        4: _("Eight points in a row lie below the mean."),
    }
    return (above if is_above else below)[rule]


def reading(chart: PChart, language: Language) -> str:
    """The chart in a sentence, for whoever does not see it."""
    _ = translator(language)
    beyond = sum(point.beyond is not None for point in chart.points)
    said = _("Scrap rate over {points} points: mean {mean} of {n} parts, {beyond} points beyond the limits.")
    return said.format(
        points=len(chart.points), mean=percent(chart.mean or 0, language), n=number(chart.n, language), beyond=beyond
    )
