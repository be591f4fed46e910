"""The scrap book's page. Trainees look, the master acts. Streamlit runs it for every browser."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from html import escape
from typing import assert_never

import streamlit as st

from inspection.errors import InspectionError, StorageError
from inspection.language import Language
from inspection.station import Station
from screens.blocks import banner_html
from screens.components import ASSETS, page_language
from screens.history.words import unreadable
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.menu import menu
from screens.pages import Room, page_of, room_word
from screens.room import hindrances, look_again
from screens.scrap.asking import Asked, from_address, to_address
from screens.scrap.filters import filters
from screens.scrap.looking import all_parts, chosen_parts
from screens.scrap.sections import SECTIONS, Section
from screens.scrap.shown import Shown
from screens.setup.notice import Notice, show
from screens.station_view import banner
from screens.texts import translator


def scrap() -> None:
    """The whole page."""
    host, language, hindered = at_work(), chosen_language(), hindrances()
    for style in ("setup.css", "found.css", "rooms.css", "scrap.css"):
        st.html(ASSETS / style)
    page_language(language)
    _top(language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(hindered)
    if host.station is None:
        return
    section = SECTIONS.chosen
    SECTIONS.buttons(language)
    with st.container(key=f"mb_scrap_{section}"):
        try:
            _section(section, host, host.station, language)
        except StorageError as error:
            st.html(banner_html(unreadable(error, language), language))
        except InspectionError as error:
            _unknown(error, language)


def _top(language: Language) -> None:
    _ = translator(language)
    with st.container(key="mb_top", horizontal=True):
        st.html(f'<header class="mb-head"><h1>{escape(room_word(Room.SCRAP, language))}</h1></header>')
        st.page_link(page_of(Room.INSPECT), label=_("Back to inspecting"), query_params={"lang": language})
        menu(language)


def _section(section: Section, host: StationHost, station: Station, language: Language) -> None:
    if section is Section.COSTS:
        from screens.scrap.costs import costs

        costs(host, station, language)
        return
    asked, today, titles = _asked(), _today(), part_titles(station, language)
    everything = all_parts(host.home)
    filters(asked, everything, titles, language, on_asked=_ask, with_time=section is not Section.COMPARE)
    parts = chosen_parts(everything, asked, today)
    if not len(parts) and section is not Section.COMPARE:
        _nothing(everything_is_empty=not len(everything), language=language)
        return
    shown = Shown(
        host=host, station=station, everything=everything, parts=parts, asked=asked, today=today, titles=titles
    )
    _drawn(section)(shown, language)


def _drawn(section: Section) -> Callable[[Shown, Language], None]:
    match section:
        case Section.RATE:
            from screens.scrap.rate import rate

            return rate
        case Section.CAUSES:
            from screens.scrap.causes import causes

            return causes
        case Section.WHERE:
            from screens.scrap.where import where

            return where
        case Section.COMPARE:
            from screens.scrap.comparing import comparing

            return comparing
        case Section.DRIFT:
            from screens.scrap.drifting import drifting

            return drifting
        case Section.REPORT:
            from screens.scrap.reporting import reporting

            return reporting
        case Section.COSTS:
            raise ValueError("the costs are of no parts: they are drawn for themselves")
        case _:
            assert_never(section)


def _nothing(*, everything_is_empty: bool, language: Language) -> None:
    _ = translator(language)
    if everything_is_empty:
        what, then = _("No part has been inspected yet."), _("After the first inspection it stands here.")
    else:
        what, then = _("No part is found that fits all of this."), _("Choose a longer time, or clear the filters.")
    st.html(f'<section class="mb-nothing" role="status"><h2>{escape(what)}</h2><p>{escape(then)}</p></section>')


def _unknown(error: Exception, language: Language) -> None:
    """A file that this section rests on says something impossible; the other sections can be used."""
    _ = translator(language)
    text = _("Leave the folder as it is, and call whoever looks after this computer.")
    show(Notice(kind="bad", title=_("This cannot be shown"), text=text, detail=str(error)), language)


def part_titles(station: Station, language: Language) -> Mapping[str, str]:
    """What people call the kinds of parts; read once for every visit."""
    from inspection.station.choosing import parts_to_choose

    if _TITLES not in st.session_state:
        recipes = [station.recipe, *parts_to_choose(station.home)]
        st.session_state[_TITLES] = {recipe.part_type: recipe.titles for recipe in reversed(recipes)}
    titles: Mapping[str, Mapping[Language, str]] = st.session_state[_TITLES]
    return {name: by_language.get(language, name) for name, by_language in titles.items()}


_TITLES = "scrap_titles"


def _asked() -> Asked:
    return from_address({name: st.query_params.get_all(name) for name in Asked.model_fields})


def _ask(asked: Asked) -> None:
    st.query_params.from_dict({"lang": chosen_language(), "section": SECTIONS.chosen.value, **to_address(asked)})


def _today() -> date:
    return datetime.now().astimezone().date()
