"""Reading the whole folder in the background: once, out of the way of a part, and never without an end."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inspection import records
from inspection.records import AuditReport, RecordStore
from screens.system import storage_jobs
from screens.system.storage import how_it_stands, room_facts
from screens.system.storage_jobs import AuditJob, Jobs, Room


def idle() -> bool:
    return False


def ended(job: storage_jobs._Job) -> None:
    job._thread.join(20)
    assert not job.is_running


def counted(jobs: Jobs, home: Path) -> Room | None:
    jobs.room_of(home, idle)
    ended(jobs._rooms[home][0])
    return jobs.room_of(home, idle)


def test_a_check_that_breaks_says_why_and_can_be_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(home: Path, progress: Callable[[str, int, int], None]) -> AuditReport:
        raise PermissionError("no <right>")

    monkeypatch.setattr(records, "audit", broken)
    jobs = Jobs()
    jobs.start_audit(tmp_path, idle)
    job = jobs.audit_of(tmp_path)
    assert job is not None
    ended(job)
    said = how_it_stands(job, "de")
    assert said.kind == "bad" and "kam nicht bis zum Ende" in said.title and "no <right>" in said.detail
    monkeypatch.undo()
    jobs.start_audit(tmp_path, idle)
    again = jobs.audit_of(tmp_path)
    assert again is not None and again is not job
    ended(again)
    assert how_it_stands(again, "de").kind == "good"


def test_while_a_part_is_judged_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, judging, judged = threading.Event(), threading.Event(), threading.Event()

    def read_two(home: Path, progress: Callable[[str, int, int], None]) -> None:
        progress("pictures", 1, 2)
        read.set()

    def busy() -> bool:
        judging.set()
        return not judged.is_set()

    monkeypatch.setattr(records, "audit", read_two)
    job = AuditJob(tmp_path, busy)
    assert judging.wait(20) and not read.is_set() and job.is_running
    judged.set()
    ended(job)
    assert read.is_set()


def test_the_figures_are_looked_up_once_an_hour_and_kept_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    RecordStore.open(tmp_path).close()
    folder = tmp_path / "pictures" / "ab"
    folder.mkdir(exist_ok=True)
    (folder / "1.png").write_bytes(b"12345")
    jobs = Jobs()
    first = counted(jobs, tmp_path)
    assert first is not None and (first.picture_count, first.pictures) == (1, 5) and first.records > 0
    (folder / "2.png").write_bytes(b"123")
    assert counted(jobs, tmp_path) == first
    monkeypatch.setattr(storage_jobs, "EVERY_S", -1.0)
    jobs.room_of(tmp_path, idle)
    ended(jobs._rooms[tmp_path][0])
    monkeypatch.undo()
    later = jobs.room_of(tmp_path, idle)
    assert later is not None and (later.picture_count, later.pictures) == (2, 8)


def test_until_they_are_there_the_page_says_that_they_are_counted(tmp_path: Path) -> None:
    assert room_facts(None, "de") == (("Bilder", "wird gezählt …"),)
    RecordStore.open(tmp_path).close()
    facts = dict(room_facts(counted(Jobs(), tmp_path), "de"))
    assert facts["Bilder"] == "0 · 0 MB" and "Gezählt" in facts
