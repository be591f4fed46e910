"""What a run leaves: a table, and a file that can be read again."""

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks.machine import Machine, this_machine
from benchmarks.pairs import Benchmark, Case
from benchmarks.results import Run, as_table, keep

CASE = Case(
    label="612x224",
    ours=12.5,
    peers={"bare call": 10.0, "ultralytics": 50.0},
    ratio={"bare call": 1.25, "ultralytics": 0.25},
    spread={"bare call": (1.2, 1.3), "ultralytics": (0.2, 0.3)},
    n=40,
)
BENCHMARK = Benchmark(name="latency", cases=(CASE, CASE.model_copy(update={"peers": {}, "ratio": {}, "spread": {}})))


def test_a_table_fits_a_screen_and_says_it_all() -> None:
    console = Console(width=100)
    with console.capture() as said:
        console.print(as_table(BENCHMARK))
    for word in ("latency", "612x224", "bare call", "1.25", "0.20 to 0.30", "40", "12.5"):
        assert word in said.get()
    assert all(len(line) <= 100 for line in said.get().splitlines())


def test_a_run_is_kept_in_a_file_of_its_own_and_read_again(tmp_path: Path) -> None:
    machine = this_machine().model_copy(update={"processor": "Intel(R) Xeon(R) Gold @ 2.6GHz"})
    run = Run(date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), quick=True, machine=machine, benchmarks=(BENCHMARK,))
    file = keep(run, tmp_path / "results")
    assert file.name == "2026-11-22-093000-intel-xeon-gold-2-6ghz.json"
    assert Run.model_validate_json(file.read_bytes()) == run
    keep(run.model_copy(update={"date": datetime(2026, 11, 22, 9, 31, tzinfo=UTC)}), tmp_path / "results")
    assert len(list((tmp_path / "results").iterdir())) == 2


def test_the_machine_is_told_by_what_the_system_says_of_it(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("model name\t: Some Processor\nflags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 sse2\n", "utf-8")
    machine = this_machine(told)
    assert machine.processor == "Some Processor"
    assert machine.instructions == ("avx2", "avx512f", "avx512_bf16", "amx_bf16")
    assert {"openvino", "onnxruntime", "ultralytics", "sahi"} <= set(machine.libraries)
    assert "FP32" in machine.precisions
    assert "Some Processor" in machine.lines[0]
    assert "-" not in machine.system
    silent: Machine = this_machine(tmp_path / "there is none")
    assert silent.processor
    assert silent.instructions == ()
