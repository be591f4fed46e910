"""What may be said by the master, and what is the same word heard twice."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspection.override import Override, Role
from inspection.verdict import Verdict
from tests.inspection.records.strategies import overrides

WORD = Override(
    override_id="1" * 32,
    record_id="2" * 32,
    verdict=Verdict.PASS,
    role=Role.MASTER,
    reason="nachgemessen mit der Lehre",
    given_at=datetime(2026, 3, 4, 12, 4, tzinfo=UTC),
)


def said(**changes: Any) -> Override:
    return Override.model_validate({**WORD.model_dump(), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": Verdict.REVIEW},
        {"verdict": Verdict.NOT_JUDGED},
        {"verdict": None},
        {"role": "Karl Huber"},
        {"role": ""},
        {"reason": ""},
        {"reason": " "},
        {"reason": "a " * 251},
        {"reason": "x" * 501},
        {"reason": " nachgemessen"},
        {"reason": "zwei\nZeilen"},
        {"reason": "bell\x07"},
        {"reason": "hidden\u200btext"},
        {"reason": "right\u202eto left"},
        {"record_id": "2" * 31},
        {"record_id": "X" * 32},
        {"override_id": "1" * 32 + "\n"},
        {"given_at": datetime(2026, 3, 4, 12, 4)},
        {"given_at": datetime(2026, 3, 4, 12, 4, tzinfo=timezone(timedelta(hours=1)))},
        {"name": "Karl Huber"},
    ],
    ids=lambda changes: "-".join(f"{name} {str(said)[:20]!r}" for name, said in changes.items()),
)
def test_what_is_no_word_of_a_master_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        said(**changes)


@given(overrides, overrides)
def test_a_word_is_the_same_whenever_it_is_heard_and_another_one_where_anything_else_differs(
    one: Override, other: Override
) -> None:
    assert one.says_the_same(one.model_copy(update={"given_at": other.given_at}))
    for field in set(Override.model_fields) - {"given_at"}:
        changed = one.model_copy(update={field: getattr(other, field)})
        assert one.says_the_same(changed) == (getattr(one, field) == getattr(other, field))


@given(st.text(max_size=600))
def test_any_reason_is_printable_on_one_line_or_refused(text: str) -> None:
    try:
        kept = said(reason=text).reason
    except ValidationError:
        assert not text.isprintable() or text != text.strip() or not 1 <= len(text) <= 500
    else:
        assert kept == text and len(kept.splitlines()) == 1
