"""Row 19: the database is corrupt. Quarantine, the newest backup, every entry that proves itself, and what is lost."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspection.errors import StorageRefused, StoreInUse
from inspection.record import InspectionRecord
from inspection.records import RecordStore, audit
from inspection.records.opening import RECORDS_MISSING, RECORDS_QUARANTINED
from inspection.upkeep import quarantine
from inspection.upkeep.backup import back_up
from inspection.upkeep.manifest import file_name
from inspection.upkeep.quarantine import open_records
from inspection.upkeep.told import quarantined
from tests.inspection.records.building import NO_LOW_WATER, pictured
from tests.inspection.upkeep.workshop import furnish

DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path / "home")
    return tmp_path / "home"


def add(home: Path, count: int) -> tuple[InspectionRecord, ...]:
    store = RecordStore.open(home, NO_LOW_WATER)
    records = tuple(store.save(*pictured(500)) for _ in range(count))
    store.close()
    return records


def save(home: Path, day: int = 1) -> Path:
    return back_up(home, home / "backups" / file_name(DAY.replace(day=day))).path


def ruin(home: Path) -> bytes:
    """Nothing of the database can be read any more."""
    size = (home / "records.db").stat().st_size
    ruined = b"\xde\xad" * (size // 2)
    (home / "records.db").write_bytes(ruined)
    return ruined


def opened(home: Path) -> tuple[tuple[str, ...], int]:
    """Start a station and let it record a part; codes of its notices, and the part's number."""
    store = open_records(home, NO_LOW_WATER)
    try:
        return tuple(event.code for event in store.notices), store.save(*pictured()).sequence
    finally:
        store.close()


def aside(home: Path) -> Path:
    [folder] = (home / "quarantine").iterdir()
    return folder


def test_the_newest_backup_takes_its_place_and_the_lost_window_is_stated(home: Path) -> None:
    save(home, day=1)
    known = add(home, 4)  # 10 to 13
    newest = save(home, day=2)
    lost = add(home, 3)  # 14 to 16
    ruined = ruin(home)
    store = open_records(home, NO_LOW_WATER)
    try:
        first, second, third = store.notices
        assert (first.code, second.code) == (RECORDS_QUARANTINED, RECORDS_MISSING)
        assert newest.name in first.detail and "entries up to 13" in first.detail
        assert "entries 14 to 16 were acknowledged and are missing" in second.detail
        assert lost[-1].sha256 in second.detail
        assert third.code == "pictures-put-aside"
        assert store.find(known[-1].inspection.record_id) == known[-1]
        assert store.save(*pictured()).sequence == 17
    finally:
        store.close()
    assert (aside(home) / "records.db").read_bytes() == ruined
    [told] = quarantined(home)
    assert (told.backup, told.restored, told.kept, told.acknowledged, told.lost) == (newest.name, 13, 13, 16, (14, 16))
    report = audit(home)
    assert [problem.code for problem in report.problems] == ["loss-recorded"]
    assert len(list((home / "unrecorded").iterdir())) == 3
    assert opened(home) == ((), 18)


def test_the_whole_station_starts_says_it_and_inspects(home: Path) -> None:
    from inspection.station.build import build_station
    from inspection.station.outcome import Recorded

    save(home)
    add(home, 2)
    ruin(home)
    station = build_station(home)
    try:
        assert station.state().storage.notices[:2] == (RECORDS_QUARANTINED, RECORDS_MISSING)
        assert isinstance(station.trigger("key"), Recorded)
    finally:
        station.close()
    assert {problem.code.value for problem in audit(home).problems} == {"loss-recorded"}


def test_without_a_backup_an_empty_chain_says_what_it_follows(home: Path) -> None:
    ruin(home)
    store = open_records(home, NO_LOW_WATER)
    store.close()
    assert "there is no backup" in store.notices[0].detail and "entry was 9" in store.notices[0].detail
    assert "entries 1 to 9 were acknowledged" in store.notices[1].detail
    assert [problem.code for problem in audit(home).problems] == ["loss-recorded"]
    assert len(list((home / "unrecorded").iterdir())) == 6


def damage_page_of(home: Path, sequence: int) -> None:
    """Overwrite the start of the page that holds an entry's body, as a bad sector does."""
    with closing(sqlite3.connect(home / "records.db")) as connection:
        [(digest,)] = connection.execute("SELECT sha256 FROM entries WHERE sequence = ?", (sequence,))
        [(size,)] = connection.execute("PRAGMA page_size")
    data = bytearray((home / "records.db").read_bytes())
    places = [place for place in range(0, len(data), size) if digest.encode() in data[place : place + size]]
    for place in places:
        data[place : place + 64] = b"\xff" * 64
    assert places
    (home / "records.db").write_bytes(data)


def test_what_the_damaged_file_still_proves_is_taken_over(home: Path) -> None:
    """A backup of 9 entries; of the 60 that follow, those before the bad sector are read from the damaged file."""
    save(home)
    records = add(home, 60)
    damage_page_of(home, 50)
    store = open_records(home, NO_LOW_WATER)
    store.close()
    [told] = quarantined(home)
    assert told.restored == 9 and 30 <= told.kept < 50 and told.lost == (told.kept + 1, 69)
    kept = [record for record in records if record.sequence <= told.kept]
    again = RecordStore.open(home, NO_LOW_WATER)
    assert [again.find(record.inspection.record_id) for record in kept] == kept
    again.close()
    assert [problem.code for problem in audit(home).problems] == ["loss-recorded"]


def damage_index(home: Path) -> None:
    with closing(sqlite3.connect(home / "records.db")) as connection:
        [(root,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries_by_kind'")
        [(size,)] = connection.execute("PRAGMA page_size")
    data = bytearray((home / "records.db").read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    (home / "records.db").write_bytes(data)


def test_a_damaged_index_costs_no_record(home: Path) -> None:
    """All entries are whole: every one is taken over, and nothing is lost."""
    add(home, 3)
    damage_index(home)
    assert opened(home) == ((RECORDS_QUARANTINED,), 14)
    assert quarantined(home)[0].lost is None
    assert audit(home).ok


def test_of_a_large_database_a_start_reads_what_it_needs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its structure is not looked at; the damaged index is met when the newest records are read."""
    monkeypatch.setattr(quarantine, "LOOK_BYTES", 1)
    damage_index(home)
    assert opened(home) == ((RECORDS_QUARANTINED,), 11)
    assert audit(home).ok


def test_a_record_that_was_changed_is_not_taken_over(home: Path) -> None:
    save(home)
    add(home, 3)
    with closing(sqlite3.connect(home / "records.db")) as connection, connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET body = replace(body, 'FAIL', 'PASS') WHERE sequence = 12")
    assert opened(home)[0][:2] == (RECORDS_QUARANTINED, RECORDS_MISSING)
    assert quarantined(home)[0].lost == (12, 12)


def test_a_backup_that_does_not_hold_is_passed_over(home: Path) -> None:
    good = save(home, day=1)
    add(home, 2)
    bad = save(home, day=2)
    data = bytearray(bad.read_bytes())
    data[len(data) // 3] ^= 0xFF
    at = data.find(b"SQLite format 3")
    data[at + 5000] ^= 0xFF
    bad.write_bytes(data)
    ruin(home)
    opened(home)
    assert quarantined(home)[0].backup == good.name


def test_a_backup_of_another_workshop_is_passed_over(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    furnish(other, parts=3)
    (home / "backups").mkdir()
    shutil.copy(save(other), home / "backups" / "foreign.zip")
    add(home, 30)
    damage_page_of(home, 39)
    opened(home)
    [told] = quarantined(home)
    assert told.backup is None and told.kept >= 9


def test_a_database_that_is_gone_comes_from_the_backup(home: Path) -> None:
    save(home)
    (home / "records.db").unlink()
    codes, number = opened(home)
    assert (codes, number) == ((RECORDS_QUARANTINED,), 11)
    assert audit(home).ok


def test_pictures_that_are_gone_as_well_come_from_the_backup(home: Path) -> None:
    save(home)
    ruin(home)
    shutil.rmtree(home / "pictures")
    opened(home)
    assert audit(home).ok


def test_pictures_that_a_damaged_database_no_longer_named_come_back(home: Path) -> None:
    """A start put every picture aside before the damage in the entries was met."""
    (home / "unrecorded").mkdir()
    for picture in (home / "pictures").glob("??/*"):
        picture.rename(home / "unrecorded" / picture.name)
    damage_index(home)
    opened(home)
    assert audit(home).ok
    assert not list((home / "unrecorded").iterdir())


def test_a_kill_between_the_two_renames_loses_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inspection import platform

    save(home)
    ruin(home)
    was = platform.replace

    def killed(source: Path, target: Path) -> None:
        if target == home / "records.db":
            raise SystemExit("killed")
        was(source, target)

    monkeypatch.setattr(platform, "replace", killed)
    with pytest.raises(SystemExit):
        open_records(home, NO_LOW_WATER)
    monkeypatch.undo()
    assert not (home / "records.db").exists()
    assert opened(home)[0] == (RECORDS_QUARANTINED,)
    assert audit(home).ok


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the lock of the same process")
def test_a_running_station_is_left_alone(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        with pytest.raises(StoreInUse):
            open_records(home, NO_LOW_WATER)
    finally:
        store.close()
    assert not (home / "quarantine").exists()


def test_sound_records_are_opened_as_ever(home: Path) -> None:
    assert opened(home) == ((), 10)
    assert not (home / "quarantine").exists()


def test_a_restore_that_was_interrupted_at_the_very_end_is_not_taken_for_a_new_workshop(home: Path) -> None:
    home.rename(home.with_name(".home.restoring"))
    with pytest.raises(StorageRefused, match="restore the backup once more"):
        open_records(home, NO_LOW_WATER)
    assert not home.exists()


def test_whatever_is_damaged_a_station_starts_and_no_wrong_record_is_kept(home: Path, tmp_path: Path) -> None:
    """Bytes overwritten at random: it always opens, and whatever it keeps stands every audit but for stated losses."""
    save(home)
    add(home, 12)
    clean, draw = (home / "records.db").read_bytes(), random.Random(7)
    for number in range(12):
        copy = Path(shutil.copytree(home, tmp_path / f"copy-{number}"))
        data = bytearray(clean)
        for _ in range(draw.randrange(1, 4)):
            place = draw.randrange(len(data) - 300)
            data[place : place + 300] = draw.randbytes(300)
        (copy / "records.db").write_bytes(data)
        opened(copy)
        if (copy / "quarantine").exists():
            assert {problem.code.value for problem in audit(copy).problems} <= {"loss-recorded"}
        shutil.rmtree(copy)
