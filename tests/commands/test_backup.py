"""`meisterblick backup` and `restore`: to a file and back, in words, with an exit status that can be trusted."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.app import app
from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER, pictured
from tests.inspection.upkeep.workshop import furnish


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path / "home")
    return tmp_path / "home"


def meisterblick(home: Path, *arguments: object) -> Result:
    return CliRunner(env={"MEISTERBLICK_HOME": str(home)}).invoke(app, [str(one) for one in arguments])


def test_to_a_file_and_back_into_another_folder(home: Path, tmp_path: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)  # a station is running
    saved = meisterblick(home, "backup", tmp_path / "shop.zip")
    store.close()
    assert saved.exit_code == 0, saved.output
    assert "newest entry: number 9, sha256" in saved.output
    back = meisterblick(home, "restore", tmp_path / "shop.zip", "--to", tmp_path / "new")
    assert back.exit_code == 0, back.output
    assert "6 parts, 6 pictures" in back.output
    assert meisterblick(tmp_path / "new", "audit").exit_code == 0


def test_entries_since_the_backup_are_named_and_the_status_is_not_0(home: Path, tmp_path: Path) -> None:
    assert meisterblick(home, "backup", tmp_path / "shop.zip").exit_code == 0
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save(*pictured())
    store.close()
    back = meisterblick(home, "restore", tmp_path / "shop.zip")
    assert back.exit_code == 1
    assert "entries 10 to 10 were recorded after the backup" in back.output
    assert "what was there before:" in back.output


def test_damage_before_the_backup_is_said(home: Path, tmp_path: Path) -> None:
    next((home / "pictures").glob("??/*")).unlink()
    saved = meisterblick(home, "backup", tmp_path / "shop.zip")
    assert saved.exit_code == 1 and (tmp_path / "shop.zip").exists()
    assert "is missing" in saved.output


def test_what_cannot_be_is_refused_in_one_line(home: Path, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"there")
    for arguments in (
        ("backup", tmp_path / "there.zip"),
        ("restore", tmp_path / "there.zip"),
        ("restore", tmp_path / "nowhere.zip"),
    ):
        refused = meisterblick(home, *arguments)
        assert refused.exit_code == 2
        assert refused.output.startswith("meisterblick: ") and "Traceback" not in refused.output
