"""Row 38: a backup made during use restores, and its hash chain is valid. Row 35: a hostile one does nothing."""

import os
import sqlite3
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest

from inspection.errors import BackupRefused, StoreInUse
from inspection.records import RecordStore, audit
from inspection.upkeep.backup import back_up
from inspection.upkeep.restore import restore
from tests.inspection.records.building import NO_LOW_WATER, pictured
from tests.inspection.records.processes import Writer
from tests.inspection.upkeep.workshop import SETTINGS, files_of, furnish


@pytest.fixture(scope="module")
def writers() -> Iterator[Writer]:
    if not hasattr(os, "fork"):
        pytest.skip("the writer forks, which this system cannot")
    with Writer() as writer:
        yield writer


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def saved(home: Path, tmp_path: Path) -> Path:
    return back_up(home, tmp_path / "shop.zip").path


def test_the_drill_saved_while_a_station_records_and_restored_elsewhere(writers: Writer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    furnish(home)
    writers.start("endless", home)
    while len(writers.acknowledged) < 20:
        assert writers.answer() != "GONE"
    before = list(writers.acknowledged)
    made = back_up(home, tmp_path / "shop.zip")
    at_backup = len(writers.acknowledged)
    while len(writers.acknowledged) < at_backup + 20:
        assert writers.answer() != "GONE", "the backup stopped the station"
    writers.kill()
    assert made.manifest.is_sound
    restored = restore(made.path, tmp_path / "new", settings=NO_LOW_WATER)
    assert restored.report.ok and restored.lost is None and restored.set_aside is None
    assert audit(tmp_path / "new").problems == ()
    store = RecordStore.open(tmp_path / "new", NO_LOW_WATER)
    try:
        assert store.notices == ()
        assert [one for one in before if store.find(one) is None] == []
        assert store.newest_events(1)[0].event.code == "records-restored"
        assert str(made.manifest.head_sha256) in store.newest_events(1)[0].event.detail
        store.save(*pictured())  # and the station goes on
    finally:
        store.close()
    assert audit(tmp_path / "new").ok


def test_all_files_are_as_they_were_and_secrets_stay_secret(saved: Path, home: Path, tmp_path: Path) -> None:
    was = files_of(home)
    restore(saved, tmp_path / "new", settings=NO_LOW_WATER)
    now = files_of(tmp_path / "new")
    assert now["settings.yaml"] == SETTINGS.encode()
    same = [name for name in was if name.startswith(("pictures/", "models/", "people"))]
    assert len(same) == 8 and [now[name] for name in same] == [was[name] for name in same]
    assert not {"session.key", "station.json", "cache/compiled.net"} & set(now)
    with closing(sqlite3.connect(tmp_path / "new" / "labels" / "labels.db")) as labels:
        assert labels.execute("SELECT part FROM pictures").fetchall() == [("weld-bead",)]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "new" / "people.json").stat().st_mode) == 0o600
        assert not stat.S_IMODE((tmp_path / "new").stat().st_mode) & 0o007


def test_what_was_there_is_set_aside_whole_and_the_lost_entries_are_named(saved: Path, home: Path) -> None:
    (home / "backups").mkdir()
    (home / "backups" / "kept.zip").write_bytes(b"kept")
    store = RecordStore.open(home, NO_LOW_WATER)
    later = store.save_all([pictured() for _ in range(3)])
    store.close()
    was = files_of(home)
    restored = restore(saved, home, settings=NO_LOW_WATER)
    assert restored.lost == (10, 12)
    assert restored.set_aside is not None
    assert files_of(restored.set_aside) == {name: data for name, data in was.items() if name != "backups/kept.zip"}
    assert (home / "backups" / "kept.zip").read_bytes() == b"kept"
    assert [problem.code for problem in restored.report.problems] == ["loss-recorded"]
    assert "entries 10 to 12" in restored.report.problems[0].detail
    assert later[-1].sha256 in restored.report.problems[0].detail
    assert not home.with_name(".home.restoring").exists()


def test_nothing_is_restored_under_a_running_station(saved: Path, home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        with pytest.raises(StoreInUse, match="--to"):
            restore(saved, home, settings=NO_LOW_WATER)
    finally:
        store.close()
    assert (home / "session.key").exists()


def test_records_that_were_damaged_when_saved_are_restored_and_reported(home: Path, tmp_path: Path) -> None:
    next((home / "pictures").glob("??/*")).unlink()
    made = back_up(home, tmp_path / "shop.zip")
    restored = restore(made.path, tmp_path / "new", settings=NO_LOW_WATER)
    assert [problem.code for problem in restored.report.problems] == ["picture-missing"]


def rewritten(saved: Path, change: Callable[[dict[str, bytes]], None], tmp_path: Path) -> Path:
    """The backup with other files in it, zipped anew so that all of the zip's own sums are right."""
    with zipfile.ZipFile(saved) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    target = tmp_path / "changed.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target


def one_more(content: dict[str, bytes]) -> None:
    content["models/trojan.onnx"] = b"x"


def one_less(content: dict[str, bytes]) -> None:
    del content["settings.yaml"]


def other_bytes(content: dict[str, bytes]) -> None:
    content["settings.yaml"] = content["settings.yaml"].swapcase()


def no_manifest(content: dict[str, bytes]) -> None:
    del content["manifest.json"]


def renamed_to(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        content[name] = content.pop("settings.yaml")
        content["manifest.json"] = content["manifest.json"].replace(b'"settings.yaml"', f'"{name}"'.encode())

    return change


CHANGES = [
    one_more,
    one_less,
    other_bytes,
    no_manifest,
    *(renamed_to(name) for name in ("../out.yaml", "/tmp/out.yaml", "a/../../out", "C:/out", "a//b", "con.txt", "a.")),
    renamed_to("Records.db"),
    renamed_to("records.db/below"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_backup_is_refused_and_nothing_is_written(
    saved: Path, home: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    hostile = rewritten(saved, change, tmp_path)
    before, beside = files_of(home), {path.name for path in tmp_path.iterdir()}
    with pytest.raises(BackupRefused):
        restore(hostile, home, settings=NO_LOW_WATER)
    assert files_of(home) == before
    assert {path.name for path in tmp_path.iterdir()} == beside


def hostile_zip(tmp_path: Path, *infos: tuple[zipfile.ZipInfo, bytes]) -> Path:
    target = tmp_path / "hostile.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for info, data in infos:
            archive.writestr(info, data)
    return target


def test_links_and_packed_files_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = zipfile.ZipInfo("manifest.json")
    packed.compress_type = zipfile.ZIP_DEFLATED
    for info, data, why in ((link, b"/etc/passwd", "link"), (packed, b"0" * 10_000_000, "packed")):
        with pytest.raises(BackupRefused, match=why):
            restore(hostile_zip(tmp_path, (info, data)), tmp_path / "new", settings=NO_LOW_WATER)
    assert not (tmp_path / "new").exists()


def test_a_bomb_whose_files_share_their_bytes_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("0", b"1" * 100_000)
        for number in range(1, 100):
            again = copy(archive.filelist[0])
            again.filename = str(number)
            archive.filelist.append(again)
    with pytest.raises(BackupRefused, match="larger together"):
        restore(bomb, tmp_path / "new", settings=NO_LOW_WATER)
    assert not (tmp_path / "new").exists()


def test_a_torn_backup_is_refused(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    torn = tmp_path / "torn.zip"
    for cut in (0, 100, len(data) // 2, len(data) - 1):
        torn.write_bytes(data[:cut])
        with pytest.raises(BackupRefused):
            restore(torn, tmp_path / "new", settings=NO_LOW_WATER)
    assert not (tmp_path / "new").exists()


def test_a_flipped_byte_anywhere_never_comes_back_as_a_workshop(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    flipped = tmp_path / "flipped.zip"
    refused = 0
    for place in range(50, len(data), len(data) // 25):
        flipped.write_bytes(data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :])
        try:
            restored = restore(flipped, tmp_path / f"new-{place}", settings=NO_LOW_WATER)
        except BackupRefused:
            refused += 1
        else:  # a byte that says nothing, as the time of a file in the zip
            assert restored.report.ok and audit(restored.home).ok
    assert refused > 15


def test_a_restore_that_was_killed_is_begun_anew(saved: Path, tmp_path: Path) -> None:
    left_over = tmp_path / ".new.restoring"
    left_over.mkdir()
    (left_over / "half").write_bytes(b"half")
    started = time.monotonic()
    assert restore(saved, tmp_path / "new", settings=NO_LOW_WATER).report.ok
    assert not (tmp_path / "new" / "half").exists() and time.monotonic() - started < 60
