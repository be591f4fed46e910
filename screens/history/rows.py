"""Parts that were found, as they are listed; and the list itself, plain JavaScript in `assets/found.js`."""

from collections.abc import Callable, Sequence

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.override import Override
from inspection.record import Inspection, InspectionRecord
from inspection.verdict import Verdict
from inspection.wording import class_word, sentence, verdict_word
from inspection.wording.roles import role_word
from screens.components import source
from screens.history.looking import Found
from screens.part_view import ShownWord, small_part
from screens.setup.times import moment_text
from screens.texts import translator

_LIST = "found"


class FoundPart(Closed):
    """A part on one card. `why` is short: the defects, or what kept the part from being judged."""

    sequence: int
    verdict: Verdict
    word: str
    entry: str
    job: str
    moment: str
    why: str
    address: str | None
    master: ShownWord | None
    withdrawn: str


class FoundData(Closed):
    """All cards; `last` is the part that was looked at before, 0 for none."""

    parts: tuple[FoundPart, ...]
    title: str
    last: int


def found_part(record: InspectionRecord, language: Language, word: Override | None, *, is_withdrawn: bool) -> FoundPart:
    """The part on a card."""
    _ = translator(language)
    inspection = record.inspection
    return FoundPart(
        sequence=record.sequence,
        verdict=inspection.verdict,
        word=verdict_word(inspection.verdict, language),
        entry=_("Entry {number}").format(number=record.sequence),
        job=" · ".join(job_words(inspection, language)),
        moment=moment_text(record.recorded_at, language),
        why=_why(inspection, language),
        address=small_part(record, language).address,
        master=None if word is None else dated_word(word, language),
        withdrawn=_("taken back") if is_withdrawn else "",
    )


def job_words(inspection: Inspection, language: Language) -> list[str]:
    """Its own number and its order, where somebody said them."""
    _ = translator(language)
    job = inspection.job
    number = [] if job.serial is None else [_("No. {serial}").format(serial=job.serial)]
    return number if job.order is None else [*number, _("Order {order}").format(order=job.order)]


def dated_word(word: Override, language: Language) -> ShownWord:
    """Who said what, why, and on which day."""
    role, verdict = role_word(word.role, language), verdict_word(word.verdict, language)
    said = f"{role}: {verdict} – {word.reason} ({moment_text(word.given_at, language)})"
    return ShownWord(verdict=word.verdict, said=said)


def _why(inspection: Inspection, language: Language) -> str:
    if inspection.verdict is Verdict.NOT_JUDGED:
        return sentence(inspection.reasons[0], language)
    classes = (finding.detection.class_name for view in inspection.views for finding in view.findings)
    words = ", ".join(dict.fromkeys(class_word(name, language) for name in classes))
    return words[:1].upper() + words[1:]


_found = st.components.v2.component(
    "mb_found", html='<ol class="mb-found"></ol>', js=source("shapes.js", "found.js"), isolate_styles=False
)


def found_list(found: Found, last: int, language: Language, *, on_chosen: Callable[[], None]) -> None:
    """The list; in `on_chosen`, `chosen_entry()` is the number of the card that was touched."""
    _ = translator(language)
    data = FoundData(parts=_cards(found, found.records, language), title=_("Parts found"), last=last)
    _found(key=_LIST, data=data.model_dump(mode="json"), on_chosen_change=on_chosen)


def chosen_entry() -> int:
    """Number of the card that was touched."""
    chosen: int = st.session_state[_LIST].chosen
    return chosen


def _cards(found: Found, records: Sequence[InspectionRecord], language: Language) -> tuple[FoundPart, ...]:
    return tuple(
        found_part(
            record,
            language,
            found.words.get(record.inspection.record_id),
            is_withdrawn=record.inspection.record_id in found.withdrawn,
        )
        for record in records
    )
