"""The lesson on one picture, in two sentences: who says what of it, and what such a defect looks like."""

import re
from pathlib import Path
from typing import Final

from inspection.cards import find_card
from inspection.closed import Closed
from inspection.errors import RecipeInvalid
from inspection.finding import Finding
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.verdict import Verdict
from inspection.wording import class_word, verdict_word
from inspection.wording.words import capital
from screens.texts import translator

MOST_MARKS: Final = 30


class LessonMark(Closed):
    """Where the station found something, in px of the picture."""

    xyxy: tuple[float, float, float, float]
    word: str


class Lesson(Closed):
    """What is shown after the guess: `said` who says what, `looks` what the defect looks like, where it was found."""

    verdict: Verdict
    agrees: bool
    said: str
    looks: str
    marks: tuple[LessonMark, ...]


def lesson_on(
    record: InspectionRecord,
    master: Verdict | None,
    guessed: Verdict,
    guessed_class: str | None,
    home: Path,
    language: Language,
) -> Lesson:
    """The lesson on this picture, about the defect that is on it; where there is none, the one that was guessed.

    Where the master has spoken his verdict counts, else the station's.
    """
    station, found = record.inspection.verdict, _decisive_class(record)
    verdict = station if master is None else master
    return Lesson(
        verdict=verdict,
        agrees=guessed is verdict,
        said=_said(_spoken(guessed, guessed_class, language), _spoken(station, found, language), master, language)
        if (guessed, guessed_class) != (station, found)
        else _agreed(_spoken(station, found, language), station, master, language),
        looks=_looks(found or guessed_class, record.inspection.part_type, home, language),
        marks=tuple(_mark(one, language) for one in _findings(record)[:MOST_MARKS]),
    )


def _said(guessed: str, station: str, master: Verdict | None, language: Language) -> str:
    _ = translator(language)
    if master is None:
        template = _("Guessed: {guessed}; the station says {station}, and the master has not spoken about it.")
        return template.format(guessed=guessed, station=station)
    template = _("Guessed: {guessed}; the station says {station}, the master says {master}, and his word counts.")
    return template.format(guessed=guessed, station=station, master=verdict_word(master, language))


def _agreed(said: str, station: Verdict, master: Verdict | None, language: Language) -> str:
    _ = translator(language)
    if master is None:
        return _("Guess and station agree: {said}; the master has not spoken about it.").format(said=said)
    if master is station:
        return _("Guess, station and master agree: {said}.").format(said=said)
    template = _("Guess and station agree: {said}; the master says {master}, and his word counts.")
    return template.format(said=said, master=verdict_word(master, language))


def _spoken(verdict: Verdict, class_name: str | None, language: Language) -> str:
    """A verdict, and the defect behind it."""
    word = verdict_word(verdict, language)
    return word if class_name is None else f"{word} ({capital(class_word(class_name, language))})"


def _looks(class_name: str | None, part_type: str, home: Path, language: Language) -> str:
    _ = translator(language)
    if class_name is None:
        return _("Nothing was found on this part.")
    name = capital(class_word(class_name, language))
    try:
        card = find_card(class_name, part_type, home, language)
    except RecipeInvalid:  # a card of the workshop's own that cannot be read: the set-up page says so
        card = None
    if card is None:
        return _("{defect}: there is no card for this defect yet.").format(defect=name)
    return f"{name}: {_first_sentence(card.text.looks_like)}"


def _first_sentence(text: str) -> str:
    """A lesson is short; the whole card stands beside the verdict. A point after two letters is one of z. B."""
    return re.split(r"(?<=\w{3}\.)\s", text, maxsplit=1)[0]


def _decisive_class(record: InspectionRecord) -> str | None:
    """The defect behind the verdict; None for a part in order."""
    inspection = record.inspection
    if inspection.verdict is Verdict.PASS:
        return None
    return next((reason.class_name for reason in inspection.reasons if reason.class_name), None)


def _findings(record: InspectionRecord) -> list[Finding]:
    inspection = record.inspection
    views = [view for view in inspection.views if view.picture is not None]
    decisive = [view for view in views if view.verdict is inspection.verdict]
    return [finding for view in (*decisive, *views)[:1] for finding in view.findings]


def _mark(finding: Finding, language: Language) -> LessonMark:
    found = finding.detection
    return LessonMark(xyxy=found.xyxy, word=capital(class_word(found.class_name, language)))
