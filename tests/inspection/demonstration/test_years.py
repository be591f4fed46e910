"""Made-up years: the same again, in order, with what is to be found in them, and never among real records."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from inspection.demonstration.years import MARK, fill_years
from inspection.demonstration.years.calendar import parts_of_days, working_days
from inspection.demonstration.years.filling import Filled
from inspection.demonstration.years.plan import Floor, Planned
from inspection.demonstration.years.shop import COSTS, KINDS, History
from inspection.errors import StorageRefused
from inspection.record import Event, InspectionRecord
from inspection.records import RecordStore, audit
from inspection.scrap_book.costs import load_costs
from inspection.verdict import Verdict

FRIDAY = date(2026, 11, 20)
PARTS = 150


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("years")
    fill_years(home, PARTS, until=FRIDAY, seed=3)
    return home


def recorded(home: Path) -> tuple[InspectionRecord, ...]:
    store = RecordStore.open(home)
    try:
        return store.newest(10_000)[::-1]
    finally:
        store.close()


def made(days: int, a_day: int, seed: int = 1) -> tuple[History, list[Planned]]:
    """The plan of some years, without a record."""
    rng = Random(seed)
    worked = working_days(FRIDAY, days, rng)
    history = History.before(FRIDAY)
    floor = Floor(history, rng)
    return history, [one for day in worked for one in floor.day(day, a_day)]


def share(parts: list[Planned], verdict: Verdict) -> float:
    return sum(one.wanted[0] is verdict for one in parts) / len(parts)


def test_the_records_are_whole_and_say_that_they_are_made_up(years: Path) -> None:
    report = audit(years)
    assert report.problems == ()
    assert report.inspections == PARTS and report.outside_pictures == 0
    filled = Filled.model_validate_json((years / MARK).read_bytes())
    assert (filled.parts, filled.seed, filled.last_day) == (PARTS, 3, FRIDAY)
    assert (filled.overrides, filled.dispositions) == (report.overrides, report.dispositions)
    store = RecordStore.open(years)
    try:
        [first] = store.newest_events(1)
    finally:
        store.close()
    assert first.sequence == 1 and first.event.code == "demo-data"
    assert f"no part of these {PARTS} was ever inspected" in first.event.detail
    assert all(record.inspection.judge and record.inspection.judge.model == "demo-data" for record in recorded(years))
    assert load_costs(years) == COSTS


def test_the_order_of_the_entries_is_that_of_their_time(years: Path) -> None:
    times = [record.recorded_at for record in recorded(years)]
    assert times == sorted(times) and len(set(times)) == len(times)
    assert times[-1].date() == FRIDAY and times[0].date() < FRIDAY - timedelta(days=70)


def test_the_same_seed_gives_the_same_records_and_another_one_others(years: Path, tmp_path: Path) -> None:
    for name, seed in (("again", 3), ("other", 4)):
        fill_years(tmp_path / name, PARTS, until=FRIDAY, seed=seed)
    heads = [recorded(home)[-1].sha256 for home in (years, tmp_path / "again", tmp_path / "other")]
    assert heads[0] == heads[1] != heads[2]


def test_no_made_up_part_stands_among_real_ones(tmp_path: Path) -> None:
    store = RecordStore.open(tmp_path)
    store.save_event(Event(code="started", detail=""))
    store.close()
    before = (tmp_path / "records.db").read_bytes()
    with pytest.raises(StorageRefused, match="give another folder"):
        fill_years(tmp_path, 10, until=FRIDAY)
    assert (tmp_path / "records.db").read_bytes() == before and not (tmp_path / MARK).exists()


def test_no_day_off_is_worked_and_no_part_is_lost() -> None:
    days = working_days(FRIDAY, 500, Random(1))
    assert len(days) == 500 and days[-1] == FRIDAY and list(days) == sorted(set(days))
    assert not any(day.weekday() == 6 or (day.month, day.day) in ((12, 25), (1, 1), (8, 12)) for day in days)
    counts = dict(parts_of_days(days, 12_345, Random(2)))
    assert sum(counts.values()) == 12_345 and min(counts.values()) >= 0
    of_weekday = {weekday: [n for day, n in counts.items() if day.weekday() == weekday] for weekday in (1, 4)}
    mean = {weekday: sum(found) / len(found) for weekday, found in of_weekday.items()}
    assert mean[4] < 0.85 * mean[1]  # Friday ends at noon


def test_one_machine_is_worse_since_a_tuesday_and_most_of_it_are_pores() -> None:
    history, parts = made(days=150, a_day=400)
    assert history.worse_from.weekday() == 1 and 14 <= (FRIDAY - history.worse_from).days <= 20
    on_it = [one for one in parts if one.job.machine == history.worse_machine]
    before = [one for one in on_it if one.at.date() < history.worse_from]
    after = [one for one in on_it if one.at.date() >= history.worse_from]
    assert share(after, Verdict.FAIL) > 2 * share(before, Verdict.FAIL)
    causes = Counter(one.wanted[1] for one in after if one.wanted[0] is Verdict.FAIL)
    assert causes.most_common(1)[0][0] == "pore"
    others = [one for one in parts if one.job.machine == "Handplatz" and one.at.date() >= history.worse_from]
    assert share(others, Verdict.FAIL) < share(after, Verdict.FAIL) / 1.5


def test_shares_are_those_of_the_shop() -> None:
    history, parts = made(days=400, a_day=250)
    usual = [one for one in parts if one.at.date() < history.earlier_from]
    for kind in KINDS:
        of_kind = [one for one in usual if one.kind is kind]
        assert len(of_kind) / len(usual) == pytest.approx(kind.share, abs=0.02)
        assert share(of_kind, Verdict.FAIL) == pytest.approx(kind.fails, rel=0.35)


def test_orders_lots_and_batches_follow_each_other() -> None:
    _, parts = made(days=40, a_day=200)
    assert all(one.job.machine for one in parts)
    orders = [one for one in parts if one.job.order is not None]
    assert 0.94 < len(orders) / len(parts) < 1
    for one in orders:
        assert one.job.lot is not None and one.job.lot.startswith(f"{one.job.order}-")
    machines_of: dict[str | None, set[str | None]] = {}
    for one in orders:
        machines_of.setdefault(one.job.order, set()).add(one.job.machine)
    assert max(map(len, machines_of.values())) == 1
    assert all(one.job.serial is None for one in parts)


def test_the_lamp_fades_only_at_the_end() -> None:
    history = History.before(FRIDAY)
    assert history.light(history.dimmer_from) == 1
    assert history.light(FRIDAY) == pytest.approx(0.8)


def test_years_without_a_part_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one part at least"):
        fill_years(tmp_path, 0, until=FRIDAY)
