"""The script that looks whether the session is still good, and the button that ends it."""

import streamlit as st

from inspection.closed import Closed
from screens.components import source


class SessionData(Closed):
    """The role at this moment, and for how long."""

    role: str
    ends_in_s: int


class LogoutData(Closed):
    """What the button says, and what it says when nobody answered."""

    words: str
    no_answer: str


_watch = st.components.v2.component("mb_session", js=source("session.js"), isolate_styles=False)

_logout = st.components.v2.component(
    "mb_logout",
    html='<button type="button" class="mb-menu-link mb-logout"></button>',
    js=source("logout.js"),
    isolate_styles=False,
)


def session_watch(data: SessionData) -> None:
    """Put the script on the page."""
    _watch(key="mb_session", data=data.model_dump())


def logout_button(data: LogoutData) -> None:
    """Put the button on the page."""
    _logout(key="mb_logout", data=data.model_dump())
