"""Fields for what a person types: numbers as the workshop writes them, with comma or point."""

import re

import streamlit as st

from inspection.language import Language

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


def parse_number(text: str) -> float | None:
    """The number that somebody typed, with comma or point; None for anything else.

    >>> parse_number("1,5"), parse_number(" 0.25 "), parse_number("100"), parse_number("1,5 mm"), parse_number("")
    (1.5, 0.25, 100.0, 1.5, None)
    """
    bare = text.strip().removesuffix("mm").strip()
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def written(value: float, language: Language) -> str:
    """A number as one would type it, with all its decimals: what is typed back is the same number.

    >>> written(1.5, "de"), written(0.1, "en"), written(100.0, "de")
    ('1,5', '0.1', '100')
    """
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def number_field(label: str, key: str, first: str = "", hint: str = "") -> float | None:
    """A field for a number; None while there is none in it. What was typed stays, whatever else happens."""
    return parse_number(text_field(label, key, first, hint))


def text_field(
    label: str, key: str, first: str = "", hint: str = "", *, hidden: bool = False, placeholder: str = ""
) -> str:
    """A field of one line that begins with `first`. What is typed counts at once, not only when the field is left."""
    if key not in st.session_state:
        st.session_state[key] = first
    typed = st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        label_visibility="collapsed" if hidden else "visible",
        live=True,
        persist_state="session",
    )
    if hint:
        st.caption(hint)
    return typed
