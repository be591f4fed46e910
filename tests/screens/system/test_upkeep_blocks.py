"""Backup, damage and how long pictures are kept, on the system page: in words, and only the master acts."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from inspection.errors import StorageFull, UpkeepBusy
from inspection.language import Language
from inspection.people import Role
from inspection.records import audit
from inspection.records.opening import RECORDS_MISSING, RECORDS_QUARANTINED
from inspection.station import StorageState
from inspection.upkeep.backup import back_up
from inspection.upkeep.daily import Upkeep
from inspection.upkeep.retention import Retention, load_retention, save_retention
from inspection.upkeep.told import Quarantined
from screens.door.door import Visitor
from screens.host import StationHost
from screens.station_view import _storage_sign
from screens.system import storage_retention
from screens.system.storage_backup import backup_facts, backup_notice
from screens.system.storage_damage import damage_notice
from screens.system.storage_jobs import JOBS, BackupJob
from screens.system.storage_retention import retention_facts, upkeep_notice
from tests.inspection.upkeep.workshop import furnish
from tests.screens.access.test_visiting import room
from tests.screens.test_page import said, start, station_in

__all__ = ["start", "station_in"]

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def is_a(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("access.visiting", "setup.acting", "system.storage_backup", "system.storage_retention"):
        monkeypatch.setattr(f"screens.{place}.visitor", lambda: Visitor(role=role))


def until_done(job: BackupJob | None) -> BackupJob:
    assert job is not None
    deadline = time.monotonic() + 60
    while job.is_running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.is_running
    return job


def test_the_master_backs_up_beside_the_station_and_it_is_said(
    start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start()
    is_a(Role.MASTER, monkeypatch)
    test = room("system")
    test.button(key="system_section_storage").click().run()
    assert not test.exception and "noch keine" in said(test)
    test.button(key="back_up").click().run()
    job = until_done(JOBS.backup_of(host.home))
    assert job.error is None and job.made is not None
    test.run()
    assert "Die Sicherung ist fertig und wurde gegengelesen" in said(test)
    assert job.made.path.name in said(test)
    assert audit(host.home).ok


def test_a_trainee_looks_and_does_not_act(start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch) -> None:
    host = start(wait=False)
    is_a(Role.TRAINEE, monkeypatch)
    test = room("system")
    test.button(key="system_section_storage").click().run()
    assert not test.exception and "Wie lange Bilder bleiben" in said(test)
    assert not {"back_up", "FormSubmitter:retention-Bilder so lange behalten"} & {one.key for one in test.button}
    monkeypatch.setattr(st, "session_state", {"keep_good": 1})
    monkeypatch.setattr(storage_retention, "at_work", lambda: host)
    storage_retention._save()
    assert load_retention(host.home) == Retention()
    assert st.session_state["notice:system_retention"]("de").title == "Hier ist der Meister gefragt"


def test_the_master_lays_down_how_long_and_an_entry_says_so(
    start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = start()
    is_a(Role.MASTER, monkeypatch)
    test = room("system")
    test.button(key="system_section_storage").click().run()
    test.number_input(key="keep_good").set_value(90)
    test.checkbox(key="keep_early").set_value(True)
    next(one for one in test.button if one.label == "Bilder so lange behalten").click().run()
    assert not test.exception and "90 Tage" in said(test) and "für immer" in said(test)
    assert load_retention(host.home) == Retention(good_pictures_days=90, early_when_short=True)
    assert host.station is not None
    [entry] = host.station._records.newest_events(1)
    assert entry.event.code == "retention-set" and '"good_pictures_days":90' in entry.event.detail


def test_a_file_that_cannot_be_read_is_said(start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch) -> None:
    host = start(wait=False)
    (host.home / "retention.yaml").write_text("days: 3\n", encoding="utf-8")
    is_a(Role.MASTER, monkeypatch)
    test = room("system")
    test.button(key="system_section_storage").click().run()
    assert not test.exception and "ist nicht lesbar: es wird nichts gelöscht" in said(test)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_stands_in_the_way_of_a_backup_is_said_in_words(language: Language, tmp_path: Path) -> None:
    job = until_done(BackupJob(tmp_path / "nowhere", lambda: False))
    assert job.error is not None
    texts = set[str]()
    for error in (StorageFull("full"), UpkeepBusy("busy"), job.error):
        job.error = error
        notice = backup_notice(job, language)
        assert notice.kind == "bad" and type(error).__name__ in notice.detail
        texts.add(notice.text)
    assert len(texts) == 3


def test_damage_that_was_there_before_is_not_called_a_good_backup(tmp_path: Path) -> None:
    furnish(tmp_path / "home")
    next((tmp_path / "home" / "pictures").glob("??/*")).unlink()
    job = until_done(BackupJob(tmp_path / "home", lambda: False))
    notice = backup_notice(job, "de")
    assert notice.kind == "bad" and "stimmt etwas nicht" in notice.title and "is missing" in notice.detail


def test_the_newest_backup_is_the_one_whose_file_is_newest(tmp_path: Path) -> None:
    furnish(tmp_path / "home")
    for name, day in (("a.zip", 20), ("b.zip", 10)):
        made = back_up(tmp_path / "home", tmp_path / "home" / "backups" / name)
        at = AT.replace(day=day).timestamp()
        os.utime(made.path, (at, at))
    facts = dict(backup_facts(tmp_path / "home", "de"))
    assert facts["Datei"] == "a.zip" and facts["Neueste"].startswith("20.03.2026") and facts["Sicherungen"] == "2"


def happened(kept: int, acknowledged: int) -> Quarantined:
    return Quarantined(at=AT, why="<b>", backup="a.zip", restored=10, kept=kept, acknowledged=acknowledged)


def test_what_became_of_damaged_records_is_said_by_number() -> None:
    lost, whole = damage_notice(happened(13, 16), "de"), damage_notice(happened(16, 16), "de")
    assert (lost.kind, whole.kind) == ("bad", "open")
    assert lost.lines[-1] == "Es fehlen die Einträge 14 bis 16."
    assert lost.lines[0] == "Die Einträge bis 10 stammen aus der Sicherung a.zip."
    assert "es fehlt nichts" in whole.title and len(whole.lines) == 2


def test_the_bench_says_that_records_were_put_right_or_are_lost() -> None:
    right = StorageState(working=True, free_mb=50_000, notices=(RECORDS_QUARANTINED,))
    lost = StorageState(working=True, free_mb=50_000, notices=(RECORDS_QUARANTINED, RECORDS_MISSING))
    assert _storage_sign(right, "de").words == "wiederhergestellt" and not _storage_sign(right, "de").good
    assert "fehlt nichts" in _storage_sign(right, "de").advice
    assert "fehlen" in _storage_sign(lost, "de").advice


def test_how_long_and_what_was_last_done(tmp_path: Path) -> None:
    save_retention(tmp_path, Retention(bad_pictures_days=730))
    facts = dict(retention_facts(load_retention(tmp_path), Upkeep(at=AT, deleted=1200), "de"))
    assert facts["Schlechte und zweifelhafte Teile"] == "730 Tage"
    assert facts["Zuletzt gelöscht"].endswith("1.200 Bilder")
    assert upkeep_notice(Upkeep(at=AT, deleted=1200), "de") is None
    for stopped in (Upkeep(at=AT, postponed=True), Upkeep(at=AT, failed="OSError: no")):
        notice = upkeep_notice(stopped, "de")
        assert notice is not None and notice.kind == "open"
        assert dict(retention_facts(load_retention(tmp_path), stopped, "de"))["Zuletzt gelöscht"] == ""
