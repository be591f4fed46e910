"""Every event that the program records has a word of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.language import Language
from inspection.records.deleting import PICTURES_DELETED
from inspection.records.opening import (
    PICTURES_PUT_ASIDE,
    RECORDS_MISSING,
    RECORDS_QUARANTINED,
    RECORDS_REPLACED,
    WITNESS_MISSING,
)
from inspection.upkeep.restore import RECORDS_RESTORED
from inspection.wording.events import event_word

ROOT = Path(__file__).parents[3]
NAMED = (
    PICTURES_DELETED,
    PICTURES_PUT_ASIDE,
    RECORDS_MISSING,
    RECORDS_QUARANTINED,
    RECORDS_REPLACED,
    RECORDS_RESTORED,
    WITNESS_MISSING,
)


def literals() -> Iterator[str]:
    """The codes that stand in a call of `note`, or in an `Event`, as text."""
    for package in ("inspection", "screens", "commands"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    said = [*node.args, *(one.value for one in node.keywords if one.arg == "code")]
                    if name in ("note", "_note", "take_up", "Event"):
                        yield from _codes(said)


def _codes(said: list[ast.expr]) -> Iterator[str]:
    """Of the arguments those that look like a code; the detail is a sentence."""
    for one in said:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.replace("-", "").isalpha():
            yield one.value


def test_the_scan_finds_them() -> None:
    assert {"model-promoted", "model-rolled-back", "costs-changed", "stopped", "calibrated"} <= set(literals())


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", sorted({*literals(), *NAMED}))
def test_every_event_has_a_word(code: str, language: Language) -> None:
    assert not event_word(code, language).endswith(f": {code}"), "an event without a word of its own"


def test_a_code_from_elsewhere_is_told_as_it_is() -> None:
    assert event_word("camera-hung", "en") == "fault: camera-hung"
