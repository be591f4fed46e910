"""The station's rooms, each a page with an address of its own. A room is imported when somebody enters it."""

from enum import StrEnum
from importlib import import_module
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.people import Role
from screens.door.gate import ROOMS
from screens.texts import translator


class Room(StrEnum):
    """A page by its address, in the order of the menu."""

    INSPECT = ""
    DAILY = "daily"
    REVIEW = "review"
    HISTORY = "history"
    SCRAP = "scrap"
    LABEL = "label"
    LEARN = "learn"
    SET_UP = "setup"
    SYSTEM = "system"
    DEMO = "demo"


_DRAWN_BY: Final[dict[Room, tuple[str, str]]] = {
    Room.INSPECT: ("screens.panel", "panel"),
    Room.DAILY: ("screens.daily.page", "daily"),
    Room.REVIEW: ("screens.review.page", "review"),
    Room.HISTORY: ("screens.history.page", "history"),
    Room.SCRAP: ("screens.scrap.page", "scrap"),
    Room.LABEL: ("screens.labelling.page", "label"),
    Room.LEARN: ("screens.learning.page", "learn"),
    Room.SET_UP: ("screens.setup.page", "set_up"),
    Room.SYSTEM: ("screens.system.page", "system"),
    Room.DEMO: ("screens.demo.page", "demo"),
}
"""Module and function that draw the room."""


def room_word(room: Room, language: Language) -> str:
    """What the room is called."""
    _ = translator(language)
    return {
        Room.INSPECT: _("Inspect"),
        Room.DAILY: _("Daily check"),
        Room.REVIEW: _("Review"),
        Room.HISTORY: _("History"),
        Room.SCRAP: _("Scrap"),
        Room.LABEL: _("Draw"),
        Room.LEARN: _("Teach"),
        Room.SET_UP: _("Set up"),
        Room.SYSTEM: _("System"),
        Room.DEMO: _("Demonstration"),
    }[room]


def room_role(room: Room) -> Role:
    """Who may enter."""
    return ROOMS.get(room.value, Role.MASTER)


def page_of(room: Room) -> st.Page:
    """The room as Streamlit knows it."""
    module, function = _DRAWN_BY[room]

    def draw() -> None:
        from screens.access import needs, watch_session

        watch_session()
        if not needs(room_role(room)):
            return
        getattr(import_module(module), function)()

    draw.__name__ = f"room_{room or 'inspect'}"  # Streamlit tells pages apart by it
    return st.Page(draw, title="Meisterblick", url_path=room or None, default=room is Room.INSPECT)


def pages() -> list[st.Page]:
    """All rooms."""
    return [page_of(room) for room in Room]
