"""The comparison in plain words, for the master who decides."""

from pathlib import Path
from typing import assert_never

from inspection.language import Language, catalog, number
from inspection.rate import Rate
from inspection.record import Precision
from inspection.wording import class_word, verdict_word
from inspection.wording import sentence as reason_sentence
from training.promoting.report import (
    Comparison,
    DefectMissed,
    Figures,
    MoreFalseRejects,
    NothingProven,
    Objection,
    PartMissed,
)

LOCALE = Path(__file__).parents[1] / "locale"


def as_text(candidate: str, comparison: Comparison | None, against: tuple[str, ...], language: Language) -> str:
    """What was compared, how both judged, and what stands against the candidate."""
    _ = catalog(LOCALE, language).gettext
    lines = [] if comparison is None else _compared(comparison, language)
    if against:
        lines += [_("Against {model}:").format(model=candidate), *(f"  {one}" for one in against)]
    else:
        lines.append(_("Nothing stands against {model}.").format(model=candidate))
    return "\n".join(lines)


def objections(comparison: Comparison | None, active_problem: str | None, language: Language) -> tuple[str, ...]:
    """What stands against the candidate, a sentence each."""
    _ = catalog(LOCALE, language).gettext
    found: list[str] = []
    if active_problem is not None:
        found.append(
            _("The active model cannot judge, so nothing was compared: {detail}").format(detail=active_problem)
        )
    if comparison is None:
        text = _("There are no golden pictures to prove it on. Freeze a data set: meisterblick dataset freeze")
        return (*found, text)
    return (*found, *(_sentence(one, language) for one in comparison.objections))


def _compared(comparison: Comparison, language: Language) -> list[str]:
    _ = catalog(LOCALE, language).gettext
    text = _("{pictures} golden pictures of {names}: {bad} bad parts, {good} good ones.")
    names = ", ".join(comparison.golden)
    lines = [
        text.format(pictures=comparison.pictures, names=names, bad=comparison.bad_parts, good=comparison.good_parts)
    ]
    if comparison.active is None:
        lines.append(_("There is no active model to compare with."))
    else:
        lines.append(_line(_("active"), comparison.active, language))
    lines.append(_line(_("new"), comparison.candidate, language))
    if not comparison.origin_known:
        text = _("Which pictures {model} learned from is not known here: it may have seen the golden ones.")
        lines.append(text.format(model=comparison.candidate.model))
    return lines


def _line(which: str, figures: Figures, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    text = _(
        "  {which}: {model}: passed of the bad {escapes}, failed of the good {rejects}, to the master {review}, "
        "defects pointed at {found}"
    )
    return text.format(
        which=which,
        model=figures.model if figures.precision is Precision.F32 else f"{figures.model} ({figures.precision})",
        escapes=_share(figures.escape_rate, language),
        rejects=_share(figures.false_reject_rate, language),
        review=_share(figures.review_rate, language),
        found=_share(figures.found, language),
    )


def _share(rate: Rate, language: Language) -> str:
    """Count, percent and the 95 % interval.

    >>> _share(Rate.of(2, 104), "en")
    '2/104 (1.9 %, 0.5 to 6.7)'
    """
    if rate.value is None:
        return "0/0"
    share, low, high = (number(100 * value, language) for value in (rate.value, rate.low, rate.high))
    to = "bis" if language == "de" else "to"
    return f"{rate.count}/{rate.n} ({share} %, {low} {to} {high})"


def _sentence(objection: Objection, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match objection:
        case NothingProven():
            text = _("Nothing was proven: of {bad} bad parts, on {pictures} pictures, none got a verdict from both.")
            said = text.format(bad=objection.bad_parts, pictures=objection.pictures)
            why = (f"{one.pictures} ×: {reason_sentence(one.reason, language)}" for one in objection.refused)
            return " ".join([said, *why])
        case PartMissed():
            return _part_missed(objection, language)
        case DefectMissed():
            text = _("{picture}: it misses a defect that the active model finds: {defect} at {place}.")
            place = ", ".join(f"{side:.0f}" for side in objection.xyxy)
            return text.format(
                picture=objection.picture, defect=class_word(objection.class_name, language), place=place
            )
        case MoreFalseRejects():
            text = _("It fails {new} of {good} good parts, the active model {old}: at most {allowed} more are allowed.")
            return text.format(
                new=objection.candidate,
                good=objection.good_parts,
                old=objection.active,
                allowed=objection.allowed_more,
            )
        case _:
            assert_never(objection)


def _part_missed(objection: PartMissed, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if objection.active is None:
        return _("{picture}: a bad part that it passes; no model is active.").format(picture=objection.picture)
    text = _("{picture}: a bad part that it passes; the active model says {verdict}.")
    return text.format(picture=objection.picture, verdict=verdict_word(objection.active, language))
