"""The sections of the system page, and which one is shown."""

from enum import StrEnum

import streamlit as st

from inspection.language import Language
from screens.texts import translator

SECTION = "system_section"


class Section(StrEnum):
    """A part of the page; the value stands in its address."""

    STATE = "state"
    MODELS = "models"
    STORAGE = "storage"
    PEOPLE = "people"
    LANGUAGE = "language"
    ABOUT = "about"


def section_word(section: Section, language: Language) -> str:
    """What the section is called."""
    _ = translator(language)
    return {
        Section.STATE: _("State"),
        Section.MODELS: _("Models"),
        Section.STORAGE: _("Storage"),
        Section.PEOPLE: _("Login"),
        Section.LANGUAGE: _("Language"),
        Section.ABOUT: _("About"),
    }[section]


def chosen_section() -> Section:
    """The section that is shown; at first the one in the page's address."""
    if SECTION not in st.session_state:
        asked = st.query_params.get("section")
        st.session_state[SECTION] = Section(asked) if asked in set(Section) else Section.STATE
    chosen: Section = st.session_state[SECTION]
    return chosen


def section_buttons(chosen: Section, language: Language) -> None:
    """One large button a section, the chosen one filled."""
    with st.container(key="mb_tabs", horizontal=True):
        for section in Section:
            st.button(
                section_word(section, language),
                key=f"section_{section}",
                type="primary" if section is chosen else "secondary",
                on_click=_go_to,
                args=(section,),
                width="stretch",
            )


def _go_to(section: Section) -> None:
    st.session_state[SECTION] = section
    st.query_params["section"] = section
