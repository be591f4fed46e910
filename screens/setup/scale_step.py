"""Step 1, the scale: how many millimetres a pixel is, and which limits that cannot resolve."""

from functools import partial

import streamlit as st

from inspection.calibration import Calibration, load_calibration, refusal_sentence
from inspection.calibration.refusal import Problem
from inspection.errors import CalibrationRefused
from inspection.language import Language
from inspection.scale import CameraScale, MillimetreScale
from inspection.station import Station
from inspection.station.setting_up import adopt_recipe
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.fineness import fineness
from screens.setup.notice import Notice, show, show_state
from screens.setup.ruler import PLACE, ruler
from screens.setup.scale_words import fixed_scale_text, made_text
from screens.setup.target import target
from screens.texts import translator

_WAY = "scale_way"


def scale_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    calibration, why_not = _calibration(station, language)
    _state(calibration, why_not, station, language)
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
    shown = found or calibration
    if shown is not None:
        below = fineness(station.recipe, shown.scale, shown.resolution_wh, language)
        if below is not None:
            show(below, language)


def _calibration(station: Station, language: Language) -> tuple[Calibration | None, str]:
    """The camera's calibration; without one, why a stored one cannot be used."""
    try:
        return load_calibration(station.home, station.camera_id), ""
    except CalibrationRefused as error:
        broken = error.refusal.problem is not Problem.NOT_CALIBRATED
        return None, refusal_sentence(error.refusal, language) if broken else ""


def _state(calibration: Calibration | None, why_not: str, station: Station, language: Language) -> None:
    _ = translator(language)
    own = station.recipe.scale
    if calibration is None and isinstance(own, MillimetreScale):
        words = _("Scale: {scale}, as it stands in the recipe; this camera was never measured.")
        show_state("open", words.format(scale=fixed_scale_text(own, language)), why_not or _todo(language))
    elif calibration is None:
        show_state(
            "bad" if isinstance(own, CameraScale) else "open", _("Scale: not measured yet."), why_not or _todo(language)
        )
    elif isinstance(own, CameraScale):
        todo = _("Measure it anew when camera, lens or distance were changed.")
        show_state("good", made_text(calibration, language), todo)
    elif isinstance(own, MillimetreScale):
        todo = _("But the recipe measures with a fixed scale of its own: {scale}.")
        show_state("open", made_text(calibration, language), todo.format(scale=fixed_scale_text(own, language)))
        st.button(
            _("Use the camera's scale from now on"), key="use_scale", type="primary", on_click=partial(_use, station)
        )
    else:
        todo = _("But the recipe measures in pixels: choose the camera's scale in step 2, and limits in millimetres.")
        show_state("open", made_text(calibration, language), todo)


def _todo(language: Language) -> str:
    _ = translator(language)
    return _("Lay a ruler or the printed target under the camera.")


def _use(station: Station) -> None:
    def act() -> Said:
        recipe = adopt_recipe(station, station.recipe.model_copy(update={"scale": CameraScale()}))
        return partial(_used, recipe.version)

    if not isinstance(station.recipe.scale, CameraScale):
        attempt(PLACE, act)


def _used(version: int, language: Language) -> Notice:
    _ = translator(language)
    title = _("Saved as version {version}: from the next part on the camera's scale counts.").format(version=version)
    return Notice(kind="good", title=title)
