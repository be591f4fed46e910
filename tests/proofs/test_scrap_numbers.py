"""Years of a shop: how long the scrap book takes for 200,000 parts, and whether a part is still recorded as fast.

MEISTERBLICK_YEARS names a folder that `meisterblick demo-data` has filled; else one is filled here, which takes
minutes. MEISTERBLICK_YEARS_PARTS says with how many parts (default 200,000).
"""

import csv
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from inspection.demonstration.years import MARK, fill_years
from inspection.demonstration.years.filling import Filled
from inspection.records import RecordStore
from inspection.scrap_book.columns import PartFacts, Question
from inspection.scrap_book.costs import load_costs
from inspection.scrap_book.counting import fates, fates_by
from inspection.scrap_book.facts import FactsKeeper, read_facts
from inspection.scrap_book.p_chart import p_chart
from inspection.scrap_book.pareto import pareto
from tests.inspection.records.building import ROOT
from tests.proofs.figures import leave_figures
from tests.screens import building

pytestmark = [pytest.mark.proof, pytest.mark.timeout(7200)]

PARTS = int(os.environ.get("MEISTERBLICK_YEARS_PARTS", "200000"))
ROUNDS = 5
INSERTS = 300


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("MEISTERBLICK_YEARS"):
        return Path(given)
    home = tmp_path_factory.mktemp("years")
    fill_years(home, PARTS, until=date(2026, 11, 20))
    return home


@pytest.fixture(scope="module")
def filled(years: Path) -> Filled:
    return Filled.model_validate_json((years / MARK).read_bytes())


@pytest.fixture(scope="module")
def figures() -> Iterator[dict[str, float]]:
    found: dict[str, float] = {}
    yield found
    leave_figures("scrap_numbers", found)


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def time_of_children() -> float:
    """Seconds of processor time of all programs that were called and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def first_chart(facts: PartFacts) -> None:
    """The scrap rate of every day, with its limits."""
    day = facts.days()
    places = day - day.min()
    counted = fates_by(facts, places, int(places.max()) + 1)
    worked = [(str(place), one) for place, one in enumerate(counted) if one.n]
    chart = p_chart([name for name, _ in worked], [one.scrap for _, one in worked], [one.n for _, one in worked])
    assert chart.n == fates(facts).n


def test_facts_and_first_chart(years: Path, filled: Filled, figures: dict[str, float]) -> None:
    costs = load_costs(years)
    facts = read_facts(years, costs)  # SQLAlchemy is loaded, the file is in the cache
    assert len(facts) == filled.parts - filled.withdrawals
    figures["parts"] = filled.parts
    figures["facts_s"] = round(median(seconds(lambda: read_facts(years, costs)) for _ in range(ROUNDS)), 3)
    chart_s = [seconds(lambda: first_chart(read_facts(years, costs))) for _ in range(ROUNDS)]
    figures["facts_and_first_chart_s"] = round(median(chart_s), 3)
    keeper = FactsKeeper(years, costs)
    keeper.now()
    figures["facts_kept_s"] = round(median(seconds(keeper.now) for _ in range(ROUNDS)), 4)
    allowed_s = max(1.0, filled.parts / 200_000)
    assert figures["facts_and_first_chart_s"] < allowed_s


def test_a_filter(years: Path, filled: Filled, figures: dict[str, float]) -> None:
    facts = read_facts(years, load_costs(years))
    zone = datetime.now().astimezone().tzinfo
    since = datetime.combine(filled.last_day - timedelta(days=200), datetime.min.time(), zone)
    order = facts.names["order"][len(facts.names["order"]) // 2]
    asked = (
        Question(machine="Schweißzelle 2"),
        Question(part_type="weld-bead", cause="pore"),
        Question(since=since, machine="Hobel 1"),
        Question(order=order),
    )

    def answer(question: Question) -> None:
        chosen = facts.where(question.mask(facts))
        assert 0 < len(chosen) < len(facts)
        first_chart(chosen)
        pareto(chosen)

    taken = [median(seconds(partial(answer, one)) for _ in range(ROUNDS)) for one in asked]
    figures["filter_chart_and_pareto_s"] = round(max(taken), 3)
    assert max(taken) < 0.5 * max(1.0, filled.parts / 200_000)


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx", "pdf"])
def test_a_month_as_a_command(years: Path, filled: Filled, figures: dict[str, float], file_format: str) -> None:
    last = filled.last_day.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    command = [sys.executable, "-m", "commands", "--home", str(years), "report", "scrap", "--lang", "en"]
    command += ["--from", f"{first}", "--to", f"{last}", "--by", "day", "--format", file_format]
    written: set[bytes] = set()

    def run() -> None:
        written.add(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)

    worked = time_of_children()
    taken = [seconds(run) for _ in range(ROUNDS)]
    figures[f"month_{file_format}_s"] = round(min(taken), 2)  # the start of Python, for the most part
    figures[f"month_{file_format}_cpu_s"] = round((time_of_children() - worked) / ROUNDS, 2)
    [data] = written
    if file_format == "csv":
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), csv.Sniffer().sniff(text, ",;")))
        assert any(f"{first:%Y-%m}" in cell for row in rows for cell in row)
        assert figures["month_csv_s"] < 3 * max(1.0, filled.parts / 200_000)
    if file_format == "json":
        zone = datetime.now().astimezone().tzinfo
        begin, end = (datetime.combine(day, datetime.min.time(), zone) for day in (first, last + timedelta(days=1)))
        facts = read_facts(years, load_costs(years))
        month = fates(facts.where(Question(since=begin, until=end).mask(facts)))
        total = json.loads(data)["total"]
        assert (total["n"], total["scrap"]) == (month.n, month.scrap)


def test_a_part_is_recorded_as_fast_as_into_an_empty_folder(
    years: Path, figures: dict[str, float], tmp_path: Path
) -> None:
    shutil.copytree(years, tmp_path / "full")
    stores = {name: RecordStore.open(tmp_path / name) for name in ("empty", "full")}
    taken: dict[str, list[float]] = {name: [] for name in stores}
    try:
        for number in range(INSERTS):
            for name, store in stores.items():
                one = building.inspection(record_id=f"{number:032x}")
                taken[name].append(seconds(partial(store.save, one)))
    finally:
        for store in stores.values():
            store.close()
    for name, found in taken.items():
        figures[f"insert_{name}_ms"] = round(1000 * median(found), 2)
    figures["insert_full_over_empty"] = round(median(taken["full"]) / median(taken["empty"]), 3)
    assert figures["insert_full_over_empty"] < 1.25
