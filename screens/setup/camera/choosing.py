"""Choosing the station's camera: from those that are there, typed in at the station, and back to the one before."""

import sys
from functools import partial
from typing import Final, get_args

import streamlit as st

from camera.config import CameraConfig, SimulatedConfig, UsbConfig
from camera.errors import CameraAbsent
from camera.listing import basler_cameras_beside, usb_cameras_beside
from camera.rendering.truth import PartKind
from inspection.language import Language
from inspection.station import Station
from inspection.station.choosing import camera_before
from screens.host import StationHost
from screens.setup.acting import Said, attempt
from screens.setup.camera.typed import typed_camera
from screens.setup.camera.words import camera_words
from screens.setup.notice import Notice
from screens.texts import translator

PLACE: Final = "camera"
_FOUND: Final = "cameras_found"
_CHOICE: Final = "camera_choice"


def camera_choice(host: StationHost, station: Station, now: CameraConfig, language: Language) -> None:
    """What to choose from, and the button that takes it."""
    _ = translator(language)
    before = camera_before(station.home)
    if before is not None:
        label = _("Back to the camera before: {camera}").format(camera=camera_words(before, language))
        st.button(label, key="camera_back", on_click=partial(_take, before, host, station), width="stretch")
    with st.expander(_("Choose another camera"), key="camera_other"):
        _cameras(host, station, now, language)
        typed_camera(partial(_take, host=host, station=station), language)


def _cameras(host: StationHost, station: Station, now: CameraConfig, language: Language) -> None:
    _ = translator(language)
    st.button(
        _("Look for cameras"), key="camera_search", on_click=partial(_look_for, now, station, language), width="stretch"
    )
    found: list[CameraConfig] = st.session_state.get(_FOUND, [])
    offered = [*found, *(SimulatedConfig(part=kind) for kind in get_args(PartKind))]
    chosen = st.radio(
        _("Cameras"),
        range(len(offered)),
        format_func=lambda place: camera_words(offered[place], language),
        key=_CHOICE,
        index=None,
    )
    st.button(
        _("Take this camera"),
        key="camera_take",
        type="primary",
        disabled=chosen is None,
        on_click=partial(_take, offered[chosen or 0], host, station),
        width="stretch",
    )


def _look_for(now: CameraConfig, station: Station, language: Language) -> None:
    """Only when asked: looking for GigE cameras is a broadcast on every network."""
    found = [camera.config for camera in usb_cameras_beside(now)]
    if sys.platform == "win32":
        found += [UsbConfig(device=str(number)) for number in range(3)]

    def act() -> Said:
        basler = True
        try:
            found.extend(camera.config for camera in basler_cameras_beside(now, "any"))
        except CameraAbsent:  # pypylon is not installed: then none can be used either
            basler = False
        st.session_state[_FOUND] = found
        st.session_state[_CHOICE] = None
        return partial(_found, len(found), basler)

    attempt(PLACE, act)


def _take(config: CameraConfig, host: StationHost, station: Station) -> None:
    def act() -> Said:
        host.desk.take_camera(station, config)
        return partial(_taken, config)

    attempt(PLACE, act)


def _found(count: int, basler: bool, language: Language) -> Notice:
    _ = translator(language)
    title = _("Cameras found beside the station's own: {count}.").format(count=count)
    text = "" if basler else _("Basler cameras cannot be used: the program's part for them is not installed.")
    if not count:
        question = _("Is the camera plugged in, and is no other program using it?")
        text = f"{question} {text}".strip()
    return Notice(kind="good" if count else "hint", title=title, text=text)


def _taken(config: CameraConfig, language: Language) -> Notice:
    _ = translator(language)
    title = _("From the next part on: {camera}.").format(camera=camera_words(config, language))
    text = _("It has a scale of its own: see to “Scale” next. Where it gives no picture, go back to the one before.")
    return Notice(kind="good", title=title, text=text)
