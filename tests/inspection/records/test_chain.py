"""Whatever is recorded comes back as it was, and no part of an entry can change without its hash changing."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.disposition import Disposition
from inspection.override import Override
from inspection.record import (
    DispositionRecord,
    Event,
    EventRecord,
    Inspection,
    InspectionRecord,
    OverrideRecord,
    WithdrawalRecord,
)
from inspection.records import RecordStore, audit
from inspection.records.chain import START, Head, canonical_json, link, record_of
from inspection.withdrawal import Withdrawal
from tests.inspection.records.building import NO_LOW_WATER, inspection
from tests.inspection.records.strategies import dispositions, inspections, overrides, withdrawals

NOW = datetime(2026, 3, 29, 1, 59, 59, 999_000, tzinfo=UTC)
heads = st.builds(Head, sequence=st.integers(0, 2**53), sha256=st.binary(min_size=32, max_size=32).map(bytes.hex))


@given(inspections, heads, st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)))
def test_an_entry_holds_its_inspection(judged: Inspection, previous: Head, moment: datetime) -> None:
    record = record_of(link(previous, judged, moment))
    assert isinstance(record, InspectionRecord)
    assert record.inspection == judged
    assert record.sequence == previous.sequence + 1
    assert record.recorded_at == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(st.builds(Event, code=st.text(), detail=st.text()), heads)
def test_an_entry_holds_its_event(event: Event, previous: Head) -> None:
    record = record_of(link(previous, event, NOW))
    assert isinstance(record, EventRecord)
    assert record.event == event


@given(overrides, heads)
def test_an_entry_holds_its_override(word: Override, previous: Head) -> None:
    record = record_of(link(previous, word, NOW))
    assert isinstance(record, OverrideRecord)
    assert record.override == word


@given(withdrawals, heads)
def test_an_entry_holds_its_withdrawal(given_back: Withdrawal, previous: Head) -> None:
    record = record_of(link(previous, given_back, NOW))
    assert isinstance(record, WithdrawalRecord)
    assert record.withdrawal == given_back


@given(dispositions, heads)
def test_an_entry_holds_its_disposition(said: Disposition, previous: Head) -> None:
    record = record_of(link(previous, said, NOW))
    assert isinstance(record, DispositionRecord)
    assert record.disposition == said


@given(inspections)
def test_equal_inspections_have_equal_bodies(judged: Inspection) -> None:
    again = Inspection.model_validate_json(canonical_json(judged))
    assert again == judged
    assert canonical_json(again) == canonical_json(judged)


@given(st.lists(inspections, min_size=1, max_size=8, unique_by=lambda one: one.record_id))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_saved_is_found_and_passes_the_audit(batch: list[Inspection]) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        store = RecordStore.open(home, NO_LOW_WATER)
        try:
            saved = store.save_all([(judged, ()) for judged in batch])
            assert [record.inspection for record in saved] == batch
            assert [store.find(judged.record_id) for judged in batch] == list(saved)
            assert store.newest(len(batch)) == tuple(reversed(saved))
        finally:
            store.close()
        report = audit(home)
        assert {problem.code for problem in report.problems} <= {"picture-missing"}  # the files are invented
        assert report.inspections == len(batch)


ENTRY = link(START, inspection(), NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 2},
        {"kind": "event"},
        {"recorded_at": "2026-03-29T01:59:59.998Z"},
        {"previous_sha256": "1" + START.sha256[1:]},
        {"body": ENTRY.body.replace("FAIL", "PASS")},
        {"body": ENTRY.body + " "},
        {"sha256": "0" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_entry_that_was_changed_is_no_record(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not have the hash of its content"):
        record_of(replace(ENTRY, **changed))


def test_the_database_itself_refuses_to_change_an_entry(store: RecordStore, home: Path) -> None:
    store.save(inspection())
    store.close()
    connection = sqlite3.connect(home / "records.db")
    for attempt in ("UPDATE entries SET verdict = 'PASS'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="a record is never changed"):
            connection.execute(attempt)
    connection.close()
