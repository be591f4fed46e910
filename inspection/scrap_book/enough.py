"""When there are too few parts to say anything."""

from typing import Final

MIN_N: Final = 20
"""Parts below which a share says next to nothing: with not one bad part among 20, the true share may still be 16 %
(Wilson's interval; Newcombe 1998, table I: 0 of 20)."""

MIN_EXPECTED: Final = 5
"""Bad parts that a point must lead one to expect before runs on one side of the mean, or beyond one and two sigma, mean
anything: with fewer, the binomial distribution is too lopsided for rules that come from the normal one (Montgomery,
Introduction to Statistical Quality Control, section 3.5: n p and n (1 - p) of at least 5 to 10)."""

MOST_BY_CHANCE: Final = 0.01
"""How probable at most, by the binomial distribution itself, a point beyond three sigma may be to count as one. In a
small sample the limits alone would call one bad part of four an alarm, which chance makes every twelfth time at 2 %."""

ALPHA: Final = 0.05
"""How often at most chance alone may be called a difference."""

GROUP: Final = 5
"""Parts below which no figures are shown for a group by itself: so few could be told apart by who made them."""


def enough_for_share(n: int) -> bool:
    """Whether a share of `n` parts is worth a look."""
    return n >= MIN_N


def enough_for_runs(n: int, mean: float) -> bool:
    """Whether a point of `n` parts at a mean share of `mean` may be part of a run."""
    return n * min(mean, 1 - mean) >= MIN_EXPECTED
