"""Contenders take turns, and their times become ratios."""

import time

import pytest

from benchmarks.pairs import in_turn


def test_contenders_are_called_in_turn() -> None:
    calls: list[str] = []
    peers = {"b": lambda: calls.append("b"), "c": lambda: calls.append("c")}
    case = in_turn("turns", lambda: calls.append("a"), peers, n=2, warm_up=1)
    assert calls == ["a", "b"] * 3 + ["a", "c"] * 3
    assert case.n == 2
    assert case.ours >= 0
    assert set(case.peers) == set(case.ratio) == set(case.spread) == {"b", "c"}


def test_a_call_that_is_not_counted_goes_before_each() -> None:
    calls: list[str] = []
    in_turn("turns", lambda: calls.append("a"), {"b": lambda: calls.append("b")}, n=1, warm_up=0, uncounted=True)
    assert calls == ["a", "a", "b", "b"]


def test_a_ratio_is_ours_over_the_peers() -> None:
    def slow() -> None:
        time.sleep(0.02)

    faster = in_turn("times", lambda: None, {"slow": slow}, n=3)
    assert (faster.unit, faster.ratio["slow"] < 1) == ("ms", True)
    assert faster.peers["slow"] == pytest.approx(20, rel=0.9)
    rates = in_turn("rates", lambda: None, {"slow": slow}, n=3, pictures=10)
    assert (rates.unit, rates.ratio["slow"] > 1) == ("pictures/s", True)
    assert rates.peers["slow"] <= 10 / 0.02
    low, high = rates.spread["slow"]
    assert low <= rates.ratio["slow"] <= high
