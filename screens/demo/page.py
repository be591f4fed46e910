"""The page of the demonstration: large enough for the people who stand three metres away."""

from functools import partial
from html import escape

import streamlit as st

from inspection.demonstration import Demonstration, DemonstrationState, Fault, Learning
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.station import Station
from screens import components
from screens.blocks import banner_html
from screens.demo.components import news
from screens.demo.html import counts_html, fault_html, steps_html
from screens.demo.noticed import noticed_of
from screens.demo.steps import steps
from screens.demo.words import fault_word, why_not_yet
from screens.host import at_work
from screens.language_choice import chosen_language
from screens.live_view import live_view
from screens.pages import Room
from screens.part_view import part_view
from screens.room import room_top
from screens.setup.acting import attempt, show_said
from screens.setup.notice import Notice, show
from screens.station_view import banner
from screens.texts import translator

PLACE = "demonstration"


@st.fragment
def demo() -> None:
    """The whole page. It is run again when the station rings, and when somebody touches something."""
    host = at_work()
    version = host.version  # read before anything that is shown, so that a change meanwhile is newer
    language = chosen_language()
    for style in ("inspecting.css", "setup.css", "demo.css"):
        st.html(components.ASSETS / style)
    room_top(Room.DEMO, host, language)
    _hear(version, language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    elif host.station is not None and host.demonstration is not None:
        if host.station.is_simulated:
            _shown(host.station, host.demonstration, language)
        else:
            show(_needs_simulated(language), language)


def _hear(version: int, language: Language) -> None:
    _ = translator(language)
    disconnected = _("No connection to the station. Is the program still running? This page keeps trying.")
    news(version, language, disconnected, on_news=_nothing)


def _needs_simulated(language: Language) -> Notice:
    _ = translator(language)
    return Notice(
        kind="hint",
        title=_("The demonstration needs the simulated camera."),
        text=_(
            "At a real camera nothing can be triggered here: it shows what lies there, and its records are those of "
            "the shop. `meisterblick demo` starts a station of its own for the demonstration."
        ),
    )


def _stopped(why: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(
        kind="bad",
        title=_("The demonstration has stopped."),
        text=_("Press Start to go on. If it stops again: end the program and start `meisterblick demo` anew."),
        detail=why,
    )


def _shown(station: Station, demonstration: Demonstration, language: Language) -> None:
    demonstration.look()
    state, newest = demonstration.state, station.newest()
    last = newest[0] if newest else None
    if state.trouble is not None:
        show(_stopped(state.trouble, language), language)
    with st.container(key="mb_demo_stage"):
        with st.container(key="mb_demo_live"):
            live_view(station, None, language)
        with st.container(key="mb_demo_verdict"):
            _verdict(last, language)
    st.html(steps_html(steps(state, last, language), language))
    _faults(station, demonstration, state, newest, language)
    _controls(demonstration, state, language)


def _verdict(last: InspectionRecord | None, language: Language) -> None:
    _ = translator(language)
    texts = {
        "title": _("No part inspected yet"),
        "how": _("The first part comes by itself."),
        "no_picture": _("No picture"),
        "back": _("Back to the last part"),
        "enlarge": _("Show the picture large"),
        "larger": _("larger"),
        "smaller": _("smaller"),
        "whole": _("Whole picture"),
        "close": _("Close"),
    }
    part = part_view(last, language, is_newest=True) if last else None
    components.result(components.ResultData(part=part, texts=texts), on_back=_nothing)


def _faults(
    station: Station,
    demonstration: Demonstration,
    state: DemonstrationState,
    newest: tuple[InspectionRecord, ...],
    language: Language,
) -> None:
    """Six buttons; while a fault is made, what came of it and how to mend it."""
    _ = translator(language)
    with st.container(key="mb_demo_faults"):
        show_said(PLACE, language)
        if state.fault is not None:
            noticed = noticed_of(state, newest, station.state().camera, language)
            with st.container(key="mb_demo_fault"):
                st.html(fault_html(state.fault, noticed, language))
                mend = partial(attempt, PLACE, demonstration.mend)
                st.button(_("Mend the fault"), key="fault_mend", type="primary", width="stretch", on_click=mend)
            return
        title = escape(_("Make a fault"))
        st.html(f'<h2 class="mb-demo-title">{title}</h2>')
        with st.container(key="mb_demo_buttons"):
            for fault in Fault:
                _fault_button(fault, demonstration, state.learning, language)


def _fault_button(fault: Fault, demonstration: Demonstration, learning: Learning, language: Language) -> None:
    why = why_not_yet(learning, language) if fault is Fault.WRONG_PART else ""
    word = fault_word(fault, language)
    st.button(
        f"{word} ({why})" if why else word,
        key=f"fault_{fault}",
        width="stretch",
        disabled=bool(why),
        on_click=partial(attempt, PLACE, partial(demonstration.make, fault)),
    )


def _controls(demonstration: Demonstration, state: DemonstrationState, language: Language) -> None:
    _ = translator(language)
    with st.container(key="mb_demo_controls", horizontal=True):
        if state.running:
            st.button(_("Pause"), key="demo_pause", on_click=demonstration.pause)
        else:
            st.button(_("Start"), key="demo_start", type="primary", on_click=demonstration.start)
        st.button(_("Faster"), key="demo_faster", on_click=partial(demonstration.change_pace, -1))
        st.button(_("Slower"), key="demo_slower", on_click=partial(demonstration.change_pace, 1))
        st.html(counts_html(state, language))


def _nothing() -> None:
    """News make the fragment run again; that is all."""
