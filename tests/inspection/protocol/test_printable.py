"""Letters that every PDF reader has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.protocol.printable import ENCODING, printable


@given(st.text())
def test_everything_becomes_printable_and_stays_so(given_text: str) -> None:
    shown = printable(given_text)
    shown.encode(ENCODING)
    assert "\n" not in shown and len(shown) <= 4 * 600
    assert printable(shown, 10_000) == shown


@pytest.mark.parametrize("letters", ["äöüÄÖÜß", "±×Ø²µ·–„“…€", "1,4 ± 0,1 mm²"])
def test_what_the_field_writes_stays_as_it_is(letters: str) -> None:
    assert printable(letters) == letters


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("≤ 2", "<= 2"),
        ("Łódź", "Lódz"),
        ("Şükrü Öztürk", "Sükrü Öztürk"),
        ("ﬁn", "fin"),
        ("e\u0301", "é"),
        ("裂纹", "??"),
        ("a\x00b\r\nc\td", "a b c d"),
        ("a\u200bb", "ab"),
        ("\u202ea", "a"),
        ("🔥", "?"),
        ("  a  ", "a"),
    ],
)
def test_everything_else_looks_like_it_or_is_a_question_mark(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


def test_long_texts_are_cut_and_say_so() -> None:
    assert printable("x" * 700) == "x" * 599 + "…"
