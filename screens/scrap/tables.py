"""A table beside every chart: the same numbers for whoever cannot see a chart, or wants to read one off."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from inspection.language import Language
from screens.texts import translator


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], language: Language) -> None:
    """The table, folded up under the chart."""
    _ = translator(language)
    summary = escape(_("The same as a table"))
    st.html(f'<details class="mb-table"><summary>{summary}</summary>{table_html(title, columns, rows)}</details>')


def table_html(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as HTML, every text escaped; the first column names its row."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(_row(row) for row in rows)
    return (
        f'<div class="mb-table-rows"><table><caption>{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Sequence[str]) -> str:
    first, *others = row
    cells = "".join(f"<td>{escape(text)}</td>" for text in others)
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
