"""Fields for what a person types: numbers as the workshop writes them, with comma or point."""

import re
from typing import Literal

import streamlit as st

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


def parse_number(text: str) -> float | None:
    """The number that somebody typed, with comma or point; None for anything else.

    >>> parse_number("1,5"), parse_number(" 0.25 "), parse_number("100"), parse_number("1,5 mm"), parse_number("")
    (1.5, 0.25, 100.0, 1.5, None)
    """
    bare = text.strip().removesuffix("mm").strip()
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def number_field(label: str, key: str, first: str = "", help: str | None = None) -> float | None:
    """A field for a number; None while there is none in it. What was typed stays, whatever else happens."""
    return parse_number(text_field(label, key, first, help))


def text_field(label: str, key: str, first: str = "", help: str | None = None, *, hidden: bool = False) -> str:
    """A field of one line that begins with `first`."""
    if key not in st.session_state:
        st.session_state[key] = first
    visibility: Literal["collapsed", "visible"] = "collapsed" if hidden else "visible"
    return st.text_input(label, key=key, help=help, label_visibility=visibility, live=True, persist_state="session")
