"""The master's form for one part after the other; `assets/review.js` fills and sends it."""

from collections.abc import Callable

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.verdict import Verdict
from screens.components import source
from screens.masters_word import WordForm, word_form
from screens.review.queue import Pile, Shown
from screens.texts import translator

_FORM = "review_form"


class ReviewForm(Closed):
    """The form of the master's word, laid open.

    `words_seen` goes with every word that is sent; `gone` says why nothing is to be decided any more, else it is empty.
    `keys` are letters on the keyboard.
    """

    form: WordForm
    sequence: int
    words_seen: int
    gone: str
    can_skip: bool
    keys: dict[str, str]
    texts: dict[str, str]


def review_data(shown: Shown, language: Language, *, can_skip: bool) -> ReviewForm | None:
    """The form for the part that is shown; None where there is none."""
    _ = translator(language)
    part = shown.part
    if part is None:
        return None
    gone = ""
    if part.is_withdrawn:
        gone = _("This part was taken back meanwhile: it does not count.")
    elif shown.somebody_was_faster:
        gone = _("Somebody was faster: what was said stands beside the verdict.")
    form = word_form(part.record, part.record.sequence, language)
    return ReviewForm(
        form=form,
        sequence=part.record.sequence,
        words_seen=shown.words_seen,
        gone=gone,
        can_skip=can_skip,
        keys={
            Verdict.PASS.value: _("O"),
            Verdict.FAIL.value: _("N"),
            "onward": _("L"),
        },
        texts=form.texts
        | {
            "later": _("Later") if shown.pile is Pile.WAITING else _("Next part"),
            "onward": _("Next part"),
            "no_role": _("First choose who says it."),
            "no_inspecting": _("Nothing is inspected here. To inspect: Menu, Inspect."),
        },
    )


_form = st.components.v2.component(
    "mb_review",
    html='<div class="mb-master mb-review-form"></div>',
    js=source("shapes.js", "text_field.js", "word.js", "review.js"),
    isolate_styles=False,
)


def review_form(data: ReviewForm, *, on_onward: Callable[[], None]) -> None:
    """The form; in `on_onward`, `left_part()` is the number of the part with which the master is through."""
    _form(key=_FORM, data=data.model_dump(mode="json"), on_onward_change=on_onward)


def left_part() -> int:
    """Number of the part that was decided, or laid aside for later."""
    left: int = st.session_state[_FORM].onward
    return left
