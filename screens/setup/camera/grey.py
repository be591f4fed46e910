"""White balance on a grey card: how grey the touched place is, and what can be done about it."""

from functools import partial
from typing import Final

import streamlit as st

from camera.config import CameraConfig, UsbConfig
from camera.errors import CameraError
from inspection.camera_aid import GreyCard, Problem, grey_card
from inspection.language import Language, number
from inspection.station import Station
from inspection.station.camera_setting import balanced
from screens.host import StationHost
from screens.setup.acting import Said, attempt
from screens.setup.camera.choosing import PLACE
from screens.setup.notice import Notice, show, show_words
from screens.texts import translator

_CARD: Final = "grey_card"
MIDDLE: Final = (0.5, 0.5)


def look_at(station: Station, place: tuple[float, float] | None) -> None:
    """Look at the colour of a place of the live picture, and keep it for this page."""
    if place is None:
        return
    try:
        st.session_state[_CARD] = (station.camera_id, grey_card(station.live_frame().pixels, *place))
    except CameraError:  # the live picture says why
        st.session_state.pop(_CARD, None)


def grey_balance(host: StationHost, station: Station, now: CameraConfig, language: Language) -> None:
    """What to do, what was seen, and the button that sets the camera where it can be set."""
    _ = translator(language)
    st.subheader(_("White balance on a grey card"), anchor=False)
    show_words(_("Lay a grey card under the camera and touch it in the picture."))
    st.button(
        _("Look at the middle of the picture"),
        key="camera_grey_middle",
        on_click=partial(look_at, station, MIDDLE),
        width="stretch",
    )
    card = _seen(station)
    if card is None:
        return
    show(_notice(card, now, language), language)
    better = None if card.problem or card.is_grey else balanced(now, card)
    if better is not None:
        act = partial(_balance, better, host, station)
        st.button(_("Set the white balance by this card"), key="camera_balance", type="primary", on_click=act)


def _seen(station: Station) -> GreyCard | None:
    camera_id, card = st.session_state.get(_CARD, ("", None))
    return card if camera_id == station.camera_id else None


def _balance(config: CameraConfig, host: StationHost, station: Station) -> None:
    def act() -> Said:
        host.desk.take_camera(station, config)
        st.session_state.pop(_CARD, None)
        return _balanced

    attempt(PLACE, act)


def _balanced(language: Language) -> Notice:
    _ = translator(language)
    text = _("Touch the card again to see whether it is grey now. Where the camera gives no picture, go back.")
    return Notice(kind="good", title=_("The white balance is set."), text=text)


def _notice(card: GreyCard, now: CameraConfig, language: Language) -> Notice:
    _ = translator(language)
    match card.problem:
        case Problem.TOO_DARK:
            return Notice(kind="open", title=_("Too dark to tell its colour: more light, then touch it again."))
        case Problem.TOO_BRIGHT:
            return Notice(kind="open", title=_("Over-exposed: less light, then touch it again."))
        case Problem.NOT_PLAIN:
            return Notice(kind="open", title=_("That is no plain card: touch the middle of the card."))
        case None:
            pass
    off = _("red {red} %, blue {blue} % against green").format(
        red=_signed(card.red_off, language), blue=_signed(card.blue_off, language)
    )
    if card.is_grey:
        return Notice(kind="good", title=_("Grey is grey: the white balance is right."), text=off)
    return Notice(kind="open", title=_cast_words(card, language), text=f"{off}. {_what_to_do(card, now, language)}")


def _cast_words(card: GreyCard, language: Language) -> str:
    _ = translator(language)
    if max(card.red_off, card.blue_off) < 0:
        return _("The grey card looks greenish.")
    return _("The grey card looks reddish.") if card.red_off >= card.blue_off else _("The grey card looks bluish.")


def _what_to_do(card: GreyCard, now: CameraConfig, language: Language) -> str:
    _ = translator(language)
    if balanced(now, card) is not None:
        return _("The camera can be set by this card.")
    if isinstance(now, UsbConfig):
        if card.red_off > card.blue_off:
            return _("Lower the colour temperature under “Exposure and gain”, if the camera has it there.")
        return _("Raise the colour temperature under “Exposure and gain”, if the camera has it there.")
    return _("The station cannot set this camera's white balance: set it at the camera, or change the lamp.")


def _signed(share: float, language: Language) -> str:
    rounded = round(100 * share)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{number(abs(rounded), language)}"
