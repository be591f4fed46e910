"""Quantities with the interval in which they lie, and what a class of defects adds up to on a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isnan
from typing import Final, Self

import numpy as np

from inspection.finding import Characteristic, Finding, Measurement

COVERAGE_FACTOR: Final = 2.0
"""k of the expanded uncertainty U = k u: about 95 % of true values lie within the value ± U (GUM, JCGM 100)."""
WINDOW_MM: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value with its standard uncertainty (None for a count), and between what it lies, expanded uncertainty counted.

    The parts of a sum are taken to err in the same direction, as those of one scale do; none is less than nothing. So a
    sum never looks better for a further part.
    """

    value: float
    uncertainty: float | None
    low: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Self:
        """A count."""
        return cls(value=value, uncertainty=None, low=value, high=value)

    @classmethod
    def of(cls, measured: Measurement) -> Self:
        """A measurement."""
        expanded = COVERAGE_FACTOR * measured.uncertainty
        return cls(
            value=measured.value,
            uncertainty=measured.uncertainty,
            low=measured.value - expanded,
            high=measured.value + expanded,
        )


def summed(findings: Sequence[Finding], characteristic: Characteristic) -> Quantity:
    """The sum of a characteristic over findings. Raises ValueError where one was not measured so."""
    return _total([Quantity.of(_the(finding, characteristic)) for finding in findings])


def sum_within_100_mm(findings: Sequence[Finding]) -> Quantity:
    """The largest sum of extents within any 100 mm along the seam, in mm; an extent cut by the window counts in part.

    Raises ValueError where extents or places were not measured.
    """
    if not findings:
        return Quantity.exactly(0)
    pairs = sorted((_the(one, Characteristic.POSITION).value, *_ends(one)) for one in findings)  # the same in any order
    place, value, doubt = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    start, end = place - value / 2, place + value / 2
    windows = np.concatenate([start, end - WINDOW_MM])[:, None]
    covered = np.minimum(end, windows + WINDOW_MM) - np.maximum(start, windows)
    length = np.where(end > start, end - start, 1.0)
    lies_in = (windows <= start) & (start <= windows + WINDOW_MM)
    share = np.where(end > start, np.clip(covered, 0, None) / length, lies_in)
    sums, doubts = (share * value).sum(axis=1), (share * doubt).sum(axis=1)
    low = (share * np.clip(value - COVERAGE_FACTOR * doubt, 0, None)).sum(axis=1)
    largest = max(range(len(sums)), key=lambda index: (sums[index], doubts[index]))
    return Quantity(
        value=float(sums[largest]),
        uncertainty=float(doubts[largest]),
        low=float(low.max()),
        high=float((sums + COVERAGE_FACTOR * doubts).max()),
    )


def _ends(finding: Finding) -> tuple[float, float]:
    along = _the(finding, Characteristic.ALONG)
    return along.value, along.uncertainty


def _total(parts: Sequence[Quantity]) -> Quantity:
    return Quantity(
        value=fsum(part.value for part in parts),  # the same in any order
        uncertainty=fsum(part.uncertainty or 0 for part in parts),
        low=fsum(part.low if isnan(part.low) else max(part.low, 0.0) for part in parts),
        high=fsum(part.high for part in parts),
    )


def _the(finding: Finding, characteristic: Characteristic) -> Measurement:
    for measured in finding.measurements:
        if measured.characteristic is characteristic:
            return measured
    raise ValueError(f"{finding.detection.class_name}: {characteristic} was not measured")
