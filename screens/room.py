"""What every room but the operator's page has at its top: its name, the part, the way back, the menu."""

from html import escape

import streamlit as st

from inspection.language import Language
from screens.components import page_language
from screens.host import StationHost
from screens.menu import menu
from screens.pages import Room, page_of, room_word
from screens.texts import translator


def room_top(room: Room, host: StationHost, language: Language) -> None:
    """The top of the page."""
    _ = translator(language)
    part = host.station.recipe.title(language) if host.station else ""
    page_language(language)
    with st.container(key="mb_top", horizontal=True):
        title = escape(room_word(room, language))
        st.html(f'<header class="mb-head"><h1>{title} <small>{escape(part)}</small></h1></header>')
        st.page_link(page_of(Room.INSPECT), label=_("Back to inspecting"), query_params={"lang": language})
        menu(language)
