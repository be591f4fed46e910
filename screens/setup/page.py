"""The master's page, step by step. Streamlit runs it for every browser, and anew after every touch."""

from collections.abc import Callable
from html import escape
from typing import assert_never

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from screens.blocks import banner_html
from screens.components import ASSETS, page_language
from screens.host import StationHost, at_work
from screens.language_choice import chosen_language
from screens.menu import menu
from screens.pages import Room, page_of
from screens.room import hindrances, look_again, stay_aside
from screens.setup.path.standing import standings
from screens.setup.path.way import onward, step_buttons
from screens.setup.steps import OVERVIEW, Step, chosen_step
from screens.station_view import banner
from screens.texts import translator


def set_up() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), hindrances()
    st.html(ASSETS / "setup.css")
    page_language(language)
    _top(host, language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown)
    stay_aside()
    station = host.station
    if station is None or notice is not None:
        return
    step = chosen_step()
    step_buttons(step, standings(host, station, language), language)
    with st.container(key=f"mb_step_{step or OVERVIEW}"):
        _section(step)(host, station, language)
        if step is not None:
            onward(step, language)


def _top(host: StationHost, language: Language) -> None:
    _ = translator(language)
    title, part = _("Set up"), host.station.recipe.title(language) if host.station else ""
    with st.container(key="mb_top", horizontal=True):
        st.html(f'<header class="mb-head"><h1>{escape(title)} <small>{escape(part)}</small></h1></header>')
        st.page_link(page_of(Room.INSPECT), label=_("Back to inspecting"), query_params={"lang": language})
        menu(language)


def _section(step: Step | None) -> Callable[[StationHost, Station, Language], None]:
    match step:
        case None:
            from screens.setup.path.overview import overview

            return overview
        case Step.CAMERA:
            from screens.setup.camera.step import camera_step

            return camera_step
        case Step.KIND:
            from screens.setup.kind_step import kind_step

            return kind_step
        case Step.AREA:
            from screens.setup.part.step import area_step

            return area_step
        case Step.MODEL:
            from screens.setup.model_step import model_step

            return model_step
        case Step.TRIAL:
            from screens.setup.trial.step import trial_step

            return trial_step
        case Step.SCALE:
            from screens.setup.scale.step import scale_step

            return scale_step
        case Step.PART:
            from screens.setup.part.step import part_step

            return part_step
        case Step.DAILY:
            from screens.setup.daily_step import daily_step

            return daily_step
        case Step.REPEAT:
            from screens.setup.repeat_step import repeat_step

            return repeat_step
        case Step.CARDS:
            from screens.setup.cards_step import cards_step

            return cards_step
        case _:
            assert_never(step)
