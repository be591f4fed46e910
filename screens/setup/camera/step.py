"""Step 1, the camera: which one, how sharp, how bright, how its colours are."""

import streamlit as st

from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.station import Station
from inspection.station.settings import load_settings
from screens.host import StationHost
from screens.setup.acting import show_said
from screens.setup.camera.choosing import PLACE, camera_choice
from screens.setup.camera.grey import grey_balance, look_at
from screens.setup.camera.knobs import knobs
from screens.setup.camera.view import camera_view, touched
from screens.setup.camera.words import camera_words
from screens.setup.notice import show, show_state
from screens.setup.trouble import trouble
from screens.station_view import camera_sign
from screens.texts import translator


def camera_step(host: StationHost, station: Station, language: Language) -> None:
    """The section: the picture on the left, what can be chosen and set on the right."""
    try:
        now = load_settings(station.home).camera
    except RecipeInvalid as error:
        show(trouble(error, language), language)
        return
    _state(station, camera_words(now, language), language)
    show_said(PLACE, language)
    left, right = st.columns([3, 2])
    with left:
        camera_view(language, on_touched=lambda: look_at(station, touched()))
    with right:
        camera_choice(host, station, now, language)
        knobs(station, language)
        grey_balance(host, station, now, language)


def _state(station: Station, words: str, language: Language) -> None:
    _ = translator(language)
    sign = camera_sign(station.state().camera, language)
    if sign.good:
        todo = _("Turn the lens until the bar is longest, and the light until nothing is striped.")
        show_state("good", f"{words}: {sign.words}", todo)
    else:
        show_state("bad", f"{words}: {sign.words}", sign.advice)
