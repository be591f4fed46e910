"""Row 15: inspection stops before anything is lost, and the stop is recorded in the room that was kept for it."""

from pathlib import Path

import pytest

from inspection.errors import StorageFull
from inspection.records import AuditReport, RecordStore, StoreSettings, audit
from inspection.records.layout import MEBIBYTE
from tests.inspection.records.building import pictured
from tests.inspection.records.processes import ext4_disk, mounted, small_disk


def fill(disk: Path, settings: StoreSettings, size_bytes: int) -> tuple[RecordStore, list[str], StorageFull]:
    """Save until the store refuses."""
    store, acknowledged = RecordStore.open(disk / "home", settings), list[str]()
    while True:
        try:
            acknowledged.append(store.save(*pictured(size_bytes)).inspection.record_id)
        except StorageFull as error:
            return store, acknowledged, error


def check_what_is_left(store: RecordStore, disk: Path, acknowledged: list[str]) -> AuditReport:
    assert len(acknowledged) > 3
    assert all(store.find(record_id) for record_id in acknowledged)
    with pytest.raises(StorageFull):
        store.save(*pictured(10))
    [stop] = [record for record in store.newest_events(5) if record.event.code == "stopped"]
    assert "make room" in stop.event.detail
    store.close()
    report = audit(disk / "home")
    assert report.ok, report.problems
    return report


def test_the_low_water_mark_stops_the_store_while_there_is_room(tmp_path: Path) -> None:
    settings = StoreSettings(low_water_bytes=3 * MEBIBYTE, reserve_bytes=256 * 1024)
    with small_disk(tmp_path / "small", "8m") as disk:
        store, acknowledged, error = fill(disk, settings, 200_000)
        assert "3.0 MiB must stay free; make room, then start again" in str(error)
        assert not (disk / "home" / "reserve.bin").exists()
        check_what_is_left(store, disk, acknowledged)
        assert len(list((disk / "home" / "pictures").rglob("*.jpg"))) == len(acknowledged), "one was written in vain"


@pytest.mark.parametrize("size_bytes", [60_000, 700])
def test_a_disk_that_fills_up_behind_our_back_loses_nothing(tmp_path: Path, size_bytes: int) -> None:
    """No low-water mark: the picture's or the database's own write meets the full disk."""
    settings = StoreSettings(low_water_bytes=0, reserve_bytes=512 * 1024)
    with small_disk(tmp_path / "small", "4m") as disk:
        store, acknowledged, error = fill(disk, settings, size_bytes)
        assert "full" in str(error)
        check_what_is_left(store, disk, acknowledged)


def test_a_full_real_disk_loses_nothing_and_works_again_once_there_is_room(tmp_path: Path) -> None:
    settings = StoreSettings(low_water_bytes=0, reserve_bytes=512 * 1024)
    with ext4_disk(tmp_path) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(12 * MEBIBYTE))
        store, acknowledged, _error = fill(disk, settings, 100_000)
        check_what_is_left(store, disk, acknowledged)
        ballast.unlink()
        again = RecordStore.open(disk / "home", settings)
        again.save(*pictured())
        again.close()
        assert (disk / "home" / "reserve.bin").stat().st_size == settings.reserve_bytes
        assert audit(disk / "home").inspections == len(acknowledged) + 1


def test_a_disk_that_is_full_at_the_start_can_still_be_read(tmp_path: Path) -> None:
    settings = StoreSettings(low_water_bytes=0, reserve_bytes=64 * 1024)
    with small_disk(tmp_path / "small", "4m") as disk:
        first = RecordStore.open(disk / "home", settings)
        record = first.save(*pictured())
        first.close()
        strict = StoreSettings(low_water_bytes=64 * MEBIBYTE, reserve_bytes=64 * 1024)
        store = RecordStore.open(disk / "home", strict)
        assert store.newest(1) == (record,)
        with pytest.raises(StorageFull):
            store.save(*pictured())
        store.close()


def test_a_disk_without_room_for_the_first_record_says_so(tmp_path: Path) -> None:
    with (
        mounted(tmp_path / "tiny", "-t", "tmpfs", "-o", "size=16k", "tmpfs") as disk,
        pytest.raises(StorageFull, match="make room"),
    ):
        RecordStore.open(disk / "home", StoreSettings(low_water_bytes=0))
