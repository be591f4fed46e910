"""What a button asks for is done for whoever may ask for it at that moment, and for nobody else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st

from inspection.people import Role
from screens.door.door import Visitor
from screens.setup.acting import attempt


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What stands at the places of a page."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    yield kept


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Callable[[Role | None], None]:
    """Makes somebody of this role click."""

    def visits(role: Role | None) -> None:
        monkeypatch.setattr("screens.setup.acting.visitor", lambda: Visitor(role=role))

    return visits


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.TRAINEE])
def test_a_click_of_somebody_who_may_not_any_more_does_nothing(
    said: dict[str, Any], visits: Callable[[Role | None], None], role: Role | None
) -> None:
    visits(role)
    attempt("place", lambda: pytest.fail("it was done all the same"))
    assert said["notice:place"]("de").title == "Hier ist der Meister gefragt"


def test_it_is_done_for_who_may(said: dict[str, Any], visits: Callable[[Role | None], None]) -> None:
    done: list[str] = []
    visits(Role.MASTER)
    attempt("place", lambda: done.append("master"))
    visits(Role.OPERATOR)
    attempt("place", lambda: done.append("operator"), needed=Role.OPERATOR)
    assert done == ["master", "operator"] and said == {}
