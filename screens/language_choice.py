"""The language of this browser's page: chosen once, kept in the page's address."""

import streamlit as st

from inspection.language import Language
from screens.texts import LANGUAGES, language_of

LANGUAGE = "language"


def chosen_language() -> Language:
    """What was chosen here; at first what the address or the browser asks for."""
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = language_of(st.query_params.get("lang"), st.context.locale)
    chosen: Language = st.session_state[LANGUAGE]
    return chosen


def language_switch(language: Language) -> None:
    """The choice stays in the page's address, so that a reload keeps it."""

    def keep() -> None:
        st.session_state[LANGUAGE] = st.session_state["language_switch"] or language
        st.query_params["lang"] = st.session_state[LANGUAGE]

    st.segmented_control(
        "Sprache / Language",
        list(LANGUAGES),
        default=language,
        format_func=lambda code: LANGUAGES[code],
        key="language_switch",
        label_visibility="collapsed",
        on_change=keep,
    )
