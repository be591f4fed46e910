"""Every benchmark runs, in a short form; nothing is said about its times."""

import pytest

from benchmarks.__main__ import BENCHMARKS, as_table
from benchmarks.pairs import in_turn


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_short_run_gives_ratios(name: str) -> None:
    benchmark = BENCHMARKS[name](2)
    assert benchmark.cases
    for case in benchmark.cases:
        assert case.n == 2
        assert set(case.ratio) == set(case.peers) == set(case.spread)
    assert "ratio" in as_table(benchmark)


def test_contenders_are_called_in_turn() -> None:
    calls: list[str] = []
    case = in_turn("turns", lambda: calls.append("a"), {"b": lambda: calls.append("b")}, n=2, warm_up=1)
    assert calls == ["a", "b"] * 3
    assert case.ratio["b"] > 0
