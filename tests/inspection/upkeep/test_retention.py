"""Deleting what was kept long enough: the right pictures, the chain provable, and a lost picture still a lost one."""

import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspection.disposition import Disposition, Fate
from inspection.errors import PictureDeleted, RecipeInvalid, StorageFailed, UpkeepBusy
from inspection.override import Role
from inspection.record import Event, InspectionRecord
from inspection.records import RecordStore, StoreSettings, audit
from inspection.records.deleting import deleted_by
from inspection.upkeep import daily
from inspection.upkeep.backup import back_up, upkeep_alone
from inspection.upkeep.daily import DailyUpkeep, Upkeep, last_upkeep, tidy
from inspection.upkeep.restore import restore
from inspection.upkeep.retention import Retention, load_retention, save_retention
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, picture, pictured

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
GOOD_30 = Retention(good_pictures_days=30)


@dataclass
class Shop:
    """A store whose clock is set by hand, and what a station lets upkeep do."""

    home: Path
    clock: datetime = NOW
    judging: bool = False
    groups: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = RecordStore.open(
            self.home, StoreSettings(low_water_bytes=0, reserve_bytes=1024, clock=lambda: self.clock)
        )

    def part(self, days_ago: float, verdict: Verdict = Verdict.PASS) -> InspectionRecord:
        self.clock = NOW - timedelta(days=days_ago)
        return self.store.save(*pictured(300, verdict))

    def delete_pictures(self, why: str, digests: Sequence[str]) -> None:
        self.groups.append(len(digests))
        self.store.delete_pictures(why, digests)

    def note(self, code: str, detail: str) -> None:
        self.store.save_event(Event(code=code, detail=detail))

    def has(self, record: InspectionRecord) -> bool:
        """Whether its picture is still there."""
        return bool(list((self.home / "pictures").glob(f"??/{sha_of(record)}.*")))

    def tidied(self, now: datetime = NOW) -> Upkeep | None:
        self.clock = now
        return tidy(self, now)


def sha_of(record: InspectionRecord) -> str:
    [view] = record.inspection.views
    assert view.picture is not None
    return view.picture.sha256


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "home")


def test_where_nothing_is_laid_down_nothing_is_ever_deleted(shop: Shop) -> None:
    part = shop.part(10_000)
    assert load_retention(shop.home) == Retention() and not Retention().deletes
    assert shop.tidied() is None
    assert shop.has(part) and shop.store.newest_events(1) == ()


def test_pictures_of_good_parts_go_and_the_audit_knows_it(shop: Shop) -> None:
    old, other, bad = shop.part(90), shop.part(31), shop.part(90, Verdict.FAIL)
    young = shop.part(29)
    save_retention(shop.home, GOOD_30)
    assert shop.tidied() == Upkeep(at=NOW, deleted=2) == last_upkeep(shop.home)
    assert [shop.has(one) for one in (old, other, bad, young)] == [False, False, True, True]
    [entry] = shop.store.newest_events(1)
    assert deleted_by(entry.event) == tuple(sorted({sha_of(old), sha_of(other)}))
    assert shop.store.find(old.inspection.record_id) == old
    with pytest.raises(PictureDeleted, match=f"entry {entry.sequence}"):
        shop.store.picture_bytes(sha_of(old))
    report = audit(shop.home)
    assert report.ok and (report.pictures, report.deleted_pictures) == (2, 2)


def test_a_picture_that_is_really_missing_is_still_found(shop: Shop) -> None:
    old, young = shop.part(90), shop.part(1)
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    next((shop.home / "pictures").glob(f"??/{sha_of(young)}.*")).unlink()
    [problem] = audit(shop.home).problems
    assert (problem.code, problem.sequence) == ("picture-missing", young.sequence)
    assert not shop.has(old)


def test_a_deleted_picture_that_was_recorded_again_must_be_there(shop: Shop) -> None:
    shop.clock = NOW - timedelta(days=90)
    same = picture(b"the same picture")
    shop.store.save(inspection(same, verdict=Verdict.PASS), [same])
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    again = shop.store.save(inspection(same, verdict=Verdict.PASS), [same])
    assert shop.has(again) and audit(shop.home).ok
    next((shop.home / "pictures").glob(f"??/{sha_of(again)}.*")).unlink()
    assert [problem.code for problem in audit(shop.home).problems] == ["picture-missing"]


def test_the_last_word_says_what_a_part_is(shop: Shop) -> None:
    shop.part(99)
    saved, condemned, scrapped = shop.part(90, Verdict.FAIL), shop.part(90), shop.part(90)
    shop.store.save_override(override(saved.inspection, Verdict.PASS))
    shop.store.save_override(override(condemned.inspection, Verdict.PASS))
    shop.store.save_override(override(condemned.inspection, Verdict.FAIL))
    shop.store.save_disposition(
        Disposition(
            disposition_id=uuid.uuid4().hex,
            record_id=scrapped.inspection.record_id,
            fate=Fate.SCRAP,
            reason="Maß",
            cost_cents=100,
            role=Role.MASTER,
            given_at=NOW,
        )
    )
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    assert [shop.has(one) for one in (saved, condemned, scrapped)] == [False, True, True]
    save_retention(shop.home, Retention(bad_pictures_days=60))
    shop.tidied(NOW + timedelta(days=1))
    assert [shop.has(one) for one in (condemned, scrapped)] == [False, False]


def test_what_labels_and_taught_pictures_need_stays(shop: Shop) -> None:
    by_name, by_record, golden, free = (shop.part(90) for _ in range(4))
    (shop.home / "labels" / "pictures").mkdir(parents=True)
    (shop.home / "labels" / "pictures" / f"{sha_of(by_name)}.jpg").write_bytes(b"copy")
    with closing(sqlite3.connect(shop.home / "labels" / "labels.db")) as labels, labels:
        labels.execute("CREATE TABLE pictures (part TEXT, body TEXT)")
        body = f'{{"record_id": "{by_record.inspection.record_id}"}}'
        labels.execute("INSERT INTO pictures VALUES ('weld-bead', ?)", (body,))
    (shop.home / "taught" / "weld-bead").mkdir(parents=True)
    sample = f'{{"samples": [{{"picture_sha256": "{sha_of(golden)}"}}]}}'
    (shop.home / "taught" / "weld-bead" / "border-samples.json").write_text(sample, encoding="utf-8")
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    assert [shop.has(one) for one in (by_name, by_record, golden, free)] == [True, True, True, False]


def test_where_nobody_knows_what_is_needed_nothing_is_deleted(shop: Shop) -> None:
    part = shop.part(90)
    (shop.home / "labels").mkdir()
    (shop.home / "labels" / "labels.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4080)
    save_retention(shop.home, GOOD_30)
    with pytest.raises(StorageFailed, match="still needed"):
        shop.tidied()
    assert shop.has(part)


def test_a_picture_that_an_old_and_a_young_part_share_stays(shop: Shop) -> None:
    same = picture(b"the same picture")
    for days in (90, 1):
        shop.clock = NOW - timedelta(days=days)
        part = shop.store.save(inspection(same, verdict=Verdict.PASS), [same])
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    assert shop.has(part)


def test_a_clock_that_was_wrong_makes_no_part_older_than_the_one_before_it(shop: Shop) -> None:
    """Its battery was empty: two parts of yesterday are dated 2020, and one 2099."""
    old, young = shop.part(90), shop.part(2)
    wrong, future = shop.part(2200), shop.part(-26_000)
    last = shop.part(1)
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    assert [shop.has(one) for one in (old, young, wrong, future, last)] == [False, True, True, True, True]


def test_after_a_leap_of_the_clock_nothing_is_deleted_for_a_day(shop: Shop) -> None:
    part = shop.part(1)
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    year = NOW + timedelta(days=365)
    assert shop.tidied(year) == Upkeep(at=year, postponed=True)
    assert shop.tidied(year + timedelta(hours=23)) is None and shop.has(part)
    shop.clock = year
    shop.store.save(*pictured(10))  # parts are inspected at that time: it is the time
    tidied = shop.tidied(year + timedelta(hours=25))
    assert tidied is not None and (tidied.deleted, tidied.postponed) == (1, False)


def test_a_power_cut_between_entry_and_deletion_is_made_good(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    part = shop.part(90)
    save_retention(shop.home, GOOD_30)
    monkeypatch.setattr(shop.store._pictures, "delete", lambda _digests: None)
    shop.tidied()
    assert shop.has(part) and audit(shop.home).ok
    monkeypatch.undo()
    shop.tidied(NOW + timedelta(days=1))
    assert not shop.has(part) and audit(shop.home).ok
    assert shop.tidied(NOW + timedelta(days=2)) == Upkeep(at=NOW + timedelta(days=2))


def test_once_a_day_in_groups_and_never_beside_a_backup(shop: Shop) -> None:
    shop.clock = NOW - timedelta(days=90)
    for _ in range(5):
        shop.store.save_all([pictured(10, Verdict.PASS) for _ in range(60)])
    save_retention(shop.home, GOOD_30)
    with upkeep_alone(shop.home), pytest.raises(UpkeepBusy):
        shop.tidied()
    tidied = shop.tidied()
    assert tidied is not None and tidied.deleted == 300 and shop.groups == [256, 44]
    assert shop.tidied(NOW + timedelta(hours=1)) is None
    assert audit(shop.home).ok


def test_when_the_disk_gets_full_good_parts_go_first_and_the_oldest_of_them(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, young = shop.part(90, Verdict.FAIL), shop.part(3)
    old = [shop.part(days) for days in (20.0, 10.0)]
    young = shop.part(3)
    save_retention(shop.home, Retention(early_when_short=True))
    usage = shutil.disk_usage(shop.home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000_000))
    tidied = shop.tidied()
    assert tidied == Upkeep(at=NOW, deleted=0, early=False)  # the one of 3 days was recorded before those of 20
    later = NOW + timedelta(days=5)
    assert shop.tidied(later) == Upkeep(at=later, deleted=4, early=True)
    assert [shop.has(one) for one in (bad, young, *old)] == [True, False, False, False]
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=50_000_000_000))
    more = shop.part(-1)
    assert shop.tidied(later + timedelta(days=20)) == Upkeep(at=later + timedelta(days=20))
    assert shop.has(more)


def test_pictures_of_no_record_go_by_the_age_of_their_file(shop: Shop) -> None:
    folder = shop.home / "unrecorded"
    folder.mkdir()
    for name, days in (("old.jpg", 40), ("young.jpg", 2)):
        (folder / name).write_bytes(b"picture")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(folder / name, (at, at))
    save_retention(shop.home, Retention(put_aside_days=30))
    tidied = shop.tidied()
    assert tidied is not None and tidied.deleted == 1
    assert [path.name for path in folder.iterdir()] == ["young.jpg"]
    assert shop.store.newest_events(1)[0].event.code == "put-aside-deleted"


def test_a_backup_made_afterwards_restores_without_them(shop: Shop, tmp_path: Path) -> None:
    shop.part(90)
    shop.part(1)
    save_retention(shop.home, GOOD_30)
    shop.tidied()
    made = back_up(shop.home, tmp_path / "shop.zip")
    assert made.manifest.is_sound
    restored = restore(made.path, tmp_path / "new", settings=NO_LOW_WATER)
    assert restored.report.ok and restored.report.deleted_pictures == 1


def test_a_mistake_in_the_file_deletes_nothing_and_is_said(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    part = shop.part(9000)
    (shop.home / "retention.yaml").write_text("good_picture_days: 1\n", encoding="utf-8")
    with pytest.raises(RecipeInvalid, match="good_picture_days"):
        shop.tidied()
    monkeypatch.setattr(daily, "_FIRST_LOOK_S", 0.01)
    upkeep = DailyUpkeep(shop)
    upkeep.start()
    deadline = time.monotonic() + 20
    while last_upkeep(shop.home) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    upkeep.close()
    said = last_upkeep(shop.home)
    assert said is not None and said.failed is not None and "good_picture_days" in said.failed
    assert shop.has(part)


def test_while_a_part_is_judged_nothing_is_deleted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    part = shop.part(9000)
    save_retention(shop.home, GOOD_30)
    shop.judging = True
    shop.part(0)
    monkeypatch.setattr(daily, "_FIRST_LOOK_S", 0.01)
    monkeypatch.setattr(daily, "datetime", _Noon)
    upkeep = DailyUpkeep(shop)
    upkeep.start()
    time.sleep(0.3)
    assert shop.has(part)
    shop.judging = False
    deadline = time.monotonic() + 20
    while shop.has(part) and time.monotonic() < deadline:
        time.sleep(0.01)
    upkeep.close()
    assert not shop.has(part)


class _Noon(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return NOW
