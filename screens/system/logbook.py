"""The audit log: every entry that is no inspection. Who spoke stands there as a role, never as a name."""

from collections.abc import Callable
from html import escape
from typing import Final, assert_never

import streamlit as st

from inspection.errors import StorageError
from inspection.language import Language
from inspection.people import Role
from inspection.record import DispositionRecord, EventRecord, InspectionRecord, OverrideRecord, Record, WithdrawalRecord
from inspection.station import Station
from inspection.wording import verdict_word
from inspection.wording.events import event_word
from inspection.wording.roles import role_word
from inspection.wording.taken_back import why_taken_back
from inspection.wording.words import capital
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.blocks import banner_html
from screens.disposition_words import said_words
from screens.history.words import unreadable
from screens.host import StationHost
from screens.setup.notice import show_words
from screens.setup.times import moment_text
from screens.texts import translator

_SHOWN: Final = "system_log_shown"
_STEP: Final = 100
_LONGEST: Final = 300
"""Letters of a detail that are shown; a deletion names hundreds of pictures."""


def log_section(host: StationHost, language: Language) -> None:
    """The newest entries, for the master."""
    _ = translator(language)
    if not visitor().may(Role.MASTER):
        st.html(asked_for_html(Role.MASTER, language))
        return
    if host.station is None:
        return
    count = st.session_state.setdefault(_SHOWN, _STEP)
    try:
        entries = host.station.log(count)
        rows = [_row(entry, _numbers(host.station), language) for entry in entries]
    except StorageError as error:
        st.html(banner_html(unreadable(error, language), language))
        return
    show_words(_("What happened, and what people said, in the order of the records. Nothing in it can be changed."))
    st.html(_table((_("Number"), _("When"), _("What"), _("Who (role)"), _("In detail")), rows))
    if len(entries) == count:
        st.button(_("Show more"), key="system_log_more", on_click=_more, width="stretch")


def _more() -> None:
    st.session_state[_SHOWN] += _STEP


def _numbers(station: Station) -> Callable[[str], int | None]:
    """The number of the inspection with an id."""

    def number(record_id: str) -> int | None:
        found = station.find(record_id)
        return found.sequence if found is not None else None

    return number


def _row(entry: Record, number_of: Callable[[str], int | None], language: Language) -> tuple[str, ...]:
    _ = translator(language)
    match entry:
        case EventRecord(event=event):
            what, who, said = capital(event_word(event.code, language)), "", event.detail
        case OverrideRecord(override=word):
            what, who = _("Word of the master on a part"), role_word(word.role, language)
            said = _about(number_of(word.record_id), f"{verdict_word(word.verdict, language)}, {word.reason}", language)
        case DispositionRecord(disposition=fate):
            what, who = _("What becomes of a part"), role_word(fate.role, language)
            said = _about(number_of(fate.record_id), said_words(fate, language), language)
        case WithdrawalRecord(withdrawal=back):
            what, who = _("Part taken back"), ""
            said = _about(number_of(back.record_id), why_taken_back(back.why, language), language)
        case InspectionRecord():
            raise ValueError("the log holds no inspections")
        case _:
            assert_never(entry)
    short = said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"
    return str(entry.sequence), moment_text(entry.recorded_at, language), what, who, short


def _about(number: int | None, said: str, language: Language) -> str:
    _ = translator(language)
    return _("Entry {number}: {said}").format(number=number or "?", said=said)


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="mb-log"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
