"""The switch of the daily check: whether nothing is judged on a day before it was made."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from inspection.station.setting_up import require_daily_check
from screens.setup.acting import attempt, show_said
from screens.setup.notice import show_words
from screens.texts import translator

PLACE: Final = "daily_required"


def required_switch(station: Station, language: Language) -> None:
    """The switch as the station has it, whoever moved it last."""
    _ = translator(language)
    now = station.setup.daily_check_required
    st.session_state[PLACE] = now
    st.toggle(_("Without the daily check nothing is judged"), key=PLACE, on_change=partial(_require, station, not now))
    if now:
        show_words(_("Every morning the station waits for the daily check. Until then no part gets a verdict."))
    else:
        show_words(_("The station also judges on a day without the daily check, and reminds of it."))
    show_said(PLACE, language)


def _require(station: Station, required: bool) -> None:
    attempt(PLACE, partial(require_daily_check, station, required))
