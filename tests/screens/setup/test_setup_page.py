"""The master's page without a browser: what it says while there is no station to set up."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from inspection.errors import StoreInUse
from inspection.station import CameraState, ModelState, Station, StationState, StorageState
from screens import host as hosting
from screens.door.door import Door
from screens.host import AtWork, NotStarted, Phase, Starting, StationHost, put_to_work
from tests.screens.building import RECIPE

STOPPED = StationState(
    phase="stopped",
    recipe="weld-bead",
    camera=CameraState(camera_id="1", working=True),
    model=ModelState(name="weld-bead", judge=None),
    storage=StorageState(working=False, free_mb=0, detail="No space left on <device>"),
    counts={},
    last_sequence=0,
)


def script() -> None:
    import streamlit as st

    from screens.pages import pages
    from screens.setup.page import set_up

    st.navigation(pages(), position="hidden")
    set_up()


@pytest.fixture(autouse=True)
def no_host(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(hosting, "_at_work", None)
    yield


def said(phase: Phase, language: str, home: Path) -> tuple[str, Any]:
    station = phase.station if isinstance(phase, AtWork) else None
    put_to_work(cast(StationHost, SimpleNamespace(phase=phase, station=station, door=Door(home), part_watch=None)))
    test = AppTest.from_function(script, default_timeout=20)
    test.query_params["lang"] = language
    test.run()
    assert not test.exception
    return "\n".join(str(element.proto.body) for element in test.get("html")), test.button


@pytest.mark.parametrize(("language", "words"), [("de", "Die Station startet"), ("en", "The station is starting")])
def test_while_the_station_starts_the_page_says_so_and_offers_nothing(
    language: str, words: str, tmp_path: Path
) -> None:
    text, buttons = said(Starting(), language, tmp_path)
    assert words in text
    assert len(buttons) == 0


def test_a_station_that_could_not_start_says_why(tmp_path: Path) -> None:
    text, buttons = said(NotStarted(why=StoreInUse("held by <7>")), "de", tmp_path)
    assert "Die Station konnte nicht starten" in text and "held by &lt;7&gt;" in text
    assert len(buttons) == 0


def test_a_station_that_stopped_says_so_and_saves_nothing(tmp_path: Path) -> None:
    station = cast(Station, SimpleNamespace(state=lambda: STOPPED, recipe=RECIPE, is_simulated=False))
    text, buttons = said(AtWork(station=station), "de", tmp_path)
    assert "HALT: Es wird nichts mehr aufgezeichnet" in text and "&lt;device&gt;" in text
    assert len(buttons) == 0
