"""The threshold: it does what was asked, grows with caution, and never degenerates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import NothingLearned
from training.teaching.false_alarms import alarms, threshold_for

SCORES = st.lists(st.floats(20, 50), min_size=10, max_size=50)


@given(SCORES, st.floats(0.1, 50), st.floats(0.1, 50))
def test_fewer_alarms_ask_for_a_higher_threshold(scores: list[float], one: float, other: float) -> None:
    few, many = sorted((one, other))
    assert threshold_for(scores, few) >= threshold_for(scores, many) > 0
    assert alarms(scores, threshold_for(scores, few)).count <= alarms(scores, threshold_for(scores, many)).count


@given(SCORES, st.floats(0.1, 49), st.floats(0.01, 100))
def test_the_scale_of_the_scores_does_not_matter(scores: list[float], per_100: float, factor: float) -> None:
    scaled = threshold_for([score * factor for score in scores], per_100)
    assert scaled == pytest.approx(threshold_for(scores, per_100) * factor)


@pytest.mark.parametrize("n", [10, 20, 50])
@pytest.mark.parametrize("per_100", [2.0, 5.0, 20.0])
def test_on_the_average_so_many_of_100_further_parts_alarm(n: int, per_100: float) -> None:
    draw = np.random.default_rng(n)
    shares = []
    for _ in range(600):
        threshold = threshold_for(draw.lognormal(3, 0.3, n).tolist(), per_100)
        shares.append((draw.lognormal(3, 0.3, 400) >= threshold).mean())
    assert 100 * float(np.mean(shares)) == pytest.approx(per_100, rel=0.25)


def test_scores_that_are_all_equal_leave_a_margin() -> None:
    assert 5.0 < threshold_for([5.0] * 10, 5) < 6.0


@pytest.mark.parametrize("scores", [[], [5.0], [0.0] * 10, [float("nan")] * 10, [1.0] * 9 + [float("inf")]])
def test_what_says_nothing_gives_no_threshold(scores: list[float]) -> None:
    with pytest.raises(NothingLearned, match="held-out"):
        threshold_for(scores, 5)


def test_the_interval_is_as_wide_as_so_few_parts_make_it() -> None:
    few, many = alarms([1.0] * 10, 2.0), alarms([1.0] * 50, 2.0)
    assert few.value == many.value == 0
    assert few.high > 0.25 > many.high > 0.05


def test_a_threshold_that_nothing_would_reach_is_refused() -> None:
    scores = [1.0] * 5 + [20.0] * 5
    assert threshold_for(scores, 20) < 10 * 20
    with pytest.raises(NothingLearned, match="allow more false alarms"):
        threshold_for(scores, 0.1)
