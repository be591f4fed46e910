"""The page on which the station learns. Trainees look, the master acts. Streamlit runs it for every browser."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, assert_never

import streamlit as st

from inspection.errors import InspectionError, StorageError
from inspection.language import Language
from inspection.station import Station
from screens.blocks import banner_html
from screens.components import ASSETS
from screens.history.words import unreadable
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.pages import Room
from screens.room import hindrances, look_again, part_top
from screens.setup.notice import Notice, show
from screens.station_view import banner
from screens.texts import translator
from training.errors import TrainingError

SECTION: Final = "learn_section"


class Section(StrEnum):
    """A part of the page; the value stands in its address."""

    ENOUGH = "enough"
    TRAIN = "train"
    GOOD_PARTS = "good-parts"
    DECIDE = "decide"
    RUNS = "runs"
    EXCHANGE = "exchange"


def learn() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), hindrances()
    for style in ("setup.css", "rooms.css", "learning.css"):
        st.html(ASSETS / style)
    part_top(Room.LEARN, host, language)
    section = chosen_section()
    says_it_itself = section is Section.GOOD_PARTS and host.station is not None and host.station.is_aside
    if not says_it_itself and (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown)
    if host.station is None:
        return
    section_buttons(section, language)
    with st.container(key=f"mb_learn_{section}"):
        try:
            _drawn(section)(host, host.station, language)
        except StorageError as error:
            st.html(banner_html(unreadable(error, language), language))
        except (InspectionError, TrainingError) as error:
            _unknown(error, language)


def _unknown(error: Exception, language: Language) -> None:
    """A file that this section rests on says something impossible; the other sections can be used."""
    _ = translator(language)
    text = _("Leave the folder as it is, and call whoever looks after this computer.")
    show(Notice(kind="bad", title=_("This cannot be shown"), text=text, detail=str(error)), language)


def section_word(section: Section, language: Language) -> str:
    """What the section is called."""
    _ = translator(language)
    return {
        Section.ENOUGH: _("Is it enough?"),
        Section.TRAIN: _("Train"),
        Section.GOOD_PARTS: _("Good parts only"),
        Section.DECIDE: _("Decide"),
        Section.RUNS: _("So far"),
        Section.EXCHANGE: _("Exchange"),
    }[section]


def chosen_section() -> Section:
    """The section that is shown; at first the one in the page's address."""
    if SECTION not in st.session_state:
        asked = st.query_params.get("section")
        st.session_state[SECTION] = Section(asked) if asked in set(Section) else Section.ENOUGH
    chosen: Section = st.session_state[SECTION]
    return chosen


def section_buttons(chosen: Section, language: Language) -> None:
    """One large button a section, the chosen one filled."""
    with st.container(key="mb_tabs", horizontal=True):
        for section in Section:
            st.button(
                section_word(section, language),
                key=f"learn_go_{section}",
                type="primary" if section is chosen else "secondary",
                on_click=go_to,
                args=(section,),
                width="stretch",
            )


def go_to(section: Section) -> None:
    """Show another section."""
    st.session_state[SECTION] = section
    st.query_params["section"] = section


def _drawn(section: Section) -> Callable[[StationHost, Station, Language], None]:
    match section:
        case Section.ENOUGH:
            from screens.learning.enough import enough

            return enough
        case Section.TRAIN:
            from screens.learning.training import training

            return training
        case Section.GOOD_PARTS:
            from screens.learning.good_parts import good_parts

            return good_parts
        case Section.DECIDE:
            from screens.learning.deciding import deciding

            return deciding
        case Section.RUNS:
            from screens.learning.runs import history

            return history
        case Section.EXCHANGE:
            from screens.learning.exchanging import exchanging

            return exchanging
        case _:
            assert_never(section)
