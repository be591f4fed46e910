"""What is said on the master's page: how things stand, how something went, what to do. Every text is escaped."""

from html import escape
from typing import Literal

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from screens.blocks import with_commands
from screens.texts import translator

Standing = Literal["good", "open", "bad", "hint"]
"""In order; something is still to be done; nothing can be judged; neither."""

_MARKS: dict[Standing, str] = {"good": "✓", "open": "!", "bad": "!", "hint": "i"}


class Notice(Closed):
    """What is said about something; `detail` is the technical message behind it, in English."""

    kind: Standing
    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    detail: str = ""


def show(notice: Notice, language: Language) -> None:
    """Show a notice; a bad one is read out at once by a screen reader."""
    _ = translator(language)
    mark = _MARKS[notice.kind]
    role = "alert" if notice.kind == "bad" else "status"
    text = f"<p>{with_commands(notice.text)}</p>" if notice.text else ""
    if notice.lines:
        text += f"<ul>{''.join(f'<li>{with_commands(line)}</li>' for line in notice.lines)}</ul>"
    message = _("Message")
    detail = f"<p><small>{escape(message)}: {escape(notice.detail)}</small></p>" if notice.detail else ""
    st.html(
        f'<div class="mb-notice" role="{role}" data-kind="{notice.kind}"><i aria-hidden="true">{mark}</i>'
        f"<div><b>{escape(notice.title)}</b>{text}{detail}</div></div>"
    )


def show_state(kind: Standing, words: str, next_step: str = "") -> None:
    """The line at the top of a section: how things stand, and what to do next."""
    mark = _MARKS[kind]
    todo = f"<p>{with_commands(next_step)}</p>" if next_step else ""
    st.html(
        f'<div class="mb-notice mb-state" data-kind="{kind}"><i aria-hidden="true">{mark}</i>'
        f"<div><b>{escape(words)}</b>{todo}</div></div>"
    )


def show_todo(number: int, words: str) -> None:
    """One thing to do, with its number."""
    st.html(f'<p class="mb-todo"><b>{number}</b><span>{escape(words)}</span></p>')


def show_figure(text: str) -> None:
    """A result that is read from two metres away."""
    st.html(f'<p class="mb-figure" role="status">{escape(text)}</p>')


def show_words(text: str) -> None:
    """A sentence beside a form."""
    st.html(f'<p class="mb-words">{escape(text)}</p>')


def show_picture(address: str) -> None:
    """A small picture of this server, beside the words that say the same."""
    st.html(f'<img class="mb-shown" src="{escape(address)}" alt="">')
