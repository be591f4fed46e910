"""So many of so many, and between which bounds the true share lies."""

from math import sqrt
from typing import Final, Self

from pydantic import Field, model_validator

from inspection.closed import Closed

LEVEL: Final = 0.95
_Z: Final = 1.959963984540054
"""Of the normal distribution, LEVEL lies within so many sigmas of the mean."""


class Rate(Closed):
    """A share of `n` with its 95 % interval (Wilson 1927); of none, `value` is None and nothing is known: 0 to 1."""

    value: float | None = Field(ge=0, le=1)
    n: int = Field(ge=0)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.value is None) != (self.n == 0):
            raise ValueError(f"a share of {self.n} is {self.value}: only of none there is no share")
        if self.value is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside its own interval, {self.low} to {self.high}")
        return self

    @classmethod
    def of(cls, count: int, n: int) -> Self:
        """`count` of `n`. Raises ValueError for more than all.

        >>> rate = Rate.of(2, 104)
        >>> f"{rate.value:.3f}: {rate.low:.3f} to {rate.high:.3f}"
        '0.019: 0.005 to 0.067'
        """
        if n == 0:
            return cls(value=None, n=0, low=0, high=1)
        if not 0 <= count <= n:
            raise ValueError(f"{count} of {n}: the count must lie between 0 and n")
        value, around = count / n, _Z * _Z / n
        middle = (value + around / 2) / (1 + around)
        half = _Z / (1 + around) * sqrt(value * (1 - value) / n + around / (4 * n))
        return cls(value=value, n=n, low=min(max(middle - half, 0.0), value), high=max(min(middle + half, 1.0), value))

    @property
    def count(self) -> int:
        """How many of the `n`."""
        return round((self.value or 0) * self.n)
