"""The page on which the master looks through the parts that wait for his word. Streamlit runs it for every browser."""

from html import escape
from typing import Final

import streamlit as st

from inspection.errors import StorageError
from inspection.language import Language, number
from inspection.people import Role
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.blocks import banner_html
from screens.components import ASSETS, page_language
from screens.disposition_form import disposition_of_part
from screens.history.looking import Stamp, stamp
from screens.history.part import show_behind, show_result
from screens.history.words import unreadable
from screens.host import at_work
from screens.language_choice import chosen_language
from screens.menu import menu
from screens.pages import Room, room_word
from screens.review.form import left_part, review_data, review_form
from screens.review.queue import Pile, Shown, lay_out, looked_at_again
from screens.review.waiting import waiting
from screens.room import Hindrances, hindrances, look_again
from screens.station_view import banner
from screens.texts import translator

_SHOWN: Final = "review_shown"
_PILE: Final = "pile"


def review() -> None:
    """The whole page."""
    host, language, hindered = at_work(), chosen_language(), hindrances()
    for style in ("inspecting.css", "found.css", "review.css"):
        st.html(ASSETS / style)
    page_language(language)
    notice = banner(host.phase, language)
    station = host.station
    _top(language)
    if notice is not None:
        st.html(banner_html(notice, language))
    if station is not None:
        pile = _chosen_pile()
        try:
            _head(station, pile, language)
            _one(station, _shown(station, pile), language)
        except StorageError as error:
            st.session_state.pop(_SHOWN, None)
            st.html(banner_html(unreadable(error, language), language))
    look_again((hindered, _shown_of()), _as_it_is)  # last: it compares with what is shown by then


def _top(language: Language) -> None:
    with st.container(key="mb_top", horizontal=True):
        st.html(f'<header class="mb-head"><h1>{escape(room_word(Room.REVIEW, language))}</h1></header>')
        menu(language)


def _head(station: Station, pile: Pile, language: Language) -> None:
    """The piles, and how many parts wait."""
    _ = translator(language)
    names = {
        Pile.WAITING: _("Waiting"),
        Pile.OVERRULED: _("Decided otherwise"),
        Pile.SPOKEN: _("With word of the master"),
    }

    def take() -> None:
        st.query_params[_PILE] = st.session_state["review_pile"] or pile
        st.session_state.pop(_SHOWN, None)

    with st.container(key="mb_review_head", horizontal=True):
        st.session_state["review_pile"] = pile
        st.segmented_control(
            _("Piles"),
            list(Pile),
            format_func=lambda one: names[one],
            key="review_pile",
            on_change=take,
            label_visibility="collapsed",
        )
        st.html(f'<p class="mb-counted" role="status">{escape(_waiting_words(waiting(station).now(), language))}</p>')


def _waiting_words(count: int, language: Language) -> str:
    _ = translator(language)
    match count:
        case 0:
            return _("No part waits")
        case 1:
            return _("1 part waits")
        case _many:
            return _("{count} parts wait").format(count=number(count, language))


def _one(station: Station, shown: Shown, language: Language) -> None:
    _ = translator(language)
    if shown.part is None:
        what, then = _empty(shown.pile, language)
        st.html(f'<section class="mb-nothing" role="status"><h2>{escape(what)}</h2><p>{escape(then)}</p></section>')
        return
    with st.container(key="mb_review"):
        with st.container(key="mb_review_seen"):
            show_result(shown.part, "", language, on_back=_stay)
        with st.container(key="mb_review_said"):
            _say(station, shown, language)
    with st.container(key="mb_more"):
        if visitor().may(Role.MASTER):
            disposition_of_part(shown.part, station, language)
        show_behind(shown.part, station, language)


def _say(station: Station, shown: Shown, language: Language) -> None:
    _ = translator(language)
    if shown.is_again:
        again = escape(_("That was all: it begins with the newest part again."))
        st.html(f'<p class="mb-again">{again}</p>')
    can_skip = shown.pile is not Pile.WAITING or waiting(station).now() > 1
    if not visitor().may(Role.MASTER):
        st.html(ASSETS / "rooms.css")
        st.html(asked_for_html(Role.MASTER, language))
        if can_skip:
            st.button(_("Next part"), key="mb_review_next", on_click=_leave, width="stretch")
        return
    data = review_data(shown, language, can_skip=can_skip)
    if data is not None:
        review_form(data, on_onward=_leave_if_shown)


def _empty(pile: Pile, language: Language) -> tuple[str, str]:
    _ = translator(language)
    match pile:
        case Pile.WAITING:
            return _("No part waits for the master."), _("A new one appears here by itself.")
        case Pile.OVERRULED:
            what = _("The master has decided no part otherwise than the station.")
        case Pile.SPOKEN:
            what = _("The master has not spoken about any part yet.")
    return what, _("Parts that wait for him stand under Waiting.")


def _shown_of() -> Stamp | None:
    """The moment of the part that is laid out."""
    shown: Shown | None = st.session_state.get(_SHOWN)
    return None if shown is None else shown.seen_at


def _as_it_is() -> tuple[Hindrances, Stamp | None]:
    station = at_work().station
    return hindrances(), stamp(station) if station is not None and _shown_of() is not None else None


def _chosen_pile() -> Pile:
    asked = st.query_params.get(_PILE, "")
    return Pile(asked) if asked in set(Pile) else Pile.WAITING


def _shown(station: Station, pile: Pile) -> Shown:
    """The part stays until the master is through with it, whatever is recorded meanwhile."""
    kept: Shown | None = st.session_state.get(_SHOWN)
    shown = lay_out(station, pile) if kept is None or kept.pile is not pile else looked_at_again(station, kept)
    st.session_state[_SHOWN] = shown
    return shown


def _leave_if_shown() -> None:
    """A second press that came late is about a part that is gone."""
    shown: Shown | None = st.session_state.get(_SHOWN)
    if shown is not None and shown.part is not None and shown.part.record.sequence == left_part():
        _leave()


def _leave() -> None:
    station, shown = at_work().station, st.session_state.get(_SHOWN)
    if station is not None and shown is not None and shown.part is not None:
        st.session_state[_SHOWN] = lay_out(station, shown.pile, after=shown.part.record.sequence)


def _stay() -> None:
    """There is no way back from here; the result asks for one."""
