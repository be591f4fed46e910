"""Of which parts the page speaks, as one panel. What is filled in stands in the page's address, which alone counts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import streamlit as st
from pydantic import ValidationError

from inspection.language import Language
from inspection.scrap_book.facts import PartFacts
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.scrap.asking import NOTHING_ASKED, Asked, Period
from screens.texts import translator

Choice = TypeVar("Choice")
_FILLED: Final = "scrap_filled"
_IN_MORE: Final = ("cause", "lot", "material")
_ALL: Final = ""
"""Stands in a field for None, which Streamlit would show as an empty one."""


def filters(
    asked: Asked,
    facts: PartFacts,
    titles: Mapping[str, str],
    language: Language,
    *,
    on_asked: Callable[[Asked], None],
    with_time: bool = True,
) -> None:
    """The panel; `on_asked` gets what a person asks from now on. Machines and defects are those of the records.

    `with_time` is False where a section has times of its own.
    """
    _fill(asked)

    def take() -> None:
        on_asked(_filled_in(asked))

    def clear() -> None:
        on_asked(NOTHING_ASKED)

    with st.container(key="mb_ask"):
        _first_row(asked, facts, titles, language, take, clear, with_time=with_time)
        if with_time and asked.period is Period.SPAN:
            _span(language, take)


def period_word(period: Period, language: Language) -> str:
    """What a period is called."""
    _ = translator(language)
    return {
        Period.WEEK: _("the last 7 days"),
        Period.MONTH: _("the last 30 days"),
        Period.QUARTER: _("the last 3 months"),
        Period.YEAR: _("the last 12 months"),
        Period.ALL: _("at any time"),
        Period.SPAN: _("from – to"),
    }[period]


def _first_row(
    asked: Asked,
    facts: PartFacts,
    titles: Mapping[str, str],
    language: Language,
    take: Callable[[], None],
    clear: Callable[[], None],
    *,
    with_time: bool,
) -> None:
    _ = translator(language)
    with st.container(key="mb_ask_first", horizontal=True):
        if with_time:
            _select(_("Time"), "period", list(Period), lambda one: period_word(one, language), take)
        kinds = _choices(facts.names["part_type"], asked.part_type)
        _select(_("Part"), "part_type", kinds, lambda name: titles.get(name, name) or _("all"), take)
        machines = _choices(facts.names["machine"], asked.machine)
        _select(_("Machine"), "machine", machines, lambda name: name or _("all"), take)
        st.text_input(_("Order"), key=_key("order"), on_change=take)
        narrowed = sum(getattr(asked, name) is not None for name in _IN_MORE)
        more = _("More filters") if not narrowed else _("More filters ({count})").format(count=narrowed)
        with st.popover(more, key="mb_ask_more"):
            causes = _choices(facts.names["cause"], asked.cause)
            _select(_("Defect"), "cause", causes, lambda name: _defect(name, language), take)
            st.text_input(_("Lot"), key=_key("lot"), on_change=take)
            st.text_input(_("Batch of material"), key=_key("material"), on_change=take)
        if asked != NOTHING_ASKED:
            st.button(_("Clear all filters"), key="mb_ask_clear", on_click=clear)


def _span(language: Language, take: Callable[[], None]) -> None:
    _ = translator(language)
    form = "DD.MM.YYYY" if language == "de" else "DD/MM/YYYY"
    with st.container(key="mb_ask_span", horizontal=True):
        st.date_input(_("from"), key=_key("first"), format=form, on_change=take)
        st.date_input(_("to, this day included"), key=_key("last"), format=form, on_change=take)


def _select(
    label: str, name: str, options: Sequence[Choice], said: Callable[[Choice], str], take: Callable[[], None]
) -> None:
    st.selectbox(label, options, format_func=said, key=_key(name), on_change=take)


def _defect(name: str, language: Language) -> str:
    return capital(class_word(name, language)) if name else translator(language)("all")


def _choices(known: Sequence[str], chosen: str | None) -> list[str]:
    """All, then each; what the address names may be in no record."""
    return [_ALL, *sorted({*known, *([chosen] if chosen else [])})]


def _key(name: str) -> str:
    return f"scrap_asked_{name}"


def _fill(asked: Asked) -> None:
    """Let the fields show what the address says; when a person filled them in, they do already."""
    if st.session_state.get(_FILLED) == asked and _key("period") in st.session_state:
        return
    st.session_state[_FILLED] = asked
    for name in Asked.model_fields:
        value = getattr(asked, name)
        st.session_state[_key(name)] = _ALL if value is None and name not in ("first", "last") else value


def _filled_in(asked: Asked) -> Asked:
    """What stands in the fields; an entry that cannot be right is left as it was."""
    for name in Asked.model_fields:
        if (key := _key(name)) not in st.session_state:
            continue
        value = st.session_state[key]
        if isinstance(value, str):
            value = " ".join(value.split()) or None
        try:
            asked = Asked.model_validate({**asked.model_dump(), name: value})
        except ValidationError:
            continue
    return asked
