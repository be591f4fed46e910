"""Doing what a button asks for, once, and saying how it went: in words, whatever went wrong."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from camera.errors import CameraError
from inspection.errors import InspectionError
from inspection.language import Language
from inspection.people import Role
from screens.access import visitor
from screens.access.visiting import asked_for
from screens.setup.notice import Notice, show
from screens.setup.trouble import trouble
from screens.texts import translator

_PLACE = "notice:"

Said = Callable[[Language], Notice]
"""A notice in the language of the page, which may change while it stands there."""


def attempt(place: str, act: Callable[[], Said | None], *, needed: Role = Role.MASTER) -> None:
    """Do it; what it says, or why it failed, stands at `place` until something else is done there.

    To be called from a button's `on_click`, which Streamlit calls once for a click, and before the page is drawn: who
    clicks is asked for here once more, because a session may have ended while its page was still open.
    """
    try:
        answer = act() if visitor().may(needed) else not_welcome(needed)
    except (InspectionError, CameraError, OSError) as error:
        answer = partial(trouble, error)
    if answer is None:
        forget(place)
    else:
        st.session_state[_PLACE + place] = answer


def not_welcome(needed: Role) -> Said:
    """What is said to somebody who may not do this, or not any more."""

    def said(language: Language) -> Notice:
        _ = translator(language)
        again = _("Log in, then try again.")
        return Notice(kind="bad", title=asked_for(needed, language), text=again)

    return said


def forget(place: str) -> None:
    """Nothing stands there any more."""
    st.session_state.pop(_PLACE + place, None)


def show_said(place: str, language: Language) -> None:
    """Show what stands at `place`, if anything does."""
    answer: Said | None = st.session_state.get(_PLACE + place)
    if answer is not None:
        show(answer(language), language)
