"""The script that looks whether the session is still good."""

import streamlit as st

from inspection.closed import Closed
from screens.components import source


class SessionData(Closed):
    """The role at this moment, and for how long."""

    role: str
    ends_in_s: int


_watch = st.components.v2.component("mb_session", js=source("session.js"), isolate_styles=False)


def session_watch(data: SessionData) -> None:
    """Put the script on the page."""
    _watch(key="mb_session", data=data.model_dump())
