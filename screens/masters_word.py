"""The form in which the master says his own word on the part that is shown; `assets/master.js` fills and sends it."""

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.override import Role
from inspection.people import Role as PeopleRole
from inspection.record import InspectionRecord
from inspection.verdict import Verdict
from inspection.wording import verdict_word
from inspection.wording.roles import role_word
from screens.access.visiting import asked_for, login_address, visitor
from screens.components import source
from screens.texts import translator


class Answer(Closed):
    """One of the two large buttons."""

    verdict: Verdict
    label: str


class RoleChoice(Closed):
    """A role with its word."""

    role: Role
    word: str


class WordForm(Closed):
    """What the form is about, and all that stands on it. `picks` are reasons to choose instead of typing.

    `newest` is the number of the last part: one that was recorded meanwhile is on the screen before this form knows.
    `login` is where the master gives his PIN, and comes back from; with `locked` he is asked for it at once.
    """

    record_id: str
    newest: int
    about: str
    answers: tuple[Answer, ...]
    picks: tuple[str, ...]
    roles: tuple[RoleChoice, ...]
    texts: dict[str, str]
    login: str = "/login"
    locked: bool = False


def word_form(record: InspectionRecord, newest: int, language: Language) -> WordForm:
    """The form for this part, for who may speak about it."""
    _ = translator(language)
    inspection = record.inspection
    about = _("Entry {number} · station (AI): {verdict}")
    return WordForm(
        record_id=inspection.record_id,
        newest=newest,
        about=about.format(number=record.sequence, verdict=verdict_word(inspection.verdict, language)),
        answers=tuple(
            Answer(verdict=verdict, label=_label(verdict, inspection.verdict, language))
            for verdict in (Verdict.PASS, Verdict.FAIL)
        ),
        picks=(
            _("measured with the gauge"),
            _("no defect, only dirt"),
            _("tolerable, near the limit"),
            _("defect overlooked"),
        ),
        roles=tuple(RoleChoice(role=role, word=role_word(role, language)) for role in Role),
        texts={
            "title": _("Word of the master"),
            "reason": _("Reason"),
            "role": _("Who says it"),
            "typed": _("choose one or write, no names"),
            "no_reason": _("First choose or write a reason."),
            "other_part": _("This is about {about}, not about the part that is shown now."),
            "saving": _("Saving …"),
            "saved": _("Saved. The verdict of the station stays beside it."),
            "unknown": _("Not saved: this part is not in the records."),
            "conflict": _("Another word was saved at the first press. Press again to say this one too."),
            "refused": _("Not saved: a reason is one line of at most 500 letters."),
            "stopped": _("Not saved: the station records nothing at the moment."),
            "locked": _("Not saved: the master's PIN is asked for. Open Menu and log in."),
            "asked_for": asked_for(PeopleRole.MASTER, language),
            "enter": _("Enter PIN"),
            "faster": _("Somebody was faster: a word on this part was saved meanwhile."),
            "no_answer": _("No answer from the station. Press again: it is saved once only."),
        },
    )


def _label(verdict: Verdict, judged: Verdict, language: Language) -> str:
    """What pressing means: to confirm the station, to contradict it, or to decide where it did not."""
    _ = translator(language)
    word = verdict_word(verdict, language)
    if judged not in (Verdict.PASS, Verdict.FAIL):
        return word
    return (_("confirm: {verdict}") if judged is verdict else _("{verdict} after all")).format(verdict=word)


_form = st.components.v2.component(
    "mb_master",
    html='<div class="mb-master"></div>',
    js=source("shapes.js", "word.js", "draft.js", "master.js"),
    isolate_styles=False,
)


def masters_word(record: InspectionRecord, newest: int, language: Language) -> None:
    """The form, folded up until somebody opens it; `newest` is the number of the last part."""
    locked, login = not visitor().may(PeopleRole.MASTER), login_address(language)
    form = word_form(record, newest, language).model_copy(update={"locked": locked, "login": login})
    _form(key="masters_word", data=form.model_dump(mode="json"))
