"""A failed check locks until one passes, whatever happens in between, and a check is due once a day."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.daily_check import DailyState, Drift, Quantity, Taught, is_due, is_locked, load_state, save_state
from inspection.daily_check.state import FILE_NAME

NOON = datetime(2026, 5, 12, 12, 0).astimezone()
DARK = Drift(quantity=Quantity.LIGHT, taught=100, now=80, change=-0.2, margin=0.15)


def taught_at(time: datetime) -> Taught:
    return Taught(
        taught_at=time,
        camera_id="bench",
        resolution_wh=(640, 480),
        exposure_time_us=None,
        gain_db=None,
        picture_sha256="0" * 64,
    )


def test_a_failed_check_locks_across_restarts(tmp_path: Path) -> None:
    assert not is_locked(load_state(tmp_path))
    save_state(DailyState(checked_at=NOON, passed=False, drifts=(DARK,)), tmp_path)
    state = load_state(tmp_path)
    assert is_locked(state)
    assert state.drifts == (DARK,)
    save_state(DailyState(checked_at=NOON, passed=True), tmp_path)
    assert not is_locked(load_state(tmp_path))


@pytest.mark.parametrize("damage", [b"", b"{", b'{"passed": true, "unknown": 1}', b"\xff\xfe"])
def test_a_state_that_cannot_be_read_locks(tmp_path: Path, damage: bytes) -> None:
    save_state(DailyState(checked_at=NOON), tmp_path)
    (tmp_path / FILE_NAME).write_bytes(damage)
    assert is_locked(load_state(tmp_path))


def test_a_killed_save_leaves_the_state_before(tmp_path: Path) -> None:
    save_state(DailyState(checked_at=NOON, passed=False), tmp_path)
    (tmp_path / f"{FILE_NAME}.tmp").write_text('{"passed": tr')
    assert is_locked(load_state(tmp_path))


@pytest.mark.parametrize(
    ("taught", "checked", "due"),
    [
        (NOON - timedelta(hours=5), None, False),  # taught this morning
        (NOON - timedelta(days=1), None, True),
        (NOON - timedelta(days=30), NOON - timedelta(days=1), True),
        (NOON - timedelta(days=30), NOON - timedelta(hours=11), False),
        (NOON - timedelta(days=30), NOON.replace(hour=0, minute=0), False),
        (NOON - timedelta(days=30), NOON.replace(hour=0, minute=0) - timedelta(seconds=1), True),
        (NOON + timedelta(days=2), None, True),  # a clock that went back says nothing about today
    ],
)
def test_when_a_check_is_due(taught: datetime, checked: datetime | None, due: bool) -> None:
    assert is_due(taught_at(taught), DailyState(checked_at=checked), NOON) is due


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.integers(-12, 14))
def test_the_day_is_the_benchs_own_whatever_zone_the_clock_is_in(now: datetime, zone: int) -> None:
    local = now.astimezone()
    state = DailyState(checked_at=local.astimezone(UTC))
    taught = taught_at(local - timedelta(days=400))
    assert not is_due(taught, state, local.astimezone(timezone(timedelta(hours=zone))))
    assert is_due(taught, state, local + timedelta(days=2))
