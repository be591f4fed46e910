"""The history's page. Streamlit runs it for every browser, and anew after every touch."""

from datetime import date, datetime
from html import escape
from typing import Final

import streamlit as st

from inspection.errors import StorageError
from inspection.language import Language
from inspection.people import Role
from inspection.station import Station
from screens.access import visitor
from screens.blocks import banner_html
from screens.components import ASSETS, page_language
from screens.disposition_form import disposition_of_part
from screens.history.asking import NOTHING_ASKED, Asked, from_address, to_address
from screens.history.filters import filters
from screens.history.looking import Found, FoundOne, Stamp, look_at, look_further, look_up, stamp
from screens.history.part import show_behind, show_result
from screens.history.rows import chosen_entry, found_list
from screens.history.words import counted, nothing_found, unreadable
from screens.host import at_work
from screens.language_choice import chosen_language
from screens.masters_word import masters_word
from screens.menu import menu
from screens.pages import Room, room_word
from screens.room import LOOK_AGAIN_S, Hindrances, hindrances, look_again
from screens.station_view import banner
from screens.texts import translator

_ENTRY: Final = "entry"
_FOUND: Final = "history_found"
_OPENED: Final = "history_opened"
_LAST: Final = "history_last"


def history() -> None:
    """The whole page."""
    host, language, hindered = at_work(), chosen_language(), hindrances()
    for style in ("inspecting.css", "found.css"):
        st.html(ASSETS / style)
    page_language(language)
    _top(language)
    notice = banner(host.phase, language)
    if notice is not None:
        st.html(banner_html(notice, language))
    if (station := host.station) is not None:
        try:
            if (entry := _opened_entry()) is not None:
                _part(station, entry, language)
            else:
                _list(station, _asked(), language)
        except StorageError as error:
            st.session_state.pop(_OPENED, None)
            st.html(banner_html(unreadable(error, language), language))
    look_again((hindered, _shown_of()), _as_it_is)  # last: it compares with what is shown by then


def _top(language: Language) -> None:
    with st.container(key="mb_top", horizontal=True):
        st.html(f'<header class="mb-head"><h1>{escape(room_word(Room.HISTORY, language))}</h1></header>')
        menu(language)


def _list(station: Station, asked: Asked, language: Language) -> None:
    _ = translator(language)
    filters(station, asked, language, on_asked=_ask)
    found, shown_at = _found(station, asked)
    with st.container(key="mb_found_head", horizontal=True):
        if found.records:
            st.html(
                f'<p class="mb-counted" role="status">{escape(counted(found.counts, found.taken_back, language))}</p>'
            )
        _news(shown_at, language)
    if not found.records:
        _say_nothing_found(station, asked, language)
        return
    found_list(found, st.session_state.pop(_LAST, 0), language, on_chosen=_open)
    if found.there_is_more:
        st.button(_("Show older ones"), key="mb_older", on_click=_show_older, width="stretch")


def _say_nothing_found(station: Station, asked: Asked, language: Language) -> None:
    _ = translator(language)
    is_elsewhere = _is_elsewhere(station, asked)
    what, next_step = nothing_found(asked, language, is_elsewhere=is_elsewhere)
    st.html(f'<section class="mb-nothing" role="status"><h2>{escape(what)}</h2><p>{escape(next_step)}</p></section>')
    if is_elsewhere:
        st.button(_("Clear the other filters"), key="mb_widen", on_click=_ask, args=(asked.anywhere(),))


def _part(station: Station, entry: int, language: Language) -> None:
    _ = translator(language)
    part = _opened(station, entry)
    if part is None:
        st.html(f'<section class="mb-nothing" role="status"><h2>{escape(_no_part(entry, language))}</h2></section>')
        st.button(_("To all parts"), key="mb_to_list", on_click=_close)
        return
    with st.container(key="mb_part"):
        show_result(part, _("Back to the list"), language, on_back=_close)
    with st.container(key="mb_more"):
        if visitor().may(Role.MASTER):
            masters_word(part.record, part.record.sequence, language)
            disposition_of_part(part, station, language)
        show_behind(part, station, language)


def _no_part(entry: int, language: Language) -> str:
    _ = translator(language)
    return _("No part with the number {text} is found.").format(text=entry)


@st.fragment(run_every=LOOK_AGAIN_S)
def _news(shown_at: Stamp, language: Language) -> None:
    """A list does not move under a finger: what is new is shown when somebody asks for it."""
    _ = translator(language)
    station = at_work().station
    if station is not None and stamp(station) != shown_at:
        st.button(_("There is something new: show it"), key="mb_news", on_click=_forget)


def _shown_of() -> Stamp | None:
    """The moment of the part that is open; None while the list is: it does not move under a finger."""
    opened: tuple[Stamp, int, FoundOne | None] | None = st.session_state.get(_OPENED)
    return opened[0] if opened is not None and _opened_entry() is not None else None


def _as_it_is() -> tuple[Hindrances, Stamp | None]:
    station = at_work().station
    return hindrances(), stamp(station) if station is not None and _shown_of() is not None else None


def _asked() -> Asked:
    return from_address({name: st.query_params.get_all(name) for name in Asked.model_fields})


def _ask(asked: Asked) -> None:
    st.query_params.from_dict({"lang": chosen_language(), **to_address(asked)})


def _found(station: Station, asked: Asked) -> tuple[Found, Stamp]:
    """As it was found first, until something else is asked or what is new is asked for."""
    today = _today()
    kept: tuple[Asked, date, Stamp, Found] | None = st.session_state.get(_FOUND)
    if kept is None or kept[:2] != (asked, today):
        kept = (asked, today, stamp(station), look_up(station, asked, today))
        st.session_state[_FOUND] = kept
    return kept[3], kept[2]


def _show_older() -> None:
    station = at_work().station
    if station is not None and _FOUND in st.session_state:
        asked, today, shown_at, found = st.session_state[_FOUND]
        st.session_state[_FOUND] = (asked, today, shown_at, look_further(station, asked, today, found))


def _forget() -> None:
    st.session_state.pop(_FOUND, None)


def _is_elsewhere(station: Station, asked: Asked) -> bool:
    """Whether there is such a part once nothing else narrows the search."""
    wider = asked.anywhere()
    return wider not in (NOTHING_ASKED, asked) and bool(look_up(station, wider, _today()).records)


def _opened_entry() -> int | None:
    """The part that the address opens."""
    return Asked.model_construct(number=st.query_params.get(_ENTRY)).entry


def _opened(station: Station, entry: int) -> FoundOne | None:
    now = stamp(station)
    kept: tuple[Stamp, int, FoundOne | None] | None = st.session_state.get(_OPENED)
    if kept is None or kept[:2] != (now, entry):
        kept = (now, entry, look_at(station, entry))
        st.session_state[_OPENED] = kept
    return kept[2]


def _open() -> None:
    st.query_params[_ENTRY] = str(chosen_entry())


def _close() -> None:
    st.session_state[_LAST] = _opened_entry() or 0
    st.session_state.pop(_OPENED, None)
    st.query_params.pop(_ENTRY, None)


def _today() -> date:
    return datetime.now().astimezone().date()
