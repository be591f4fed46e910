"""What becomes of a part, at the station: recorded, and told to every browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.disposition import Disposition, Fate
from inspection.errors import RecordConflict, RecordUnknown, StorageError, StorageFailed
from inspection.job import Job
from inspection.record import DispositionRecord
from inspection.records import RecordStore, audit
from inspection.station import Station, Stopped
from tests.inspection.records.building import disposition
from tests.inspection.test_station import make_station, recorded


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    yield station
    station.close()


def test_it_changes_nothing_of_the_part_and_whoever_waits_hears_of_it(station: Station, tmp_path: Path) -> None:
    part = recorded(station)
    newest, counts, before = station.newest(), station.state().counts, station.state().last_sequence
    heard = list[int]()
    waiting = threading.Thread(target=lambda: heard.append(station.wait_for_news(before, timeout_s=20)))
    waiting.start()
    record = station.dispose(said := disposition(part, Fate.REWORK))
    waiting.join(10)
    assert heard == [record.sequence] == [station.state().last_sequence]
    assert (station.newest(), station.state().counts) == (newest, counts)
    assert station.dispose(said) == record
    correction = station.dispose(disposition(part, Fate.SCRAP))
    assert station.dispositions_of([part.record_id]) == {part.record_id: (correction, record)}
    station.close()
    assert (audit(tmp_path).ok, audit(tmp_path).dispositions) == (True, 2)


def test_what_is_refused_leaves_the_station_at_work(station: Station) -> None:
    said = disposition(recorded(station))
    station.dispose(said)
    with pytest.raises(RecordConflict):
        station.dispose(said.model_copy(update={"reason": "another"}))
    with pytest.raises(RecordUnknown):
        station.dispose(disposition("0" * 32))
    assert station.state().phase == "ready"
    recorded(station)


def test_one_that_cannot_be_saved_stops_the_station(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    part = recorded(station)

    def fail(_store: RecordStore, _said: Disposition) -> DispositionRecord:
        raise StorageFailed("the disk is gone")

    monkeypatch.setattr(RecordStore, "save_disposition", fail)
    with pytest.raises(StorageFailed, match="the disk is gone"):
        station.dispose(disposition(part))
    assert isinstance(station.trigger("test"), Stopped)
    with pytest.raises(StorageError, match="the disk is gone"):
        station.dispose(disposition(part))


def test_machine_lot_and_material_stay_until_others_are_taken_also_after_a_start(
    station: Station, tmp_path: Path
) -> None:
    station.take("machine", "WIG 2")
    station.take("material", "C-88")
    station.take_order("A-17")
    station.take_serial("4711")
    station.take("lot", "L-3")  # the number still waits
    first, second = recorded(station), recorded(station)
    assert first.job == Job(order="A-17", serial="4711", machine="WIG 2", lot="L-3", material="C-88")
    assert second.job == first.job.lasting
    station.take("machine", None)
    with pytest.raises(ValueError, match="at least 1 character"):
        station.take("lot", "")
    station.close()
    again = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        assert again.job == Job(order="A-17", lot="L-3", material="C-88")
        assert sum(again.state().order_counts.values()) == 2
    finally:
        again.close()


def test_a_lot_taken_while_a_part_is_judged_is_that_of_the_next_part_whose_number_is_its_own(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.take_serial("4711")
    save = RecordStore.save

    def slowly(*saved: object) -> object:
        station._at_hand.take("lot", "L-4")  # as by another thread, between judging and recording
        return save(*saved)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(RecordStore, "save", slowly)
        first = recorded(station)
    assert (first.job, station.job) == (Job(serial="4711"), Job(lot="L-4"))
