"""What a page asks of whoever looks at it."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from inspection.people import Role
from screens.host import StationHost
from tests.screens.door.doors import with_pins
from tests.screens.test_page import said, start, station_in

__all__ = ["start", "station_in"]


def room(name: str) -> AppTest:
    """The room as it is drawn, behind what it asks for."""

    def script(name: str) -> None:
        from typing import Any, cast

        import streamlit as st

        from screens.pages import Room, page_of

        st.session_state["language"] = "de"
        cast(Any, page_of(Room(name)))._page()

    return AppTest.from_function(script, default_timeout=20, kwargs={"name": name}).run()


@pytest.mark.parametrize("name", ["setup", "system"])
def test_the_masters_rooms_ask_for_the_pin_once_there_is_one(start: Callable[..., StationHost], name: str) -> None:
    host = start(wait=False)
    assert "PIN eingeben" not in said(room(name))
    with_pins(host.home, Role.MASTER)
    asked = room(name)
    assert "PIN eingeben" in said(asked) and "/login?lang=de" in said(asked)
    assert not asked.button


def test_the_operators_room_asks_for_nothing(start: Callable[..., StationHost]) -> None:
    with_pins(start(wait=False).home, Role.MASTER)
    assert "PIN eingeben" not in said(room(""))
