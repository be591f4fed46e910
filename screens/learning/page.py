"""The page on which the station learns. Trainees look, the master acts. Streamlit runs it for every browser."""

from collections.abc import Callable
from typing import assert_never

import streamlit as st

from inspection.errors import InspectionError, StorageError
from inspection.language import Language
from inspection.station import Station
from screens.blocks import banner_html
from screens.components import ASSETS
from screens.history.words import unreadable
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.learning.sections import SECTIONS, Section
from screens.pages import Room
from screens.room import hindrances, look_again, part_top
from screens.setup.notice import Notice, show
from screens.station_view import banner
from screens.texts import translator
from training.errors import TrainingError


def learn() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), hindrances()
    for style in ("setup.css", "rooms.css", "learning.css"):
        st.html(ASSETS / style)
    part_top(Room.LEARN, host, language)
    section = SECTIONS.chosen
    says_it_itself = section is Section.GOOD_PARTS and host.station is not None and host.station.is_aside
    if not says_it_itself and (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown)
    if host.station is None:
        return
    SECTIONS.buttons(language)
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
