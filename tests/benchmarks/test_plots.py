"""Plots are drawn from kept results, the newest of each benchmark."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from benchmarks import plots
from benchmarks.growth.curve import Curve, Nature
from benchmarks.machine import Machine
from benchmarks.pairs import Benchmark, Case
from benchmarks.results import Run, keep

MACHINE = Machine(
    processor="A Processor", cores=2, instructions=(), precisions=(), system="Linux", python="3.11", libraries={}
)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def growth(last_s: float = 0.4) -> Benchmark:
    books: dict[float, tuple[float, ...]] = {1000: (0.004, 0.005), 10_000: (0.02, 0.03), 200_000: (last_s, last_s)}
    defects: dict[float, tuple[float, ...]] = {0: (0.003,), 1: (0.004,), 10: (0.008,), 1000: (0.9,)}
    drawn = (
        Curve(name="scrap book", size_unit="records", nature=Nature.LINEAR, rounds_s=books),
        Curve(name="defects, recording", size_unit="defects", nature=Nature.LINEAR, rounds_s=defects),
    )
    return Benchmark(name="growth", cases=tuple(case for curve in drawn for case in curve.cases()))


def compared(name: str, unit: str) -> Benchmark:
    case = Case(
        label="612x224 & <f32>",
        ours=20.0,
        peers={"bare call": 19.0, "ultralytics": 80.0},
        ratio={"bare call": 1.053, "ultralytics": 0.25},
        spread={"bare call": (1.0, 1.2), "ultralytics": (0.2, 0.3)},
        unit=unit,
        n=40,
    )
    return Benchmark(name=name, cases=(case,))


def run(*benchmarks: Benchmark, date: datetime = NOON, quick: bool = False) -> Run:
    return Run(date=date, quick=quick, machine=MACHINE, benchmarks=benchmarks)


def words(svg: bytes) -> list[str]:
    return [text for one in ElementTree.fromstring(svg).itertext() if (text := one.strip())]


def test_a_curve_is_read_back_as_it_was_measured() -> None:
    book, defects = plots.curves(growth())
    assert (book.name, book.unit, book.nature) == ("scrap book", "records", "linear")
    assert book.points == ((1000, 4.5), (10_000, 25.0), (200_000, 400.0))
    assert defects.points[0] == (0, 3.0)
    assert book.exponent == pytest.approx(0.86, abs=0.1)


def test_every_plot_is_an_opaque_picture_with_units_and_figures() -> None:
    drawn = dict(plots.plots({one.name: one for one in (growth(), compared("latency", "ms"))}))
    assert set(drawn) == {"benchmark-latency.svg", "benchmark-records.svg", "benchmark-defects.svg"}
    said = words(drawn["benchmark-records.svg"])
    assert {"scrap book", "time in ms", "1,000", "10,000", "200,000", "4.5 ms", "400 ms"} <= set(said)
    assert "none: 3 ms" in words(drawn["benchmark-defects.svg"])
    said = words(drawn["benchmark-latency.svg"])
    assert {"612x224 & <f32>", "bare call", "0.95", "ultralytics", "4.00"} <= set(said)
    assert all(b"#ffffff" in svg and len(svg) < 200_000 for svg in drawn.values())


def test_more_pictures_a_second_is_faster_and_more_milliseconds_is_not() -> None:
    drawn = dict(plots.plots({"throughput": compared("throughput", "pictures/s")}))
    assert {"1.05", "0.25"} <= set(words(drawn["benchmark-throughput.svg"]))


def test_what_is_no_time_is_not_drawn() -> None:
    assert not dict(plots.plots({"tiles": compared("tiles", "defects")}))


def test_the_newest_run_of_each_benchmark_counts_and_short_ones_never(tmp_path: Path) -> None:
    keep(run(growth(0.1), compared("latency", "ms")), tmp_path)
    keep(run(growth(0.4), date=NOON + timedelta(days=1)), tmp_path)
    keep(run(growth(0.9), date=NOON + timedelta(days=2), quick=True), tmp_path)
    found = plots.newest(plots.kept_runs(tmp_path))
    assert found["latency"] == compared("latency", "ms")
    assert found["growth"] == growth(0.4)


def test_the_command_writes_the_same_files_again(tmp_path: Path) -> None:
    import typer

    keep(run(growth(), compared("tiles", "ms")), tmp_path / "results")
    app = typer.Typer()
    app.command()(plots.main)
    written = []
    for folder in ("once", "again"):
        result = CliRunner().invoke(app, ["--results", str(tmp_path / "results"), "--out", str(tmp_path / folder)])
        assert result.exit_code == 0, result.output
        written.append({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()})
    assert set(written[0]) == {"benchmark-tiles.svg", "benchmark-records.svg", "benchmark-defects.svg"}
    assert written[0] == written[1]
