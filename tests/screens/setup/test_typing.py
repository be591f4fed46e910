import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.language import Language
from screens.setup.typing import parse_number, written


@given(st.decimals(0, 100_000, places=6, allow_nan=False), st.sampled_from(["de", "en"]))
def test_what_is_written_into_a_field_is_read_back_as_the_same_number(value: float, language: Language) -> None:
    assert parse_number(written(float(value), language)) == float(value)


@pytest.mark.parametrize("text", ["", "mm", "1,5,2", "1e3", "nan", "inf", "fünf", "1 000", "--1", "."])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
