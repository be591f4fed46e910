"""Every benchmark runs, in a short form; nothing is said about its times."""

import subprocess
import sys

import pytest

from benchmarks.__main__ import Name, run_here
from benchmarks.pairs import Benchmark


@pytest.mark.parametrize("name", [Name.TILES, Name.THROUGHPUT])
def test_a_short_run_gives_ratios(name: Name) -> None:
    benchmark = run_here(name, quick=True)
    assert benchmark.name == name
    _is_whole(benchmark)


def test_the_command_prints_one_object_a_benchmark() -> None:
    command = [sys.executable, "-m", "benchmarks", Name.LATENCY, "--quick", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [line] = done.stdout.splitlines()
    benchmark = Benchmark.model_validate_json(line)
    assert benchmark.name == "latency"
    assert set(benchmark.cases[0].peers) == {
        "bare call",
        "ultralytics on PyTorch",
        "ultralytics on ONNX Runtime",
    }
    _is_whole(benchmark)


def _is_whole(benchmark: Benchmark) -> None:
    assert benchmark.cases
    for case in benchmark.cases:
        assert case.ours > 0
        assert case.peers
        assert set(case.peers) == set(case.ratio) == set(case.spread)
        assert all(value > 0 for value in (*case.peers.values(), *case.ratio.values()))
