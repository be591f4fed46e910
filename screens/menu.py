"""The menu at the top of every page: all rooms as large links, the language, logging in and out."""

import streamlit as st

from inspection.language import Language, number
from screens.access.in_menu import locked_link, login_entry, may_enter
from screens.host import at_work
from screens.language_choice import language_switch
from screens.pages import Room, page_of, room_role, room_word
from screens.review.waiting import waiting
from screens.texts import translator


def menu(language: Language) -> None:
    """One button; it opens what stands behind it. Belongs at the end of the container `mb_top`."""
    _ = translator(language)
    with st.popover(_("Menu"), key="mb_menu", width="content"), st.container(key="mb_menu_rooms"):
        for room in filter(_is_offered, Room):
            if may_enter(room_role(room)):
                label = _label(room, language)
                st.page_link(page_of(room), label=label, query_params={"lang": language}, width="stretch")
            else:
                locked_link(room_word(room, language), room.value, room_role(room), language)
        language_switch(language)
        login_entry(language)


def _label(room: Room, language: Language) -> str:
    """What the room is called; with the parts that wait there, as they were counted last."""
    word, station = room_word(room, language), at_work().station
    if room is not Room.REVIEW or station is None or station.state().phase != "ready":
        return word
    count = waiting(station).last_known()
    return f"{word} · {number(count, language)}" if count else word


def _is_offered(room: Room) -> bool:
    """Every room; the demonstration only where the camera is the simulated one."""
    station = at_work().station
    return room is not Room.DEMO or (station is not None and station.is_simulated)
