"""Is it enough? A traffic light, what there is of each kind, and the one thing that helps most."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.host import StationHost
from screens.learning.enough_job import LOOKS
from screens.learning.training_words import defects_word
from screens.pages import Room, page_of
from screens.setup.notice import Standing, show_state, show_words
from screens.texts import translator
from training.data.health.amounts import ENOUGH_PICTURES
from training.data.health.report import HealthFinding, HealthReport, Severity, Sign, in_order
from training.data.health.wording import remedy, sentence
from training.errors import TooFewLessons
from training.labelling.drawing import State
from training.labelling.health import counted_health
from training.labelling.lessons import FEWEST, Lesson, approved, refuse_too_few

_LOOK_AGAIN_S: Final = 2.0


def enough(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    book, part = host.label_desk.book, station.recipe.name
    lessons = approved(book, part)
    counted = counted_health(book, part, lessons)
    state = frozenset((one.picture.sha256, one.drawing.revision) for one in lessons)
    look = partial(LOOKS.findings, host.home, part, state)
    seen = look() if lessons else ()
    report = counted.model_copy(update={"findings": in_order([*counted.findings, *(seen or ())])})
    kind, words, step = light(report, lessons, language)
    show_state(kind, words, step)
    st.html(f'<ul class="mb-amounts">{"".join(_rows(report, lessons, language))}</ul>')
    if seen is None:
        show_words(_("Every picture is looked at once more for copies …"))
        _wait(look)
    waiting = Counter(one.state for one in book.drawings(part).values())
    _others(waiting[State.DRAWN], waiting[State.SENT_BACK], language)
    st.page_link(page_of(Room.LABEL), label=_("Draw more"), query_params={"lang": language})


def light(report: HealthReport, lessons: Sequence[Lesson], language: Language) -> tuple[Standing, str, str]:
    """The colour, what is so, and the next best step."""
    _ = translator(language)
    if report.severity is Severity.PROBLEM and report.first is not None and lessons:
        return "bad", _("So it cannot learn yet."), _step(report.first, language)
    try:
        refuse_too_few(lessons)
    except TooFewLessons:
        todo = _("Draw the defects on at least {count} different parts and let the master approve them.")
        return "bad", _("There is too little to learn from yet."), todo.format(count=FEWEST)
    if report.first is None:
        return "good", _("It is enough. It can learn now."), ""
    todo = _("This helps most: {step}.").format(step=_step(report.first, language).rstrip("."))
    return "open", _("It can learn, but there is little of some things."), todo


def _step(finding: HealthFinding, language: Language) -> str:
    """One thing to do."""
    _ = translator(language)
    missing = max((finding.needed or 0) - (finding.count or 0), 0)
    match finding.sign:
        case Sign.TOO_FEW_OF_CLASS | Sign.NEVER_LABELLED | Sign.UNBALANCED if finding.class_name:
            if finding.sign is Sign.UNBALANCED:
                return _("more pictures with {defects}").format(defects=defects_word(finding.class_name, language))
            return _("{count} more pictures with {defects}").format(
                count=missing, defects=defects_word(finding.class_name, language)
            )
        case Sign.NO_BACKGROUND | Sign.FEW_BACKGROUND:
            return (
                _("one more picture of a good part")
                if missing == 1
                else _("{count} more pictures of good parts").format(count=missing)
            )
        case _:
            return f"{sentence(finding, language)} {remedy(finding, language)}".strip()


def _rows(report: HealthReport, lessons: Sequence[Lesson], language: Language) -> list[str]:
    _ = translator(language)
    good = sum(not lesson.drawing.shapes for lesson in lessons)
    needed = next((one.needed for one in report.findings if one.sign in _OF_GOOD_PARTS and one.needed), None)
    rows = [
        _row(capital(class_word(name, language)), count, ENOUGH_PICTURES, language)
        for name, count in report.labels.items()
    ]
    return [*rows, _row(_("Good parts"), good, needed or max(good, 1), language)] if lessons else rows


_OF_GOOD_PARTS: Final = (Sign.NO_BACKGROUND, Sign.FEW_BACKGROUND)


def _row(name: str, count: int, needed: int, language: Language) -> str:
    _ = translator(language)
    share = min(100, round(100 * count / needed))
    lamp = "good" if count >= needed else "open"
    said = (
        _("{count} pictures, enough").format(count=count)
        if count >= needed
        else _("{count} of {needed} pictures").format(count=count, needed=needed)
    )
    return (
        f'<li data-lamp="{lamp}"><b>{escape(name)}</b><i aria-hidden="true" style="--share: {share}%"></i>'
        f"<span>{escape(said)}</span></li>"
    )


def _others(drawn: int, sent_back: int, language: Language) -> None:
    _ = translator(language)
    said = []
    if drawn:
        said.append(_("Waiting for the master's approval: {count}.").format(count=drawn))
    if sent_back:
        said.append(_("Sent back to be drawn anew: {count}.").format(count=sent_back))
    if said:
        show_words(" ".join(said))


@st.fragment(run_every=_LOOK_AGAIN_S)
def _wait(look: partial[tuple[HealthFinding, ...] | None]) -> None:
    if look() is not None:
        st.rerun(scope="app")
