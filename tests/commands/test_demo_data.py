"""`meisterblick demo-data`: years in a folder of their own, and never among the shop's records."""

from pathlib import Path

from inspection.demonstration.own_folder import learned
from inspection.record import Event
from inspection.records import RecordStore
from tests.commands.conftest import Run


def test_a_folder_is_filled_and_can_be_audited(meisterblick: Run, tmp_path: Path) -> None:
    own = tmp_path / "made-up"
    result = meisterblick("demo-data", "--records", 60, "--home", own, "--until", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert "60 parts from" in result.output and "to 2026-11-20" in result.output
    assert learned(own) is not None
    assert meisterblick("--home", own, "audit").exit_code == 0


def test_the_shop_s_own_folder_is_neither_filled_nor_touched(meisterblick: Run, home: Path, tmp_path: Path) -> None:
    store = RecordStore.open(home)
    store.save_event(Event(code="started", detail=""))
    store.close()
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    result = meisterblick("demo-data", "--records", 10, "--home", home)
    assert result.exit_code == 2 and "has records already" in result.output
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert meisterblick("demo-data", "--records", 10, "--home", tmp_path / "x", "--until", "soon").exit_code == 2
