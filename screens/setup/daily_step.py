"""Step 3, the daily check: teach a reference once, hold it against the camera every morning."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from inspection.daily_check import Drift, drift_sentence, is_due, quantity_word
from inspection.language import Language, number
from inspection.setup import Setup
from inspection.station import Station
from inspection.station.checking_day import check_day, teach_reference
from inspection.wording.words import capital
from screens.components import ASSETS
from screens.daily.teaching import border_form, known_parts_form
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import Said, attempt, show_said
from screens.setup.daily_required import required_switch
from screens.setup.notice import Notice, show, show_state, show_words
from screens.setup.tables import table_html
from screens.setup.times import moment_text
from screens.texts import translator

PLACE = "daily"


def daily_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    setup = station.setup
    st.html(ASSETS / "daily.css")
    _state(setup, language)
    show_said(PLACE, language)
    left, right = st.columns(2)
    with left:
        live_view(station, None, language)
    with right:
        _reference(setup, station, language)
        required_switch(station, language)
    known_parts_form(station, language)
    border_form(station, language)


def _reference(setup: Setup, station: Station, language: Language) -> None:
    _ = translator(language)
    if setup.taught is None:
        show_words(_("A part that you always have at hand, or the printed target glued onto something flat."))
        _button(_("Teach this as the reference"), "daily_teach", partial(_teach, station))
        return
    _button(_("Check now"), "daily_check", partial(_check, station))
    _drifts(setup.daily.drifts, language)
    with st.expander(_("Teach another reference")):
        show_words(_("What lies under the camera becomes the reference, and the old one is forgotten."))
        st.button(_("Teach this as the reference"), key="daily_teach", on_click=partial(_teach, station))


def _button(label: str, key: str, act: partial[None]) -> None:
    st.button(label, key=key, type="primary", on_click=act, width="stretch")


def _state(setup: Setup, language: Language) -> None:
    _ = translator(language)
    taught, daily, needed = setup.taught, setup.daily, setup.daily_check_required
    if taught is None:
        todo = _("Lay a reference under the camera and teach it; from then on one press a day is enough.")
        show_state("bad" if needed else "hint", _("Daily check: no reference is taught yet."), todo)
    elif not daily.passed:
        words = _("Daily check: not passed. No part is judged.")
        todo = _("Mend what is named below, lay the reference under the camera, check again.")
        if not daily.drifts:  # it was not found there
            todo = _("Lay the same reference in its place, then check again.")
        show_state("bad", words, todo)
    elif is_due(taught, daily, datetime.now(UTC)):
        locked = _("Until then no part is judged.") if needed else ""
        todo = _("Lay the reference under the camera and check.")
        show_state("bad" if needed else "open", _("Daily check: not made yet today."), f"{todo} {locked}".strip())
    elif daily.checked_at is None:
        words = _("Daily check: the reference was taught today, {moment}.")
        todo = _("Check tomorrow morning, before the first part.")
        show_state("good", words.format(moment=moment_text(taught.taught_at, language)), todo)
    else:
        words = _("Daily check: passed, {moment}.").format(moment=moment_text(daily.checked_at, language))
        show_state("good", words, _("Check again tomorrow, or when somebody has touched lamp or camera."))


def _drifts(drifts: tuple[Drift, ...], language: Language) -> None:
    _ = translator(language)
    beyond = tuple(drift_sentence(drift, language) for drift in drifts if drift.beyond)
    if beyond:
        show(Notice(kind="bad", title=_("This has changed too much:"), lines=beyond), language)
    rows = [
        (
            capital(quantity_word(drift.quantity, language)),
            _percent(drift.change, language, sign=True),
            f"±\N{NO-BREAK SPACE}{_percent(drift.margin, language)}",
            (_("too much") if drift.beyond else _("in order")).replace(" ", "\N{NO-BREAK SPACE}"),
        )
        for drift in drifts
    ]
    if rows:
        headings = ("", _("since taught"), _("allowed"), "")
        st.html(table_html(_("The last check"), headings, rows))


def _percent(share: float, language: Language, *, sign: bool = False) -> str:
    rounded = round(share * 100, 1)
    text = number(abs(rounded), language)
    mark = ("+" if rounded > 0 else "−" if rounded < 0 else "") if sign else ""
    return f"{mark}{text}\N{NO-BREAK SPACE}%"


def _teach(station: Station) -> None:
    def act() -> Said:
        teach_reference(station)
        return _taught

    attempt(PLACE, act)


def _check(station: Station) -> None:
    def act() -> Said | None:
        check_day(station)
        return None  # the state and the table say it

    attempt(PLACE, act)


def _taught(language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("The reference is taught. Mark it, and keep it clean and safe."))
