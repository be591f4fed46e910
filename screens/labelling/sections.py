"""The parts of the room of drawing, and which one is shown."""

from enum import StrEnum

import streamlit as st

from inspection.language import Language
from inspection.people.role import Role
from screens.texts import translator

SECTION = "label_section"


class Section(StrEnum):
    """A part of the room; the value stands in its address."""

    DRAW = "draw"
    APPROVE = "approve"
    BRING = "bring"
    GUESS = "guess"


def section_word(section: Section, language: Language) -> str:
    """What the part is called."""
    _ = translator(language)
    return {
        Section.DRAW: _("Draw"),
        Section.APPROVE: _("Approve"),
        Section.BRING: _("Fetch pictures"),
        Section.GUESS: _("Guess first"),
    }[section]


def section_role(section: Section) -> Role:
    """Who may work there."""
    return Role.MASTER if section is Section.APPROVE else Role.TRAINEE


def chosen_section() -> Section:
    """The one that is shown; at first the one in the page's address."""
    if SECTION not in st.session_state:
        asked = st.query_params.get("do")
        st.session_state[SECTION] = Section(asked) if asked in set(Section) else Section.DRAW
    chosen: Section = st.session_state[SECTION]
    return chosen


def section_buttons(chosen: Section, language: Language) -> None:
    """One large button each, the chosen one filled."""
    with st.container(key="mb_tabs", horizontal=True):
        for section in Section:
            st.button(
                section_word(section, language),
                key=f"label_section_{section}",
                type="primary" if section is chosen else "secondary",
                on_click=_go_to,
                args=(section,),
                width="stretch",
            )


def _go_to(section: Section) -> None:
    st.session_state[SECTION] = section
    st.query_params["do"] = section
