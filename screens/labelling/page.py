"""The page on which people draw. Streamlit runs it for every browser."""

from typing import assert_never

import streamlit as st

from inspection.errors import StorageError
from inspection.language import Language
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.blocks import banner_html
from screens.components import ASSETS
from screens.history.words import unreadable
from screens.host import StationHost, at_work
from screens.labelling.sections import SECTIONS, Section, section_role
from screens.language_choice import chosen_language
from screens.pages import Room
from screens.room import hindrances, look_again, part_top
from screens.station_view import banner


def label() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), hindrances()
    for style in ("setup.css", "rooms.css", "labelling.css"):
        st.html(ASSETS / style)
    part_top(Room.LABEL, host, language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown)
    if host.station is None:
        return
    section = SECTIONS.chosen
    SECTIONS.buttons(language)
    if not visitor().may(section_role(section)):
        st.html(asked_for_html(section_role(section), language))
        return
    with st.container(key=f"mb_label_{section}"):
        try:
            _draw(section, host, host.station, language)
        except StorageError as error:
            st.html(banner_html(unreadable(error, language), language))


def _draw(section: Section, host: StationHost, station: Station, language: Language) -> None:
    match section:
        case Section.DRAW | Section.APPROVE:
            from screens.labelling.component import labelling

            labelling(host, station, "approve" if section is Section.APPROVE else "draw", language)
        case Section.BRING:
            from screens.labelling.bringing import bringing

            bringing(host, station, language)
        case Section.GUESS:
            from screens.labelling.guessing import guessing

            guessing(station, language)
        case _:
            assert_never(section)
