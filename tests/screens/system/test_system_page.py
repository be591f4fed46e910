"""The system page without a browser: who may look, who may act, what is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from inspection.doctor import Check, Topic
from inspection.language import Language
from inspection.people import Role
from inspection.records import audit
from screens.door.door import Visitor
from screens.host import StationHost
from screens.system import about, people
from screens.system.state import _line, _matters
from screens.system.storage import answer
from tests.screens.access.test_visiting import room
from tests.screens.door.doors import with_pins
from tests.screens.test_page import said, start, station_in

__all__ = ["start", "station_in"]


def is_a(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks is that."""
    for place in ("access.visiting", "setup.acting", "system.people", "system.models", "system.about"):
        monkeypatch.setattr(f"screens.{place}.visitor", lambda: Visitor(role=role))


@pytest.mark.parametrize(("role", "acts"), [(Role.TRAINEE, False), (Role.MASTER, True)])
def test_a_trainee_looks_and_the_master_acts(
    start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch, role: Role, acts: bool
) -> None:
    with_pins(start(wait=False).home)
    is_a(role, monkeypatch)
    test = room("system")
    test.button(key="system_section_people").click().run()
    assert not test.exception and "PIN seit" in said(test)
    assert any(button.key == "change_00000000" for button in test.button) is acts


def test_whoever_is_no_master_any_more_changes_nothing(
    start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start(wait=False)
    with_pins(host.home)
    is_a(Role.OPERATOR, monkeypatch)
    monkeypatch.setattr(st, "session_state", {})
    people._do(lambda: pytest.fail("an operator has changed a PIN"))
    assert st.session_state["notice:system_people"]("de").title == "Hier ist der Meister gefragt"


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_check_is_said_in_words_with_what_to_try(language: Language, tmp_path: Path) -> None:
    good = Check(topic=Topic.PART, subject="board", good=True, what="version 2, model board")
    waits = Check(topic=Topic.PART, subject="metal", good=True, what="no model", next_step="train one")
    broken = Check(topic=Topic.ACTIVE, subject="board", good=False, what="gone", next_step="roll back")
    lines = [_line(check, tmp_path, language) for check in (good, waits, broken)]
    assert [lamp for lamp, *_ in lines] == ["good", "open", "bad"]
    assert lines[0][1] == {"de": "Teil Brett", "en": "Part board"}[language]
    assert [bool(advice) for _, _, _, advice, _ in lines] == [False, True, True]
    assert [detail for *_, detail in lines] == ["", "no model", "gone"]  # what is technical, where somebody needs it


def test_a_part_that_nobody_inspects_is_no_trouble() -> None:
    waits = Check(topic=Topic.PART, subject="metal", good=True, what="no model", next_step="train one")
    broken = Check(topic=Topic.PART, subject="metal", good=False, what="line 3", next_step="mend it")
    assert [_matters(one, "board") for one in (waits, broken)] == [False, True]
    assert _matters(waits, "metal")


def test_an_empty_record_is_as_it_was_written(start: Callable[..., StationHost]) -> None:
    report = audit(start(wait=False).home)
    assert answer(report, "de").kind == "good"
    assert answer(report, "de").title == "Alles ist so, wie es geschrieben wurde"


def test_the_papers_are_offered_and_made_from_this_station(start: Callable[..., StationHost]) -> None:
    host = start(wait=False)
    test = room("system")
    test.button(key="system_section_about").click().run()
    assert not test.exception and "Menschen werden nicht beurteilt." in said(test)
    assert about._packed(host.home, "de").startswith(b"PK")
