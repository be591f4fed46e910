"""Percentiles and medians to the last bit as NumPy has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.measuring.ranks import median_across, percentile


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 5), columns=st.integers(1, 300))
def test_percentiles_are_those_of_numpy(seed: int, rows: int, columns: int) -> None:
    values = np.random.default_rng(seed).normal(0, 50, (rows, columns)).astype(np.float32)
    for percent in (0, 25, 30, 50, 95, 100):
        assert percentile(values, percent).tolist() == np.percentile(values, percent, axis=1).tolist()


@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_medians_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(0, 50, (count, 3, 7)).astype(np.float32)
    assert median_across(values).tolist() == np.median(values, axis=0).tolist()
