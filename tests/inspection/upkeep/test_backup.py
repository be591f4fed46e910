"""A backup holds everything that matters, nothing secret to others, and is never half."""

import json
import os
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from inspection.errors import BackupRefused, StorageFull, UpkeepBusy
from inspection.records import RecordStore
from inspection.upkeep import snapshot as snapshots
from inspection.upkeep.backup import back_up, upkeep_alone
from inspection.upkeep.manifest import Manifest
from tests.inspection.records.building import NO_LOW_WATER, pictured
from tests.inspection.upkeep.workshop import furnish


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path / "home")
    return tmp_path / "home"


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_everything_that_the_workshop_made_is_in_it_and_nothing_of_the_day(home: Path, tmp_path: Path) -> None:
    (home / "backups").mkdir()
    (home / "backups" / "old.zip").write_bytes(b"old")
    made = back_up(home, tmp_path / "stick" / "shop.zip")
    pictures = {f"pictures/{path.parent.name}/{path.name}" for path in (home / "pictures").glob("??/*")}
    assert len(pictures) == 6
    assert names(made.path) == {
        "manifest.json",
        "records.db",
        "head.txt",
        "settings.yaml",
        "people.json",
        "labels/labels.db",
        "models/bead/model.onnx",
        *pictures,
    }
    assert made.manifest.is_sound and made.manifest.left_out == ()
    assert (made.manifest.head_sequence, made.size_bytes) == (9, made.path.stat().st_size)


@pytest.mark.skipif(os.name == "nt", reason="rights are those of the folder")
def test_only_its_owner_may_read_it(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "shop.zip")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert {file.path for file in made.manifest.files if file.secret} == {"people.json"}


def test_no_backup_is_written_over_another_one(home: Path, tmp_path: Path) -> None:
    (tmp_path / "shop.zip").write_bytes(b"the last good one")
    with pytest.raises(BackupRefused, match="choose another name"):
        back_up(home, tmp_path / "shop.zip")
    assert (tmp_path / "shop.zip").read_bytes() == b"the last good one"


def test_one_at_a_time(home: Path, tmp_path: Path) -> None:
    with upkeep_alone(home), pytest.raises(UpkeepBusy):
        back_up(home, tmp_path / "shop.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_full_disk_leaves_nothing_half(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=301 * 1024 * 1024)
    (home / "models" / "large.onnx").write_bytes(b"0" * 1_100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(StorageFull, match="take another disk"):
        back_up(home, tmp_path / "shop.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="this system cannot write at a place")
def test_a_disk_that_writes_something_else_is_noticed_before_the_file_has_its_name(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspection import platform

    was, spoiled = platform.sync_file, [False]

    def spoil(descriptor: int) -> None:
        was(descriptor)
        if os.lseek(descriptor, 0, os.SEEK_END) > 20_000 and not spoiled[0]:
            spoiled[0] = True
            os.pwrite(descriptor, b"?", 10_000)

    monkeypatch.setattr(platform, "sync_file", spoil)
    with pytest.raises(BackupRefused):
        back_up(home, tmp_path / "shop.zip")
    assert spoiled == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_what_is_wrong_already_is_saved_and_said(home: Path, tmp_path: Path) -> None:
    gone, changed = sorted((home / "pictures").glob("??/*"))[:2]
    gone.unlink()
    changed.write_bytes(b"other")
    made = back_up(home, tmp_path / "shop.zip")
    assert not made.manifest.is_sound
    assert [gone.stem in made.manifest.problems[0], changed.stem in made.manifest.problems[1]] == [True, True]


def test_entries_that_were_cut_off_are_said(home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / "records.db")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM entries WHERE sequence = 9")
    made = back_up(home, tmp_path / "shop.zip")
    assert made.manifest.problems == ("entries 9 to 9 were acknowledged and are missing",)


def test_a_changed_entry_is_said(home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / "records.db")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET body = replace(body, 'FAIL', 'PASS') WHERE sequence = 4")
    assert back_up(home, tmp_path / "shop.zip").manifest.problems == ("entry 4 was changed",)


def test_a_link_does_not_go_along(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("not ours", encoding="utf-8")
    (home / "models" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    made = back_up(home, tmp_path / "shop.zip")
    assert made.manifest.left_out == ("models/link.txt",)
    assert "models/link.txt" not in names(made.path)


def test_what_disappears_meanwhile_is_not_missed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A training tidies up while its folder is being looked through."""
    (home / "training" / "passing").mkdir(parents=True)
    was = os.scandir

    def gone(folder: Path) -> object:
        if folder == home / "training" / "passing":
            folder.rmdir()
        return was(folder)

    monkeypatch.setattr(os, "scandir", gone)
    assert back_up(home, tmp_path / "shop.zip").manifest.is_sound


def test_the_manifest_is_plain(home: Path, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "shop.zip")
    with zipfile.ZipFile(made.path) as archive:
        said = json.loads(archive.read("manifest.json"))
    assert said["format"] == "meisterblick-backup-1"
    assert Manifest.model_validate_json(json.dumps(said)) == made.manifest


@pytest.mark.parametrize("starts", [1, 1000])
def test_a_copy_under_writes_is_the_chain_of_one_moment(
    home: Path, tmp_path: Path, starts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part is recorded between every two steps; with one start only, the chain is read in pages."""
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save_all([pictured(10) for _ in range(64)])
    written = 0

    def write() -> None:
        nonlocal written
        if written < 40:
            store.save(*pictured(10))
            written += 1

    monkeypatch.setattr(snapshots, "STEP_PAGES", 16)
    monkeypatch.setattr(snapshots, "PAGE_ENTRIES", 7)
    try:
        snapshots.snapshot(home / "records.db", tmp_path / "copy.db", write, starts=starts)
    finally:
        store.close()
    assert written > 1
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy, closing(sqlite3.connect(home / "records.db")) as whole:
        copied = copy.execute("SELECT * FROM entries ORDER BY sequence").fetchall()
        assert 73 <= len(copied) <= 73 + written
        assert copied == whole.execute("SELECT * FROM entries ORDER BY sequence").fetchall()[: len(copied)]
        for asked in (
            "SELECT type, name, sql FROM sqlite_master ORDER BY name",
            "SELECT * FROM alembic_version",
            f"SELECT * FROM picture_refs WHERE sequence <= {len(copied)} ORDER BY sequence",
            f"SELECT * FROM terms WHERE sequence <= {len(copied)} ORDER BY sequence, term",
        ):
            assert copy.execute(asked).fetchall() == whole.execute(asked).fetchall()
        assert copy.execute("SELECT max(sequence) FROM picture_refs").fetchone() <= (len(copied),)
