"""What a room in which somebody works at the camera has at its top: its name, the part, the way back, the menu."""

from html import escape
from typing import Final

import streamlit as st

from inspection.language import Language
from screens.components import page_language
from screens.host import StationHost, at_work
from screens.menu import menu
from screens.pages import Room, page_of, room_word
from screens.texts import translator

STILL_HERE_S: Final = 1.0


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
    _stay_aside()


@st.fragment(run_every=STILL_HERE_S)
def _stay_aside() -> None:
    """As long as the room is open somewhere, no part is inspected by itself: what lies there is none of the day."""
    hold_part_watch(at_work())


def hold_part_watch(host: StationHost) -> None:
    """Said again every second by the rooms in which somebody works at the camera."""
    if host.part_watch is not None:
        host.part_watch.hold()
