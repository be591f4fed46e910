"""Doing what a button asks for, once, and saying how it went: in words, whatever went wrong."""

from collections.abc import Callable
from html import escape
from typing import Literal

import streamlit as st

from camera.errors import CameraError
from inspection.closed import Closed
from inspection.errors import InspectionError
from inspection.language import Language
from screens.blocks import with_commands
from screens.setup.trouble import trouble
from screens.texts import translator

_PLACE = "notice:"


class Notice(Closed):
    """What is said after something was done; `detail` is the technical message behind it."""

    kind: Literal["good", "bad", "hint"]
    title: str
    text: str = ""
    detail: str = ""


Said = Callable[[Language], Notice]
"""A notice in the language of the page, which may change while it stands there."""


def attempt(place: str, act: Callable[[], Said | None]) -> None:
    """Do it; what it says, or why it failed, stands at `place` until something else is done there.

    To be called from a button's `on_click`, which Streamlit calls once for a click.
    """
    try:
        answer = act()
    except (InspectionError, CameraError, OSError) as error:
        answer = _failed(error)
    if answer is None:
        st.session_state.pop(_PLACE + place, None)
    else:
        st.session_state[_PLACE + place] = answer


def forget(place: str) -> None:
    """Nothing stands there any more."""
    st.session_state.pop(_PLACE + place, None)


def said(place: str, language: Language) -> Notice | None:
    """What stands at `place`."""
    answer: Said | None = st.session_state.get(_PLACE + place)
    return None if answer is None else answer(language)


def show_said(place: str, language: Language) -> None:
    """Show what stands at `place`, if anything does."""
    if (notice := said(place, language)) is not None:
        st.html(notice_html(notice, language))


def notice_html(notice: Notice, language: Language) -> str:
    """A notice as a block."""
    _ = translator(language)
    mark = {"good": "✓", "bad": "!", "hint": "i"}[notice.kind]
    role = "alert" if notice.kind == "bad" else "status"
    text = f"<p>{with_commands(notice.text)}</p>" if notice.text else ""
    detail = f"<p><small>{escape(_('Message'))}: {escape(notice.detail)}</small></p>" if notice.detail else ""
    return (
        f'<div class="mb-notice" role="{role}" data-kind="{notice.kind}"><i aria-hidden="true">{mark}</i>'
        f"<div><b>{escape(notice.title)}</b>{text}{detail}</div></div>"
    )


def state_html(words: str, next_step: str, *, good: bool) -> str:
    """The line at the top of a section: how things stand, and what to do next."""
    mark = "✓" if good else "!"
    todo = f"<p>{with_commands(next_step)}</p>" if next_step else ""
    return (
        f'<div class="mb-state" data-good="{str(good).lower()}"><i aria-hidden="true">{mark}</i>'
        f"<div><b>{escape(words)}</b>{todo}</div></div>"
    )


def _failed(error: Exception) -> Said:
    def in_words(language: Language) -> Notice:
        title, text, detail = trouble(error, language)
        return Notice(kind="bad", title=title, text=text, detail=detail)

    return in_words


def todo_list(*todos: str) -> None:
    """What to do, one after the other."""
    st.html(f'<ol class="mb-todo">{"".join(f"<li>{escape(todo)}</li>" for todo in todos)}</ol>')
