"""What is said on the master's page: how things stand, how something went, what to do. Every text is escaped."""

from html import escape
from typing import Literal

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from screens.blocks import with_commands
from screens.texts import translator


class Notice(Closed):
    """What is said about something; `detail` is the technical message behind it, in English."""

    kind: Literal["good", "bad", "hint"]
    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    detail: str = ""


def show(notice: Notice, language: Language) -> None:
    """Show a notice; a bad one is read out at once by a screen reader."""
    _ = translator(language)
    mark = {"good": "✓", "bad": "!", "hint": "i"}[notice.kind]
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


def show_state(words: str, next_step: str, *, good: bool | None) -> None:
    """The line at the top of a section: how things stand, and what to do next. `good` is None where neither holds."""
    mark, kind = {True: ("✓", "good"), False: ("!", "open"), None: ("i", "hint")}[good]
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


def show_picture(address: str, caption: str) -> None:
    """A picture of this server with what it shows."""
    image = f'<img src="{escape(address)}" alt="">'
    st.html(f'<figure class="mb-shown">{image}<figcaption>{escape(caption)}</figcaption></figure>')
