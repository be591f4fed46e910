"""The last part is taken back: one press, one question. `assets/taking_back.js` asks and sends."""

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.withdrawal import WhyWithdrawn
from inspection.wording import verdict_word
from inspection.wording.taken_back import why_taken_back
from screens.access.visiting import login_address
from screens.components import source
from screens.texts import translator


class Choice(Closed):
    """One of the large buttons."""

    why: WhyWithdrawn
    word: str


class TakingBack(Closed):
    """The part that can be taken back; `record_id` None where there is none, or it is taken back already."""

    record_id: str | None
    sequence: int
    about: str
    choices: tuple[Choice, ...]
    login: str
    texts: dict[str, str]


def taking_back_data(last: InspectionRecord | None, language: Language, *, is_withdrawn: bool) -> TakingBack:
    """The question about the last part."""
    _ = translator(language)
    about = ""
    if last is not None:
        word = verdict_word(last.inspection.verdict, language)
        about = _("Entry {number} · {verdict}").format(number=last.sequence, verdict=word)
    return TakingBack(
        record_id=None if last is None or is_withdrawn else last.inspection.record_id,
        sequence=0 if last is None else last.sequence,
        about=about,
        choices=tuple(Choice(why=why, word=why_taken_back(why, language)) for why in WhyWithdrawn),
        login=login_address(language, "/"),
        texts={
            "title": _("Take back the last part"),
            "why": _("Take back, why?"),
            "stays": _("The entry stays in the records. It counts no more."),
            "leave": _("Do not take back"),
            "saving": _("Saving …"),
            "saved": _("Taken back."),
            "locked": _("Not taken back. Please log in"),
            "login": _("Log in"),
            "newer": _("Not taken back: there is a newer part."),
            "stopped": _("Not taken back: the station records nothing at the moment."),
            "no_answer": _("No answer from the station. Press again: it is taken back once only."),
        },
    )


_taking_back = st.components.v2.component(
    "mb_taking_back",
    html='<div class="mb-taking-back"></div>',
    js=source("shapes.js", "taking_back.js"),
    isolate_styles=False,
)


def taking_back(last: InspectionRecord | None, language: Language, *, is_withdrawn: bool) -> None:
    """The button, and behind it the question."""
    data = taking_back_data(last, language, is_withdrawn=is_withdrawn)
    _taking_back(key="taking_back", data=data.model_dump(mode="json"))
