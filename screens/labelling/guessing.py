"""Guess first: a recorded picture is judged by whoever learns, before the station's view and the master's are shown.

What was guessed is kept nowhere: it is answered, and gone with the next picture.
"""

import random
from html import escape
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.records.search import Search
from inspection.station import Station
from inspection.verdict import Verdict
from inspection.wording import class_word, verdict_word
from inspection.wording.words import capital
from screens.components import ASSETS, source
from screens.labelling.guessing_lesson import Lesson, lesson_on
from screens.labelling.queue import known_classes
from screens.texts import translator

if TYPE_CHECKING:
    from inspection.record import PictureRef

_KEY: Final = "guessing"
_SHOWN: Final = "guessing_shown"
AMONG: Final = 300
"""The newest parts that one is taken of."""
MOST_CLASSES: Final = 9
"""A key each."""


class GuessPicture(Closed):
    """What is to be judged; nothing in it says what anybody said of it."""

    address: str
    width_px: int
    height_px: int
    alt: str


class GuessClass(Closed):
    """A class of defects that can be guessed."""

    name: str
    word: str


class GuessData(Closed):
    """What the component is told. `entry` tells one picture from another; `lesson` is None before the guess."""

    entry: int
    picture: GuessPicture
    classes: tuple[GuessClass, ...]
    lesson: Lesson | None
    keys: dict[str, str]
    texts: dict[str, str]


class Guess(Closed):
    """What somebody says of a picture."""

    entry: int
    verdict: Literal[Verdict.PASS, Verdict.FAIL]
    class_name: str | None = None


_component = st.components.v2.component(
    "mb_guessing", html='<div class="mb-guess"></div>', js=source("shapes.js", "guessing.js"), isolate_styles=False
)


def guessing(station: Station, language: Language) -> None:
    """The whole section. Raises StorageError."""
    _ = translator(language)
    st.html(ASSETS / "guessing.css")
    record, guess = _shown(station)
    picture = None if record is None else _picture(record)
    if record is None or picture is None:
        nothing = escape(_("No part with a picture was inspected yet."))
        st.html(f'<section class="mb-nothing" role="status"><h2>{nothing}</h2></section>')
        return
    data = guess_data(station, record, picture, guess, language)
    _component(key=_KEY, data=data.model_dump(mode="json"), on_guess_change=_take, on_onward_change=_onward)


def guess_data(
    station: Station, record: InspectionRecord, picture: "PictureRef", guess: Guess | None, language: Language
) -> GuessData:
    """What the component is told about `record`: before the guess, nothing of what was said of it."""
    _ = translator(language)
    names = known_classes(station)[:MOST_CLASSES]
    return GuessData(
        entry=record.sequence,
        picture=GuessPicture(
            address=f"/api/pictures/{picture.sha256}",
            width_px=picture.width_px,
            height_px=picture.height_px,
            alt=_("The part to judge"),
        ),
        classes=tuple(GuessClass(name=name, word=capital(class_word(name, language))) for name in names),
        lesson=None
        if guess is None
        else lesson_on(record, _word_on(station, record), guess.verdict, guess.class_name, station.home, language),
        keys={Verdict.PASS.value: _("O"), Verdict.FAIL.value: _("N"), "onward": _("G")},
        texts={
            "question": _("In order or not? Judge first, then the station shows its view."),
            Verdict.PASS.value: verdict_word(Verdict.PASS, language),
            Verdict.FAIL.value: verdict_word(Verdict.FAIL, language),
            "which": _("Which defect?"),
            "other": _("Another one"),
            "back": _("Back"),
            "onward": _("Next part"),
            "private": _("What is guessed here is kept nowhere."),
        },
    )


def _word_on(station: Station, record: InspectionRecord) -> Verdict | None:
    """The master's verdict, where he gave one."""
    given = station.overrides_of([record.inspection.record_id]).get(record.inspection.record_id)
    return given[0].override.verdict if given else None


def _picture(record: InspectionRecord) -> "PictureRef | None":
    """The picture of the view that decided."""
    views = [view for view in record.inspection.views if view.picture is not None]
    decisive = [view for view in views if view.verdict is record.inspection.verdict]
    return next((view.picture for view in (*decisive, *views)), None)


def _shown(station: Station) -> tuple[InspectionRecord | None, Guess | None]:
    """The part stays until its guess is answered and the next one is asked for, whatever is recorded meanwhile."""
    kept: tuple[str, InspectionRecord, Guess | None] | None = st.session_state.get(_SHOWN)
    if kept is None or kept[0] != station.recipe.name:
        record = _another(station, last=None)
        if record is None:
            return None, None
        kept = st.session_state[_SHOWN] = station.recipe.name, record, None
    return kept[1], kept[2]


def _another(station: Station, last: int | None) -> InspectionRecord | None:
    """One at random that was judged; another than the last where there is another."""
    judged = frozenset({Verdict.PASS, Verdict.REVIEW, Verdict.FAIL})
    found = station.search(Search(verdicts=judged, withdrawn=False, limit=AMONG))
    fitting = [one for one in found if one.inspection.recipe == station.recipe.name and _picture(one) is not None]
    others = [one for one in fitting if one.sequence != last]
    chosen = others or fitting
    return random.choice(chosen) if chosen else None


def _take() -> None:
    """A guess came; one that came late is about a part that is gone."""
    from pydantic import ValidationError

    kept = st.session_state.get(_SHOWN)
    try:
        guess = Guess.model_validate(st.session_state[_KEY].guess)
    except ValidationError:
        return
    if kept is not None and kept[1].sequence == guess.entry and kept[2] is None:
        st.session_state[_SHOWN] = (*kept[:2], guess)


def _onward() -> None:
    from screens.host import at_work

    station, kept = at_work().station, st.session_state.get(_SHOWN)
    if station is None or kept is None or kept[1].sequence != st.session_state[_KEY].onward:
        return
    record = _another(station, kept[1].sequence)
    if record is not None:
        st.session_state[_SHOWN] = (station.recipe.name, record, None)
