"""The bank: distances as they are by definition, bytes that come back, bytes that are refused."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.errors import ModelRefused
from inspection.good_only.bank import MAX_ROWS, Bank

RNG = np.random.default_rng(1)


def some_bank(rows: int = 40, channels: int = 5) -> Bank:
    draw = np.random.default_rng(rows)
    return Bank(
        mean=draw.normal(size=channels).astype("f4"),
        whitening=draw.normal(size=(channels, channels)).astype("f4"),
        rows=draw.normal(size=(rows, channels)).astype("f4"),
    )


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_distances_are_those_to_the_nearest_row(rows: int, height: int, width: int, seed: int) -> None:
    bank = some_bank(rows)
    features = np.random.default_rng(seed).normal(size=(height, width, 5)).astype("f4")
    places = ((features - bank.mean) @ bank.whitening).reshape(-1, 1, 5).astype(np.float64)
    expected = np.sqrt(((places - bank.rows) ** 2).sum(axis=2)).min(axis=1).reshape(height, width)
    np.testing.assert_allclose(bank.distances(features), expected, rtol=1e-3, atol=5e-3)


def test_a_place_says_more_on_a_picture_that_is_odd_as_a_whole() -> None:
    bank, features = some_bank(), RNG.normal(size=(4, 6, 5)).astype("f4")
    odder = features.copy()
    odder[1:] += 9
    assert (bank.unlikeness(odder)[0] > bank.unlikeness(features)[0]).all()
    again = np.repeat(bank.rows[:1] @ np.linalg.inv(bank.whitening) + bank.mean, 6, axis=0).reshape(2, 3, 5)
    np.testing.assert_allclose(bank.unlikeness(again.astype("f4")), 0, atol=0.01)


def test_a_bank_comes_back_from_its_bytes() -> None:
    bank = some_bank()
    again = Bank.from_bytes(bank.to_bytes())
    features = RNG.normal(size=(3, 4, 5)).astype("f4")
    np.testing.assert_array_equal(again.distances(features), bank.distances(features))
    assert again.to_bytes() == bank.to_bytes()


def saved(**arrays: object) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no bank at all",
        some_bank().to_bytes()[:-30],
        saved(mean=np.zeros(3), whitening=np.eye(3)),
        saved(mean=np.zeros(3), whitening=np.eye(3), rows=np.array([{"a": "pickle"}], dtype=object)),
        replace(some_bank(), mean=np.zeros(4, "f4")).to_bytes(),
        replace(some_bank(), rows=np.zeros((0, 5), "f4")).to_bytes(),
        replace(some_bank(), rows=np.zeros((3, 6), "f4")).to_bytes(),
        replace(some_bank(), rows=np.zeros((MAX_ROWS + 1, 5), "f4")).to_bytes(),
        replace(some_bank(), rows=np.full((3, 5), np.nan, "f4")).to_bytes(),
    ],
)
def test_what_is_no_bank_is_refused(data: bytes) -> None:
    with pytest.raises(ModelRefused, match="features of the good parts"):
        Bank.from_bytes(data)
