"""Step 1, the scale: how many millimetres a pixel is, and which limits that cannot resolve."""

from functools import partial

import streamlit as st

from inspection.calibration import Calibration, load_calibration, refusal_sentence
from inspection.calibration.refusal import Problem
from inspection.errors import CalibrationRefused
from inspection.language import Language
from inspection.scale import CameraScale, MillimetreScale, PixelScale
from inspection.station import Station
from inspection.station.setting_up import adopt_recipe
from screens.host import StationHost
from screens.setup.notices import Notice, Said, attempt, notice_html, show_said, state_html
from screens.setup.ruler import PLACE, ruler
from screens.setup.scale_words import fixed_scale_text, made_text
from screens.texts import translator


def scale_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    calibration, why_not = _calibration(station, language)
    st.html(_state(calibration, why_not, station, language))
    show_said(PLACE, language)
    if calibration is not None:
        _not_used(station, language)
    ruler(host, station, language)


def _calibration(station: Station, language: Language) -> tuple[Calibration | None, str]:
    """The camera's calibration; without one, why a stored one cannot be used."""
    try:
        return load_calibration(station.home, station.camera_id), ""
    except CalibrationRefused as error:
        broken = error.refusal.problem is not Problem.NOT_CALIBRATED
        return None, refusal_sentence(error.refusal, language) if broken else ""


def _state(calibration: Calibration | None, why_not: str, station: Station, language: Language) -> str:
    _ = translator(language)
    if calibration is not None:
        todo = _("Measure it anew when camera, lens or distance were changed.")
        return state_html(made_text(calibration, language), todo, good=True)
    todo = why_not or _("Lay a ruler under the camera and take a picture.")
    match station.recipe.scale:
        case MillimetreScale() as fixed:
            words = _("Scale: {scale}, as it stands in the recipe; this camera was never measured.").format(
                scale=fixed_scale_text(fixed, language)
            )
        case _:
            words = _("Scale: not measured yet.")
    return state_html(words, todo, good=False)


def _not_used(station: Station, language: Language) -> None:
    """A recipe may have a scale of its own; then the camera's is not what is measured with."""
    _ = translator(language)
    if isinstance(station.recipe.scale, CameraScale):
        return
    in_px = isinstance(station.recipe.scale, PixelScale)
    title = (
        _("The recipe measures in pixels and does not use this scale.")
        if in_px
        else _("The recipe has a fixed scale of its own and does not use this one.")
    )
    text = _("Choose the camera's scale in step 2; its limits are then in millimetres.") if in_px else ""
    st.html(notice_html(Notice(kind="hint", title=title, text=text), language))
    if not in_px:
        st.button(_("Use the camera's scale from now on"), key="use_scale", on_click=partial(_use, station))


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
