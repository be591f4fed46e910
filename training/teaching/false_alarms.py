"""From the scores of held-out good parts to a threshold, and to what it costs: good parts the master is asked about."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from inspection.good_only.manifest import BEYOND_GOOD
from inspection.rate import Rate
from training.errors import NothingLearned

MIN_SPREAD: Final = 0.02
"""Least standard deviation of the scores' logarithm: good parts that score all alike still differ tomorrow."""


def threshold_for(held_out: Sequence[float], per_100: float) -> float:
    """The score that `per_100` of 100 further good parts will reach, by what the held-out ones say.

    The logarithms of the scores are taken as normal, and Student's prediction limit of the next one is the quantile
    with the margin that so few parts ask for (Hahn, Meeker: Statistical Intervals, 4.8). So 10 parts give a threshold
    too, for less than one alarm in 10; and it grows as `per_100` falls.

    Raises NothingLearned for scores that are no numbers, or 0, or so different that no part would reach the threshold.
    """
    from scipy.stats import t

    scores = np.asarray(held_out, np.float64)
    n = len(scores)
    if n < 2 or not np.isfinite(scores).all() or scores.min() <= 0:
        raise NothingLearned(
            f"{n} held-out parts with scores from {scores.min(initial=0):.3g} give no threshold: take pictures of "
            "different good parts"
        )
    logs = np.log(scores)
    spread = max(float(logs.std(ddof=1)), MIN_SPREAD)
    beyond = float(t.isf(per_100 / 100, n - 1))
    threshold = math.exp(float(logs.mean()) + beyond * spread * math.sqrt(1 + 1 / n))
    if threshold > BEYOND_GOOD * scores.max():
        raise NothingLearned(
            f"the good parts differ so much that only what is {threshold / scores.max():.0f} times as unlike as the "
            "furthest of them would be found: allow more false alarms, or take out what is not good"
        )
    return threshold


def alarms(held_out: Sequence[float], threshold: float) -> Rate:
    """The share of the held-out parts that reach the threshold, with its 95 % interval."""
    return Rate.of(sum(score >= threshold for score in held_out), len(held_out))
