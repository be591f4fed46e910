"""So many of so many, and between which bounds the true share lies."""

from typing import Self

from pydantic import Field, model_validator

from inspection.closed import Closed

LEVEL = 0.95


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
        """`count` of `n`.

        >>> rate = Rate.of(2, 104)
        >>> f"{rate.value:.3f}: {rate.low:.3f} to {rate.high:.3f}"
        '0.019: 0.005 to 0.067'
        """
        if n == 0:
            return cls(value=None, n=0, low=0, high=1)
        from scipy.stats import binomtest

        low, high = binomtest(count, n).proportion_ci(LEVEL, method="wilson")
        value = count / n
        return cls(value=value, n=n, low=min(max(float(low), 0.0), value), high=max(min(float(high), 1.0), value))

    @property
    def count(self) -> int:
        """How many of the `n`."""
        return round((self.value or 0) * self.n)
