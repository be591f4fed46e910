"""The station's two pages, each with an address: inspecting for everybody, setting up for the master."""

import streamlit as st

SET_UP_ADDRESS = "setup"


def inspect_page() -> st.Page:
    """The operator's page."""
    return st.Page(_inspect, title="Meisterblick", default=True)


def set_up_page() -> st.Page:
    """The master's page."""
    return st.Page(_set_up, title="Meisterblick", url_path=SET_UP_ADDRESS)


def _inspect() -> None:
    from screens.panel import panel

    panel()


def _set_up() -> None:
    from screens.setup.page import set_up

    set_up()
