"""Quantities with the interval in which they lie, and what a class of defects adds up to on a part."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isnan
from typing import Final, Self

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
    places = [_the(finding, Characteristic.POSITION).value for finding in findings]
    extents = [Quantity.of(_the(finding, Characteristic.ALONG)) for finding in findings]
    ends = [(place - extent.value / 2, place + extent.value / 2) for place, extent in zip(places, extents, strict=True)]
    starts = [start for start, _ in ends] + [end - WINDOW_MM for _, end in ends]
    windows = [
        _total([_cut(extent, *span, window) for extent, span in zip(extents, ends, strict=True)]) for window in starts
    ]
    if not windows:
        return Quantity.exactly(0)
    value = max(windows, key=lambda window: (window.value, window.uncertainty or 0))
    return Quantity(
        value=value.value,
        uncertainty=value.uncertainty,
        low=max(window.low for window in windows),
        high=max(window.high for window in windows),
    )


def _cut(extent: Quantity, start: float, end: float, window: float) -> Quantity:
    """The share of an extent that lies within the window."""
    if end <= start:
        return extent if window <= start <= window + WINDOW_MM else Quantity.exactly(0)
    share = max(0.0, min(end, window + WINDOW_MM) - max(start, window)) / (end - start)
    return Quantity(
        value=extent.value * share,
        uncertainty=(extent.uncertainty or 0) * share,
        low=extent.low * share,
        high=extent.high * share,
    )


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
