"""Order, number and taking back at the station."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.errors import RecordConflict, StorageFailed
from inspection.job import Job
from inspection.records import RecordStore, audit
from inspection.records.search import Search
from inspection.station import Station
from inspection.verdict import Verdict
from inspection.withdrawal import WhyWithdrawn
from tests.inspection.records.building import withdrawal
from tests.inspection.test_station import make_station, recorded


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    yield station
    station.close()


def counted(station: Station) -> int:
    return sum(station.state().order_counts.values())


def test_an_order_stays_and_a_number_is_that_of_one_part(station: Station) -> None:
    station.take_order("A-17")
    station.take_serial("4711")
    parts = [recorded(station) for _ in range(2)]
    assert [part.job for part in parts] == [Job(order="A-17", serial="4711"), Job(order="A-17")]
    assert station.job == Job(order="A-17")
    [found] = station.search(Search(serial="4711"))
    assert found.inspection == parts[0]


def test_counters_are_those_of_the_order(station: Station) -> None:
    recorded(station)
    assert counted(station) == 1  # of today: there is no order
    station.take_order("A")
    assert counted(station) == 0
    recorded(station), recorded(station)
    assert counted(station) == 2
    station.take_order("B")
    recorded(station)
    assert counted(station) == 1
    station.take_order("A")
    assert counted(station) == 2
    station.take_order(None)
    assert counted(station) == 4


def test_the_order_taken_last_is_there_again_after_a_start_and_the_number_is_not(
    station: Station, tmp_path: Path
) -> None:
    station.take_order("B")
    recorded(station)
    station.take_order("A")
    station.take_serial("1")
    station.close()
    again = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        assert again.job == Job(order="A")
        assert counted(again) == 0
        again.take_order(None)
    finally:
        again.close()
    third = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    assert third.job == Job()
    third.close()


def test_an_order_that_cannot_be_counted_or_kept_is_not_taken(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.take_order("A")

    def fail(*_: object) -> None:
        raise StorageFailed("read error")

    with monkeypatch.context() as failing:
        failing.setattr(RecordStore, "count", fail)
        with pytest.raises(StorageFailed):
            station.take_order("Z")
    assert station.job == Job(order="A") and counted(station) == 0


def test_what_is_recorded_while_the_order_changes_is_counted_once(station: Station) -> None:
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            station.take_order("A")
            station.take_order(None)

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(12):
            recorded(station)
    finally:
        stop.set()
        changing.join()
    station.take_order(None)
    truth = counted(station)
    assert truth == 12
    station.take_order("A")
    with_order = counted(station)
    assert with_order == sum(station.count(Search(order="A")).values())


def test_a_part_that_lay_wrong_has_its_number_waiting_again(station: Station) -> None:
    station.take_order("A")
    station.take_serial("S1")
    station.withdraw(withdrawal(recorded(station), WhyWithdrawn.LAY_WRONG))
    assert station.job == Job(order="A", serial="S1")
    again = recorded(station)
    assert again.job.serial == "S1"
    station.withdraw(withdrawal(again, WhyWithdrawn.OTHER_PART))
    assert station.job.serial is None


def test_with_no_part_of_the_bench_nothing_can_be_taken_back(station: Station) -> None:
    with pytest.raises(RecordConflict):
        station.withdraw(withdrawal("0" * 32))


@pytest.mark.parametrize("wrong", ["", " 1", "a\nb", "x" * 65])
def test_what_is_no_number_is_refused_and_changes_nothing(station: Station, wrong: str) -> None:
    station.take_order("A")
    with pytest.raises(ValidationError):
        station.take_serial(wrong)
    assert station.job == Job(order="A")


def test_a_part_taken_back_does_not_count_and_stays(station: Station, tmp_path: Path) -> None:
    station.take_order("A")
    kept, last = recorded(station), recorded(station)
    before = station.state().last_sequence
    record = station.withdraw(withdrawal(last))
    assert station.wait_for_news(before, timeout_s=1) == record.sequence
    assert station.withdrawn([kept.record_id, last.record_id]) == {last.record_id}
    assert counted(station) == 1
    assert station.withdraw(withdrawal(last)) == record
    recorded(station)
    assert counted(station) == 2
    station.close()
    assert audit(tmp_path).ok


def test_only_the_last_part_is_taken_back(station: Station) -> None:
    earlier = recorded(station)
    recorded(station)
    with pytest.raises(RecordConflict, match="last part"):
        station.withdraw(withdrawal(earlier))
    assert counted(station) == 2


def test_what_was_taken_back_is_known_after_a_start(station: Station, tmp_path: Path) -> None:
    last = recorded(station)
    station.withdraw(withdrawal(last))
    station.close()
    again = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        assert again.withdrawn([last.record_id]) == {last.record_id}
        assert counted(again) == 0 and again.state().counts[Verdict.PASS] == 1
    finally:
        again.close()
