"""The master's word at the station: recorded, at hand for the screen, told to every browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.errors import RecordConflict, RecordUnknown, StorageError, StorageFailed
from inspection.inspect_part import JudgedPart
from inspection.override import Override
from inspection.record import OverrideRecord
from inspection.records import RecordStore, audit
from inspection.station import Station, Stopped
from inspection.verdict import Verdict
from tests.inspection.records.building import inspection, override
from tests.inspection.test_station import make_station, recorded


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    yield station
    station.close()


def test_a_word_changes_nothing_of_the_part_and_its_counts(station: Station, tmp_path: Path) -> None:
    part = recorded(station)
    [before] = station.newest()
    record = station.override(override(part, Verdict.FAIL))
    assert station.newest() == (before,)
    assert station.find(part.record_id) == before
    assert station.state().counts[Verdict.PASS] == 1 and station.state().counts[Verdict.FAIL] == 0
    assert station.overrides_of([part.record_id]) == {part.record_id: (record,)}
    station.close()
    assert (audit(tmp_path).ok, audit(tmp_path).overrides) == (True, 1)


def test_words_are_there_again_after_a_start(station: Station, tmp_path: Path) -> None:
    parts = [recorded(station) for _ in range(12)]
    given = [station.override(override(part)) for part in (parts[0], parts[11], parts[11])]
    station.close()
    again = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        asked = [part.record_id for part in parts]
        assert again.overrides_of(asked) == {
            parts[0].record_id: (given[0],),  # no longer among the last ten: read from the records
            parts[11].record_id: (given[2], given[1]),
        }
        assert again.state().last_sequence == given[2].sequence
    finally:
        again.close()


def test_whoever_waits_for_news_hears_of_a_word(station: Station) -> None:
    part = recorded(station)
    before, heard = station.state().last_sequence, list[int]()
    waiting = threading.Thread(target=lambda: heard.append(station.wait_for_news(before, timeout_s=20)))
    waiting.start()
    word = override(part)
    record = station.override(word)
    waiting.join(10)
    assert heard == [record.sequence] == [station.state().last_sequence]
    assert station.override(word) == record
    assert station.state().last_sequence == record.sequence
    assert station.wait_for_news(record.sequence, timeout_s=0.01) == record.sequence


def test_a_part_recorded_before_a_word_but_announced_after_it_is_shown(station: Station) -> None:
    """Threads may overtake each other between the records and the screen."""
    part = recorded(station)
    later = station.newest()[0].model_copy(update={"sequence": 50, "inspection": inspection()})
    word = station.override(override(part))
    station._at_hand.add_override(word.model_copy(update={"sequence": 51}))
    station._at_hand.add([later])
    assert station.newest(1) == (later,)
    assert station.overrides_of([part.record_id])[part.record_id][0].sequence == 51


def test_what_is_shown_is_asked_of_the_memory_not_of_the_records(station: Station) -> None:
    parts = [recorded(station) for _ in range(3)]
    station.override(override(parts[1]))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert len(station.overrides_of([part.record_id for part in parts])) == 1
        assert asked == []
        assert station.overrides_of(["0" * 32]) == {}
        assert len(asked) == 1
        asked.clear()
        recorded(station)
        assert not [statement for statement in asked if "about_record_id IN" in statement]
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_what_is_refused_leaves_the_station_at_work(station: Station) -> None:
    word = override(recorded(station))
    station.override(word)
    with pytest.raises(RecordConflict):
        station.override(word.model_copy(update={"reason": "another"}))
    with pytest.raises(RecordUnknown):
        station.override(override("0" * 32))
    assert station.state().phase == "ready"
    recorded(station)


def test_a_word_that_cannot_be_saved_stops_the_station(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    part = recorded(station)

    def fail(_store: RecordStore, _override: Override) -> OverrideRecord:
        raise StorageFailed("the disk is gone")

    monkeypatch.setattr(RecordStore, "save_override", fail)
    with pytest.raises(StorageFailed, match="the disk is gone"):
        station.override(override(part))
    assert isinstance(station.trigger("test"), Stopped)
    assert station.overrides_of([part.record_id]) == {}
    with pytest.raises(StorageError, match="the disk is gone"):
        station.override(override(part))


def test_a_part_judged_elsewhere_gets_its_word_too(station: Station) -> None:
    judged = inspection().model_copy(update={"source": "files"})
    station.record_batch([JudgedPart(inspection=judged, pictures=())])
    record = station.override(override(judged))
    assert station.overrides_of([judged.record_id]) == {judged.record_id: (record,)}
