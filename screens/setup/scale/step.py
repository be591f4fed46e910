"""Step 1, the scale: how many millimetres a pixel is, and which limits that cannot resolve."""

from functools import partial

import streamlit as st

from inspection.language import Language
from inspection.scale import CameraScale
from inspection.station import Station
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_state
from screens.setup.scale.fineness import fineness
from screens.setup.scale.found import PLACE
from screens.setup.scale.ruler import ruler
from screens.setup.scale.state import scale_state
from screens.setup.scale.target import target
from screens.texts import translator

_WAY = "scale_way"


def scale_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    state = scale_state(station, language)
    show_state(state.kind, state.words, state.todo)
    if state.fixed_instead:
        st.button(
            _("Use the camera's scale from now on"),
            key="use_scale",
            type="primary",
            on_click=partial(_use, host, station),
        )
    show_said(PLACE, language)
    ways = {"ruler": _("With a ruler: quick"), "target": _("With the printed target: exact")}
    way = st.segmented_control(
        _("How to measure the scale"),
        list(ways),
        format_func=ways.__getitem__,
        key=_WAY,
        default="ruler",
        required=True,
        label_visibility="collapsed",
        width="stretch",
        persist_state="session",
    )
    found = ruler(host, station, language) if way == "ruler" else target(host, station, language)
    shown = found or state.calibration
    below = fineness(shown, station.recipe, language) if shown is not None else None
    if below is not None:
        show(below, language)


def _use(host: StationHost, station: Station) -> None:
    def act() -> Said:
        recipe = host.desk.save_recipe(station, station.recipe.model_copy(update={"scale": CameraScale()}))
        return partial(_used, recipe.version)

    attempt(PLACE, act)


def _used(version: int, language: Language) -> Notice:
    _ = translator(language)
    title = _("Saved as version {version}: from the next part on the camera's scale counts.").format(version=version)
    return Notice(kind="good", title=title)
