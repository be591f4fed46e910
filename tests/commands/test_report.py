"""`meisterblick report scrap`: out of the records, beside a station that holds them open."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspection.disposition import Fate
from inspection.job import Job
from inspection.records import RecordStore
from inspection.scrap_book.costs import Costs, PartCost, save_costs
from inspection.verdict import Verdict
from tests.commands.conftest import Run
from tests.inspection.records.building import NO_LOW_WATER, disposition, inspection, withdrawal

NOON = datetime(2026, 3, 2, 12).astimezone()  # of this computer, whose days the report counts


@pytest.fixture
def station(home: Path) -> Iterator[RecordStore]:
    """2 March: 20 good, 4 rejected, of which one reworked for 8 euros and one taken back; 3 March: 10 good, 2 rejected.

    A rejected part that nobody said more about costs 23.50 euros: 4.30 and 18 minutes at 64 euros an hour.
    """
    save_costs(home, Costs(hour_cents=6400, parts={"plate": PartCost(material_cents=430, minutes=18)}))
    clock = {"now": NOON}
    settings = replace(NO_LOW_WATER, clock=lambda: clock["now"])
    store = RecordStore.open(home, settings)
    rejected = []
    for day, good, bad in ((0, 20, 4), (1, 10, 2)):
        clock["now"] = NOON + timedelta(days=day)
        for verdict in [Verdict.PASS] * good + [Verdict.FAIL] * bad:
            part = inspection(verdict=verdict, part_type="plate")
            part = part.model_copy(update={"job": Job(order=f"A-{day}", machine="press")})
            store.save(part, [])
            rejected += [part] if verdict is Verdict.FAIL else []
    store.save_disposition(disposition(rejected[0], Fate.REWORK, cost_cents=800))
    store.save_withdrawal(withdrawal(rejected[1]))
    yield store
    store.close()


def rows_of(output: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(output.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("station")
def test_days_as_csv_on_standard_output(meisterblick: Run) -> None:
    result = meisterblick("report", "scrap", "--from", "2026-03-01", "--to", "31.03.2026")
    assert result.exit_code == 0, result.output
    heads, monday, tuesday, total = rows_of(result.stdout_bytes)
    assert monday[:7] == ["02.03.2026", "23", "20", "1", "2", "0", "2"]
    assert tuesday[:7] == ["03.03.2026", "12", "10", "0", "2", "0", "2"]
    assert dict(zip(heads, total, strict=True))["Kosten in Euro"] == "102,00"  # 4 x 23.50 + 8.00


@pytest.mark.usefixtures("station")
def test_the_last_day_is_in_it_and_the_next_is_not(meisterblick: Run) -> None:
    result = meisterblick("report", "scrap", "--from", "2026-03-02", "--to", "2026-03-02", "--format", "json")
    said = json.loads(result.stdout)
    assert (said["since"], said["until"]) == ("2026-03-02", "2026-03-02")
    assert [row["first_day"] for row in said["rows"]] == ["2026-03-02"]
    assert said["total"]["n"] == 23


@pytest.mark.usefixtures("station")
def test_one_order_alone(meisterblick: Run) -> None:
    result = meisterblick(
        "report", "scrap", "--order", "A-1", "--machine", "press", "--part", "plate", "--format", "json"
    )
    said = json.loads(result.stdout)
    assert said["only"] == {"part_type": "plate", "order": "A-1", "machine": "press"}
    assert (said["total"]["n"], said["total"]["scrap"]) == (12, 2)
    assert (
        json.loads(meisterblick("report", "scrap", "--order", "A-9", "--format", "json").stdout)["total"]["n"] is None
    )


@pytest.mark.usefixtures("station")
@pytest.mark.parametrize("by", ["part", "order", "machine", "defect", "day"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf", "json"])
def test_every_kind_of_row_in_every_format(meisterblick: Run, tmp_path: Path, by: str, file_format: str) -> None:
    files = [tmp_path / f"{number}.{file_format}" for number in (1, 2)]
    for out in files:
        result = meisterblick("report", "scrap", "--by", by, "--format", file_format, "--out", out, "--lang", "en")
        assert result.exit_code == 0, result.output
    first, second = (out.read_bytes() for out in files)
    assert first == second
    assert first.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF", "json": b"{"}[file_format])


def test_without_records_it_is_empty(meisterblick: Run) -> None:
    result = meisterblick("report", "scrap", "--by", "order")
    assert result.exit_code == 0, result.output
    assert [row[0] for row in rows_of(result.stdout_bytes)] == ["Auftrag", "Summe"]


def test_what_is_asked_wrongly_is_said(meisterblick: Run) -> None:
    turned = meisterblick("report", "scrap", "--from", "2026-03-31", "--to", "2026-03-01")
    assert turned.exit_code == 2 and "lies before" in turned.output
    assert meisterblick("report", "scrap", "--by", "operator").exit_code == 2
    assert meisterblick("report", "scrap", "--by", "hour").exit_code == 2


def test_costs_that_cannot_be_read_are_named(meisterblick: Run, home: Path) -> None:
    (home / "costs.yaml").write_text("hour_cents: many", encoding="utf-8")
    result = meisterblick("report", "scrap")
    assert result.exit_code == 2
    assert "costs.yaml: hour_cents" in result.output


def test_a_file_that_cannot_be_written_is_named(meisterblick: Run, tmp_path: Path) -> None:
    result = meisterblick("report", "scrap", "--out", tmp_path / "missing" / "scrap.csv")
    assert result.exit_code == 2
    assert "scrap.csv" in result.output


def test_fault_26_parts_recorded_while_the_clock_was_a_year_ahead(meisterblick: Run, home: Path) -> None:
    """20 parts on 2 March, 6 of them under the year 2027: the report of March says it and misses those 6."""
    ahead = NOON + timedelta(days=365)
    times = iter([NOON] * 10 + [ahead] * 6 + [NOON + timedelta(minutes=5)] * 5)
    store = RecordStore.open(home, replace(NO_LOW_WATER, clock=lambda: next(times, NOON + timedelta(minutes=9))))
    for _ in range(20):
        store.save(inspection(verdict=Verdict.PASS), [])
    store.close()
    march = ("report", "scrap", "--from", "2026-03-01", "--to", "2026-03-31")
    said = json.loads(meisterblick(*march, "--format", "json").stdout)
    assert (said["total"]["n"], said["strays"]) == (14, 6)
    jumps = [(jump["before"][:4], jump["after"][:4]) for jump in said["clock_jumps"]]
    assert jumps == [("2026", "2027"), ("2027", "2026")]
    assert "die Uhr wurde verstellt" in meisterblick(*march).stdout
