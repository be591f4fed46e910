"""Rows 18, 20, 22 and 23: a locked database, a newer schema, a second station, a network share."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from inspection.errors import StorageFailed, StorageRefused, StoreInUse
from inspection.records import RecordStore, StoreSettings, audit
from tests.inspection.records.building import NO_LOW_WATER, inspection, pictured
from tests.inspection.records.processes import Writer

IMPATIENT = StoreSettings(low_water_bytes=0, reserve_bytes=64 * 1024, busy_timeout_s=0.3)


def test_a_locked_database_is_waited_for_then_named(home: Path) -> None:
    store = RecordStore.open(home, IMPATIENT)
    saved = store.save(*pictured())
    with closing(sqlite3.connect(home / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        with pytest.raises(StorageFailed, match=r"database is locked.*another program holds the file: close it"):
            store.save(*pictured())
        assert time.monotonic() - started >= 0.3
        other.execute("ROLLBACK")
    with pytest.raises(StorageFailed, match="database is locked"):
        store.save(*pictured())
    assert store.newest(5) == (saved,)
    store.close()
    again = RecordStore.open(home, IMPATIENT)
    assert again.save(*pictured()).sequence == saved.sequence + 1
    again.close()
    assert audit(home).ok


def test_a_lock_that_is_given_back_in_time_stops_nothing(store: RecordStore, home: Path) -> None:
    other = sqlite3.connect(home / "records.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.3, other.rollback)
    release.start()
    try:
        assert store.save(*pictured()).sequence == 1
    finally:
        release.join()
        other.close()


def test_a_newer_schema_is_refused_and_left_as_it_is(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save(*pictured())
    store.close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    stray = home / "pictures" / "00" / "stray.jpg"
    stray.write_bytes(b"a newer program's")
    before = (home / "records.db").read_bytes(), sorted(home.rglob("*"))
    with pytest.raises(StorageRefused, match=r"schema '9999'.*Start the newer program"):
        RecordStore.open(home, NO_LOW_WATER)
    assert ((home / "records.db").read_bytes(), sorted(home.rglob("*"))) == before
    [problem] = audit(home).problems
    assert problem.code == "schema-unknown"


def test_a_second_process_is_refused_until_the_first_ends(writer: Writer, home: Path) -> None:
    writer.start("endless", home)
    assert writer.answer() == "OPEN"
    with pytest.raises(StoreInUse, match=rf"process {writer.child}\)"):
        RecordStore.open(home, NO_LOW_WATER)
    writer.kill()
    RecordStore.open(home, NO_LOW_WATER).close()


def test_a_second_opening_in_the_same_process_is_refused(store: RecordStore, home: Path) -> None:
    with pytest.raises(StoreInUse, match=rf"process {os.getpid()}\)"):
        RecordStore.open(home, NO_LOW_WATER)
    assert store.save(*pictured()).sequence == 1


def test_a_network_share_is_refused_before_anything_is_written(home: Path, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//server/shop {tmp_path} cifs rw 0 0\n")
    with pytest.raises(StorageRefused, match=r"network share \(cifs\).*a disk of this computer"):
        RecordStore.open(home, StoreSettings(low_water_bytes=0, mounts=mounts))
    assert not home.exists()


def test_a_damaged_newest_record_is_not_built_upon(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save(inspection())
    store.close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET body = replace(body, 'FAIL', 'PASS')")
        connection.commit()
    with pytest.raises(StorageFailed, match=r"record 1 .* was changed.*`meisterblick audit`"):
        RecordStore.open(home, NO_LOW_WATER)


def test_a_column_that_says_nonsense_is_named(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save_all([pictured(), pictured()])
    store.close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute("UPDATE entries SET verdict = 'GOOD' WHERE sequence = 1")
        connection.commit()
    with pytest.raises(StorageFailed, match=r"'GOOD' is not a valid Verdict.*`meisterblick audit`"):
        RecordStore.open(home, NO_LOW_WATER)


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_named_and_left_as_it_is(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "records.db").write_bytes(content)
    for _ in range(2):  # a failed opening leaves no lock behind
        with pytest.raises(StorageFailed, match="restore the backup"):
            RecordStore.open(home, NO_LOW_WATER)
    assert (home / "records.db").read_bytes() == content
