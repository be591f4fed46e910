"""Every benchmark runs, in a short form; nothing is said about its times."""

import subprocess
import sys

from benchmarks.__main__ import Name, run_here
from benchmarks.pairs import Benchmark


def test_a_short_run_gives_ratios() -> None:
    benchmark = run_here(Name.TILES, quick=True)
    assert benchmark.name == "tiles"
    _is_whole(benchmark)


def test_the_command_prints_one_object_a_benchmark() -> None:
    names = [Name.LATENCY, Name.THROUGHPUT]
    command = [sys.executable, "-m", "benchmarks", *names, "--quick", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    benchmarks = [Benchmark.model_validate_json(line) for line in done.stdout.splitlines()]
    assert [one.name for one in benchmarks] == names
    latency, throughput = (one.cases[0] for one in benchmarks)
    assert list(latency.peers) == [
        "bare call",
        "ultralytics on PyTorch",
        "the same, all cores",
        "ultralytics on ONNX Runtime",
    ]
    assert throughput.unit == "pictures/s"
    for benchmark in benchmarks:
        _is_whole(benchmark)


def _is_whole(benchmark: Benchmark) -> None:
    assert benchmark.cases
    for case in benchmark.cases:
        assert case.ours > 0
        assert case.peers
        assert set(case.peers) == set(case.ratio) == set(case.spread)
        assert all(value > 0 for value in (*case.peers.values(), *case.ratio.values()))
