"""What a room about one kind of part has at its top: its name, the part, the way back, the menu."""

from collections.abc import Callable
from html import escape
from typing import Final, TypeAlias

import streamlit as st

from inspection.language import Language
from screens.components import page_language
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.menu import menu
from screens.pages import Room, page_of, room_word
from screens.station_view import banner
from screens.texts import translator

LOOK_AGAIN_S: Final = 1.0

Hindrances: TypeAlias = tuple[str | None, str | None]
"""What hinders the station, and what hinders its camera; None where nothing does."""


def room_top(room: Room, host: StationHost, language: Language) -> None:
    """The top of a page on which somebody works at the camera."""
    part_top(room, host, language)
    stay_aside()


def part_top(room: Room, host: StationHost, language: Language) -> None:
    """The top of a page beside which inspection goes on."""
    _ = translator(language)
    part = host.station.recipe.title(language) if host.station else ""
    page_language(language)
    with st.container(key="mb_top", horizontal=True):
        title = escape(room_word(room, language))
        st.html(f'<header class="mb-head"><h1>{title} <small>{escape(part)}</small></h1></header>')
        st.page_link(page_of(Room.INSPECT), label=_("Back to inspecting"), query_params={"lang": language})
        menu(language)


def hindrances() -> Hindrances:
    """What every page says of the station at its top, as it is now."""
    host = at_work()
    notice = banner(host.phase, chosen_language())
    camera = host.station.state().camera.error_code if host.station else None
    return notice.title if notice else None, camera


@st.fragment(run_every=LOOK_AGAIN_S)
def look_again(shown: object, now: Callable[[], object] = hindrances) -> None:
    """Run the page again once `now` says something else than what is shown."""
    if now() != shown:
        st.rerun(scope="app")


@st.fragment(run_every=LOOK_AGAIN_S)
def stay_aside() -> None:
    """As long as the room is open somewhere, no part is inspected by itself: what lies there is none of the day."""
    hold_part_watch(at_work())


def hold_part_watch(host: StationHost) -> None:
    """Said again every second by the rooms in which somebody works at the camera."""
    if host.part_watch is not None:
        host.part_watch.hold()
