"""Exposure, gain and the other knobs of the camera, where it has them."""

from functools import partial
from typing import Final

import streamlit as st

from camera.settings import CameraSettings
from inspection.language import Language
from inspection.station import Station
from inspection.station.camera_setting import set_camera
from screens.setup.acting import Said, attempt
from screens.setup.camera.choosing import PLACE
from screens.setup.notice import Notice, show_words
from screens.setup.typing import parse_number, text_field, written
from screens.texts import translator

_MS_PER_US: Final = 0.001


def knob_words(language: Language) -> dict[str, str]:
    """What the knobs are called, with their units."""
    _ = translator(language)
    return {
        "exposure_time_us": _("Exposure time in ms"),
        "gain_db": _("Gain in dB"),
        "gain_steps": _("Gain"),
        "white_balance_k": _("Colour temperature in kelvin"),
        "focus_steps": _("Focus (0 is far)"),
    }


def knobs(station: Station, language: Language) -> None:
    """A field for each knob that the camera says it has."""
    _ = translator(language)
    now = station.camera_settings.model_dump(exclude_none=True)
    with st.expander(_("Exposure and gain"), key="camera_knobs"):
        if not now:
            show_words(_("This camera has nothing that the station could set: change the light, or set it at itself."))
            return
        show_words(_("Set it so that nothing is striped and the brightness is good, then leave it."))
        words = knob_words(language)
        for name, value in now.items():
            shown = value * _MS_PER_US if name == "exposure_time_us" else value
            text_field(words[name], _key(name, station), written(round(shown, 3), language))
        st.button(
            _("Set the camera"),
            key="camera_set",
            on_click=partial(_set, tuple(now), station, language),
            width="stretch",
        )


def _key(name: str, station: Station) -> str:
    return f"knob_{name}_{station.camera_id}"


def _set(names: tuple[str, ...], station: Station, language: Language) -> None:
    def act() -> Said:
        typed = {name: parse_number(str(st.session_state[_key(name, station)])) for name in names}
        missing = next((name for name, value in typed.items() if value is None), None)
        if missing is not None:
            return partial(_no_number, missing)
        wanted = {
            name: value / _MS_PER_US if name == "exposure_time_us" else value
            for name, value in typed.items()
            if value is not None
        }
        try:
            kept = set_camera(station, CameraSettings.model_validate(wanted))
        except ValueError as error:
            return partial(_refused, str(error))
        return partial(_done, kept)

    attempt(PLACE, act)


def _no_number(name: str, language: Language) -> Notice:
    _ = translator(language)
    title = _("{field}: please enter a number.").format(field=knob_words(language)[name])
    return Notice(kind="bad", title=title)


def _refused(detail: str, language: Language) -> Notice:
    _ = translator(language)
    title = _("The camera does not take that.")
    return Notice(kind="bad", title=title, text=_("Nothing else was changed: try another value."), detail=detail)


def _done(kept: bool, language: Language) -> Notice:
    _ = translator(language)
    text = "" if kept else _("This camera forgets it when the program ends.")
    return Notice(kind="good", title=_("The camera is set."), text=text)
