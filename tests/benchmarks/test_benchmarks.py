"""Every benchmark runs, in a short form; nothing is said about its times."""

import json
import subprocess
import sys

import pytest

from benchmarks.__main__ import Name

KEYS = {"label", "ours", "peers", "ratio", "unit", "n"}


@pytest.mark.parametrize("name", [Name.LATENCY])
def test_a_short_run_gives_ratios(name: Name) -> None:
    command = [sys.executable, "-m", "benchmarks", name, "--quick", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [line] = done.stdout.splitlines()
    benchmark = json.loads(line)
    assert set(benchmark) == {"name", "cases"}
    assert benchmark["name"] == name
    assert benchmark["cases"]
    for case in benchmark["cases"]:
        assert set(case) - {"spread"} == KEYS
        assert set(case["peers"]) == set(case["ratio"])
        assert case["ours"] > 0
        assert all(value > 0 for value in case["peers"].values())
