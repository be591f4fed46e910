"""What all rooms do: a page that says how the station is does not say it when it is so no more."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from inspection.errors import StoreInUse
from inspection.setup import NEVER_CHECKED
from screens import host as hosting
from screens.daily import page as daily_page
from screens.door.door import Door
from screens.host import NotStarted, Phase, Starting, StationHost, put_to_work


def script(module: str, function: str) -> None:
    from importlib import import_module

    import streamlit as st

    from screens.pages import pages

    st.navigation(pages(), position="hidden")
    getattr(import_module(module), function)()


@pytest.mark.parametrize(
    "room",
    [
        "daily:daily",
        "system:system",
        "setup:set_up",
        "history:history",
        "review:review",
        "labelling:label",
        "learning:learn",
    ],
)
def test_a_room_that_was_opened_while_the_station_started_notices_how_it_came_out(
    room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "_at_work", None)
    phase: Phase = Starting()
    host = SimpleNamespace(phase=phase, station=None, door=Door(tmp_path), part_watch=None, home=tmp_path)
    put_to_work(cast(StationHost, host))
    folder, function = room.split(":")
    name = f"{folder}.page"
    draw = __import__(f"screens.{name}", fromlist=["banner_html"]).banner_html
    drawn: list[str] = []

    def drawn_then_over(notice: object, language: str) -> str:
        drawn.append(draw(notice, language))
        host.phase = NotStarted(why=StoreInUse("held by 7"))
        return drawn[-1]

    monkeypatch.setattr(f"screens.{name}.banner_html", drawn_then_over)
    test = AppTest.from_function(script, default_timeout=20, args=(f"screens.{name}", function))
    test.query_params["lang"] = "de"
    test.run()
    assert not test.exception
    assert "Die Station startet" in drawn[0] and "Die Station konnte nicht starten" in drawn[-1]


@pytest.mark.parametrize(
    "changed",
    [
        {"recipe_sha256": "2" * 64},
        {"daily": NEVER_CHECKED.model_copy(update={"passed": False})},
        {"daily_check_required": True},
    ],
)
def test_the_daily_room_notices_another_part_and_a_check_in_another_browser(
    changed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = SimpleNamespace(
        recipe_sha256="1" * 64, taught=None, known=None, daily=NEVER_CHECKED, daily_check_required=False
    )
    monkeypatch.setattr(daily_page, "at_work", lambda: SimpleNamespace(station=SimpleNamespace(setup=setup)))
    monkeypatch.setattr(daily_page, "hindrances", lambda: (None, None))
    before = daily_page._what_counts()
    assert daily_page._what_counts() == before
    vars(setup).update(changed)
    assert daily_page._what_counts() != before
