"""Percentiles and medians, of 32-bit floats to the last bit what NumPy gives: it picks them out, which takes several
times as long as sorting does."""

from math import ceil, floor
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]


def percentile(values: Floats, percent: float) -> Floats:
    """That of each row of `values` (..., m), m >= 1: shape (...).

    >>> percentile(np.array([[1, 2, 3, 4, 5], [0, 0, 0, 0, 8]], np.float32), 90).tolist()
    [4.599999904632568, 4.800000190734863]
    """
    at = (values.shape[-1] - 1) * (percent / 100)
    ordered = np.sort(values, axis=-1)
    below, above = ordered[..., floor(at)], ordered[..., ceil(at)]
    share = at - floor(at)
    nearer_below = below + (above - below) * share
    return np.asarray(nearer_below if share < 0.5 else above - (above - below) * (1 - share), np.float32)


def median_across(values: Floats) -> Floats:
    """That of each column of `values` (m, ...), m >= 1: shape (...)."""
    ordered, middle = np.sort(values, axis=0), (len(values) - 1) / 2
    return np.asarray((ordered[floor(middle)] + ordered[ceil(middle)]) / 2, np.float32)
