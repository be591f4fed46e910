"""Pieces of HTML of the system page; every text is escaped."""

from collections.abc import Iterable
from html import escape
from typing import Literal

import streamlit as st

from screens.blocks import with_commands

Lamp = Literal["good", "open", "bad"]
"""In order; to be seen to; wrong."""
_MARKS: dict[Lamp, str] = {"good": "✓", "open": "!", "bad": "✕"}


def show_lines(lines: Iterable[tuple[Lamp, str, str, str, str]]) -> None:
    """A list with a lamp a line: lamp, name, words, what to try, technical message."""
    st.html(f'<ul class="mb-lines">{"".join(_line(*line) for line in lines)}</ul>')


def _line(lamp: Lamp, name: str, words: str, advice: str, detail: str) -> str:
    todo = f"<p><em>{with_commands(advice)}</em></p>" if advice else ""
    small = f'<p><small lang="en">{escape(detail)}</small></p>' if detail else ""
    return (
        f'<li data-lamp="{lamp}"><i aria-hidden="true">{_MARKS[lamp]}</i>'
        f"<div><b>{escape(name)}</b> <span>{escape(words)}</span>{todo}{small}</div></li>"
    )


def show_facts(title: str, facts: Iterable[tuple[str, str]], mark: str = "") -> None:
    """A card: a title, and what is known under it as pairs; pairs without a value are left out."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    badge = f"<span>{escape(mark)}</span>" if mark else ""
    st.html(f'<section class="mb-room-card"><h2>{escape(title)}{badge}</h2><dl>{rows}</dl></section>')
