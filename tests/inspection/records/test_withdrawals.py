"""A part taken back stays in the records, and does not count."""

from pathlib import Path

import pytest

from inspection.errors import RecordConflict, RecordUnknown
from inspection.records import RecordStore, audit
from inspection.records.search import Search
from inspection.verdict import Verdict
from inspection.withdrawal import WhyWithdrawn
from tests.inspection.records.building import override, pictured, withdrawal


def test_a_part_taken_back_stays_and_is_found_as_such(store: RecordStore, home: Path) -> None:
    one, other = (store.save(*pictured()) for _ in range(2))
    record = store.save_withdrawal(withdrawal(other.inspection))
    assert (record.sequence, record.previous_sha256) == (3, other.sha256)
    assert store.newest(9) == (other, one)
    assert store.search(Search(withdrawn=False)) == (one,)
    assert store.search(Search(withdrawn=True)) == (other,)
    assert store.withdrawn([one.inspection.record_id, other.inspection.record_id]) == {other.inspection.record_id}
    assert store.count(Search(withdrawn=False))[Verdict.FAIL] == 1
    report = audit(home)
    assert (report.ok, report.entries, report.withdrawals) == (True, 3, 1)


def test_a_part_is_taken_back_once_however_often_somebody_presses(store: RecordStore) -> None:
    part = store.save(*pictured()).inspection
    asked = withdrawal(part)
    first = store.save_withdrawal(asked)
    assert store.save_withdrawal(asked) == first
    assert store.save_withdrawal(withdrawal(part, WhyWithdrawn.BY_MISTAKE)) == first
    assert store.save(*pictured()).sequence == first.sequence + 1


def test_an_id_says_one_thing(store: RecordStore) -> None:
    one, other = (store.save(*pictured()).inspection for _ in range(2))
    asked = withdrawal(one)
    store.save_withdrawal(asked)
    with pytest.raises(RecordConflict):
        store.save_withdrawal(asked.model_copy(update={"record_id": other.record_id}))
    with pytest.raises(RecordConflict):
        store.save_override(override(one).model_copy(update={"override_id": asked.withdrawal_id}))
    word = override(other)
    store.save_override(word)
    with pytest.raises(RecordConflict):
        store.save_withdrawal(withdrawal(other).model_copy(update={"withdrawal_id": word.override_id}))


def test_what_was_not_inspected_cannot_be_taken_back(store: RecordStore) -> None:
    with pytest.raises(RecordUnknown):
        store.save_withdrawal(withdrawal("0" * 32))
    assert store.save(*pictured()).sequence == 1


def test_words_and_withdrawals_of_a_part_are_told_apart(store: RecordStore) -> None:
    part = store.save(*pictured()).inspection
    store.save_withdrawal(withdrawal(part))
    assert store.overrides_of([part.record_id]) == {}
    word = store.save_override(override(part))
    assert store.overrides_of([part.record_id]) == {part.record_id: (word,)}
    assert store.withdrawn([part.record_id]) == {part.record_id}
