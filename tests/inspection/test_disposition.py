"""What may become of a part, and what is the same said twice."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from inspection.disposition import Disposition, Fate
from inspection.override import Role
from tests.inspection.records.strategies import dispositions

SCRAPPED = Disposition(
    disposition_id="1" * 32,
    record_id="2" * 32,
    fate=Fate.SCRAP,
    cause="pore",
    reason="nicht mehr zu schweißen",
    cost_cents=1250,
    role=Role.MASTER,
    given_at=datetime(2026, 3, 4, 12, 4, tzinfo=UTC),
)


def said(**changes: Any) -> Disposition:
    return Disposition.model_validate({**SCRAPPED.model_dump(), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"fate": "open"},
        {"fate": None},
        {"reason": None},
        {"fate": "rework", "reason": None},
        {"fate": "good"},  # and costs something
        {"reason": "x" * 201},
        {"reason": ""},
        {"reason": "zwei\nZeilen"},
        {"reason": "right\u202eto left"},
        {"cause": ""},
        {"cause": "pore\n"},
        {"cost_cents": -1},
        {"cost_cents": 12.5},
        {"cost_cents": None},
        {"role": "Karl Huber"},
        {"record_id": "X" * 32},
        {"disposition_id": "1" * 31},
        {"given_at": datetime(2026, 3, 4, 12, 4)},
        {"given_at": datetime(2026, 3, 4, 12, 4, tzinfo=timezone(timedelta(hours=1)))},
        {"name": "Karl Huber"},
    ],
    ids=lambda changes: "-".join(f"{name} {str(value)[:20]!r}" for name, value in changes.items()),
)
def test_what_can_become_of_no_part_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        said(**changes)


def test_a_good_part_needs_no_reason_and_costs_nothing() -> None:
    good = said(fate="good", reason=None, cause=None, cost_cents=0)
    assert (good.fate, good.reason, good.cost_cents) == (Fate.GOOD, None, 0)


def test_scrap_that_costs_nothing_and_has_no_class_is_scrap() -> None:
    assert said(cost_cents=0, cause=None).fate is Fate.SCRAP


@given(dispositions, dispositions)
def test_it_is_the_same_whenever_it_is_said_and_another_one_where_anything_else_differs(
    one: Disposition, other: Disposition
) -> None:
    assert one.says_the_same(one.at(other.given_at))
    for field in set(Disposition.model_fields) - {"given_at"}:
        changed = one.model_copy(update={field: getattr(other, field)})
        assert one.says_the_same(changed) == (getattr(one, field) == getattr(other, field))
