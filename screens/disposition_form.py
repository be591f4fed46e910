"""The form in which the master says what becomes of a part; `assets/disposition.js` fills and sends it."""

from pathlib import Path

import streamlit as st

from inspection.closed import Closed
from inspection.disposition import Disposition, Fate
from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.override import Role
from inspection.people import Role as PeopleRole
from inspection.record import InspectionRecord
from inspection.scrap_book.costs import Costs, load_costs
from inspection.station import Station
from inspection.verdict import Verdict
from inspection.wording import class_word
from inspection.wording.fates import fate_word
from inspection.wording.roles import role_word
from inspection.wording.words import capital
from screens.access.visiting import asked_for, login_address, visitor
from screens.components import source
from screens.disposition_words import disposition_words
from screens.history.looking import FoundOne
from screens.masters_word import RoleChoice
from screens.setup.typing import written
from screens.texts import translator

_CENTS = 100


class FateChoice(Closed):
    """One of the three large buttons; `cost` stands in the field of the cost then, "" where nobody knows it."""

    fate: Fate
    word: str
    cost: str


class CauseChoice(Closed):
    """A class of defects that was found on the part."""

    cause: str
    word: str


class DispositionForm(Closed):
    """What the form is about, what was said last, and all that stands on it. `picks` are reasons to choose.

    `cause` is chosen at first. `login` is where the master gives his PIN; with `locked` he is asked for it at once.
    """

    record_id: str
    about: str
    said: str
    fates: tuple[FateChoice, ...]
    causes: tuple[CauseChoice, ...]
    cause: str | None
    picks: tuple[str, ...]
    roles: tuple[RoleChoice, ...]
    texts: dict[str, str]
    login: str = "/login"
    locked: bool = False


def disposition_data(
    record: InspectionRecord, newest: Disposition | None, costs: Costs, language: Language
) -> DispositionForm:
    """The form for this part, for who may speak about it."""
    _ = translator(language)
    inspection = record.inspection
    causes = _causes(record)
    first = newest.cause if newest is not None else next(iter(causes), None)
    return DispositionForm(
        record_id=inspection.record_id,
        about=_("Entry {number}").format(number=record.sequence),
        said=disposition_words(newest, language) if newest is not None else "",
        fates=tuple(
            FateChoice(
                fate=fate,
                word=capital(fate_word(fate, language)),
                cost=_cost(costs, inspection.part_type, fate, language),
            )
            for fate in Fate
        ),
        causes=tuple(CauseChoice(cause=cause, word=capital(class_word(cause, language))) for cause in causes),
        cause=first if first in causes else None,
        picks=(
            _("cannot be repaired"),
            _("repaired at the bench"),
            _("part for setting up"),
            _("fault in the material"),
        ),
        roles=tuple(RoleChoice(role=role, word=role_word(role, language)) for role in Role),
        texts={
            "title": _("What becomes of it"),
            "fate": _("What becomes of the part"),
            "cause": _("Defect"),
            "no_cause": _("another"),
            "reason": _("Reason"),
            "typed": _("choose one or write, no names"),
            "cost": _("Cost, in euros"),
            "role": _("Who says it"),
            "save": _("Save"),
            "no_reason": _("First choose or write a reason."),
            "no_cost": _("The cost is missing: a number such as 12.50, or 0."),
            "saving": _("Saving …"),
            "saved": _("Saved. What was said before stays in the records."),
            "unknown": _("Not saved: this part is not in the records."),
            "conflict": _("Something else was saved at the first press. Press again to say this one too."),
            "refused": _("Not saved: a reason is one line of at most 200 letters."),
            "stopped": _("Not saved: the station records nothing at the moment."),
            "locked": _("Not saved: the master's PIN is asked for. Open Menu and log in."),
            "asked_for": asked_for(PeopleRole.MASTER, language),
            "enter": _("Enter PIN"),
            "no_answer": _("No answer from the station. Press again: it is saved once only."),
        },
    )


def _causes(record: InspectionRecord) -> tuple[str, ...]:
    """Classes that kept the part from being OK, the worst first, then whatever else was found."""
    inspection = record.inspection
    named = [reason.class_name for reason in inspection.reasons] if inspection.verdict is not Verdict.PASS else []
    found = [finding.detection.class_name for view in inspection.views for finding in view.findings]
    return tuple(dict.fromkeys(name for name in (*named, *found) if name is not None))


def _cost(costs: Costs, part_type: str, fate: Fate, language: Language) -> str:
    cents = costs.of(part_type, fate)
    return "" if cents is None else written(cents / _CENTS, language)


_form = st.components.v2.component(
    "mb_disposition",
    html='<div class="mb-master mb-disposition"></div>',
    js=source("shapes.js", "draft.js", "disposition.js"),
    isolate_styles=False,
)


def disposition_of_part(part: FoundOne, station: Station, language: Language) -> None:
    """The form, folded up until somebody opens it; nothing for a part that does not count."""
    if part.is_withdrawn:
        return
    locked, login = not visitor().may(PeopleRole.MASTER), login_address(language)
    form = disposition_data(part.record, part.disposition, _costs(station.home), language)
    _form(key="disposition", data=form.model_copy(update={"locked": locked, "login": login}).model_dump(mode="json"))


def _costs(home: Path) -> Costs:
    try:
        return load_costs(home)
    except RecipeInvalid:  # the page of the costs says so; here each is typed
        return Costs()
