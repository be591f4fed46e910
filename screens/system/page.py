"""The system page: how the station is, what judges, what is kept, who may log in. Trainees look, masters act."""

from collections.abc import Callable
from html import escape
from typing import assert_never

import streamlit as st

from inspection.language import Language
from screens.blocks import banner_html
from screens.components import ASSETS, page_language
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.menu import menu
from screens.pages import Room, page_of
from screens.room import hindrances, look_again
from screens.station_view import banner
from screens.system.sections import SECTIONS, Section
from screens.texts import translator


def system() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), hindrances()
    for style in ("setup.css", "rooms.css"):
        st.html(ASSETS / style)
    page_language(language)
    _top(language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown)
    section = SECTIONS.chosen
    SECTIONS.buttons(language)
    with st.container(key=f"mb_section_{section}"):
        _drawn(section)(host, language)


def _top(language: Language) -> None:
    _ = translator(language)
    title = escape(_("System"))
    with st.container(key="mb_top", horizontal=True):
        st.html(f'<header class="mb-head"><h1>{title}</h1></header>')
        st.page_link(page_of(Room.INSPECT), label=_("Back to inspecting"), query_params={"lang": language})
        menu(language)


def _drawn(section: Section) -> Callable[[StationHost, Language], None]:
    match section:
        case Section.STATE:
            from screens.system.state import state_section

            return state_section
        case Section.MODELS:
            from screens.system.models import models_section

            return models_section
        case Section.STORAGE:
            from screens.system.storage import storage_section

            return storage_section
        case Section.PEOPLE:
            from screens.system.people import people_section

            return people_section
        case Section.LOG:
            from screens.system.logbook import log_section

            return log_section
        case Section.LANGUAGE:
            from screens.system.about import language_section

            return language_section
        case Section.ABOUT:
            from screens.system.about import about_section

            return about_section
        case _:
            assert_never(section)
