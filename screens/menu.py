"""The menu at the top of every page: all rooms as large links, and the language."""

import streamlit as st

from inspection.language import Language
from screens.language_choice import language_switch
from screens.pages import Room, page_of, room_word
from screens.texts import translator


def menu(language: Language) -> None:
    """One button; it opens what stands behind it. Belongs at the end of the container `mb_top`."""
    _ = translator(language)
    with st.popover(_("Menu"), key="mb_menu", width="content"), st.container(key="mb_menu_rooms"):
        for room in Room:
            st.page_link(page_of(room), label=room_word(room, language), query_params={"lang": language})
        language_switch(language)
