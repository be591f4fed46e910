"""What can be asked, as one panel. What is filled in stands in the page's address, which alone counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import streamlit as st
from pydantic import ValidationError

from inspection.language import Language
from inspection.recipe import Recipe
from inspection.records.search import Word
from inspection.station import Station
from inspection.station.choosing import parts_to_choose
from inspection.verdict import Verdict
from inspection.wording import class_word, verdict_word
from screens.history.asking import NOTHING_ASKED, Asked, From, Period, TakenBack
from screens.history.words import origin_word, period_word, taken_back_choice, word_choice
from screens.texts import translator

Choice = TypeVar("Choice")
_FILLED: Final = "history_filled"
_CHOICES: Final = "history_choices"
_IN_MORE: Final = ("part_type", "origin", "word", "taken_back")
_ALL: Final = ""
"""Stands in a field for None, which Streamlit would show as an empty one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the shop's recipes know: kinds of parts with their titles, and classes of defects."""

    parts: tuple[tuple[str, dict[Language, str]], ...]
    defects: tuple[str, ...]


def filters(station: Station, asked: Asked, language: Language, *, on_asked: Callable[[Asked], None]) -> None:
    """The panel; `on_asked` gets what a person asks from now on."""
    _fill(asked)
    choices = _choices(station)

    def take() -> None:
        on_asked(_filled_in(asked))

    def clear() -> None:
        on_asked(NOTHING_ASKED)

    with st.container(key="mb_ask"):
        _first_row(asked, choices, language, take)
        if asked.period is Period.SPAN:
            _span(language, take)
        _second_row(asked, language, take, clear)


def _first_row(asked: Asked, choices: Choices, language: Language, take: Callable[[], None]) -> None:
    _ = translator(language)
    with st.container(key="mb_ask_first", horizontal=True):
        st.text_input(_("Number"), key=_key("number"), placeholder=_("part or entry"), on_change=take)
        st.text_input(_("Order"), key=_key("order"), on_change=take)
        _select(_("Time"), "period", list(Period), lambda one: period_word(one, language), take)
        defects = _with_chosen(choices.defects, asked.defect)
        defects.sort(key=lambda name: class_word(name, language).lower())
        _select(_("Defect"), "defect", [_ALL, *defects], lambda name: _defect(name, language), take)
        narrowed = sum(getattr(asked, name) != getattr(NOTHING_ASKED, name) for name in _IN_MORE)
        more = _("More filters") if not narrowed else _("More filters ({count})").format(count=narrowed)
        with st.popover(more, key="mb_ask_more"):
            _more(asked, choices, language, take)


def _more(asked: Asked, choices: Choices, language: Language, take: Callable[[], None]) -> None:
    _ = translator(language)
    titles = {name: by_language.get(language, name) for name, by_language in choices.parts}
    kinds = _with_chosen(tuple(titles), asked.part_type)
    _select(_("Part"), "part_type", [_ALL, *kinds], lambda name: titles.get(name, name) or _("all"), take)
    _select(_("Pictures"), "origin", list(From), lambda one: origin_word(one, language), take)
    _select(
        _("Word of the master"),
        "word",
        [_ALL, *Word],
        lambda one: word_choice(Word(one) if one else None, language),
        take,
    )
    _select(_("Taken back"), "taken_back", list(TakenBack), lambda one: taken_back_choice(one, language), take)


def _span(language: Language, take: Callable[[], None]) -> None:
    _ = translator(language)
    form = "DD.MM.YYYY" if language == "de" else "DD/MM/YYYY"
    with st.container(key="mb_ask_span", horizontal=True):
        st.date_input(_("from"), key=_key("first"), format=form, on_change=take)
        st.date_input(_("to, this day included"), key=_key("last"), format=form, on_change=take)


def _second_row(asked: Asked, language: Language, take: Callable[[], None], clear: Callable[[], None]) -> None:
    _ = translator(language)
    with st.container(key="mb_ask_second", horizontal=True):
        st.pills(
            _("Verdict"),
            list(Verdict),
            selection_mode="multi",
            format_func=lambda one: verdict_word(one, language),
            key=_key("verdicts"),
            on_change=take,
            label_visibility="collapsed",
        )
        if asked != NOTHING_ASKED:
            st.button(_("Clear all filters"), key="mb_ask_clear", on_click=clear)


def _select(
    label: str, name: str, options: Sequence[Choice], said: Callable[[Choice], str], take: Callable[[], None]
) -> None:
    st.selectbox(label, options, format_func=said, key=_key(name), on_change=take)


def _defect(name: str, language: Language) -> str:
    _ = translator(language)
    word = class_word(name, language)
    return word[:1].upper() + word[1:] if name else _("all")


def _with_chosen(known: Sequence[str], chosen: str | None) -> list[str]:
    """What the address names may be choosable nowhere else any more."""
    return list(dict.fromkeys([*known, *([chosen] if chosen else [])]))


def _key(name: str) -> str:
    return f"asked_{name}"


def _fill(asked: Asked) -> None:
    """Let the fields show what the address says; when a person filled them in, they do already."""
    if st.session_state.get(_FILLED) == asked and _key("number") in st.session_state:
        return
    st.session_state[_FILLED] = asked
    for name in Asked.model_fields:
        value = getattr(asked, name)
        if name == "verdicts":
            value = [verdict for verdict in Verdict if verdict in value]
        elif value is None and name not in ("first", "last"):
            value = _ALL
        st.session_state[_key(name)] = value


def _filled_in(asked: Asked) -> Asked:
    """What stands in the fields; an entry that cannot be right is left as it was."""
    for name in Asked.model_fields:
        if (key := _key(name)) not in st.session_state:
            continue
        value = st.session_state[key]
        if name == "verdicts":
            value = frozenset(value)
        elif isinstance(value, str):
            value = " ".join(value.split()) or None
        try:
            asked = Asked.model_validate({**asked.model_dump(), name: value})
        except ValidationError:
            continue
    return asked


def _choices(station: Station) -> Choices:
    """Read once for every visit."""
    if _CHOICES not in st.session_state:
        recipes = [station.recipe, *parts_to_choose(station.home)]
        parts = {recipe.part_type: recipe.titles for recipe in reversed(recipes)}
        defects = {name for recipe in recipes for name in _classes(recipe)}
        st.session_state[_CHOICES] = Choices(parts=tuple(sorted(parts.items())), defects=tuple(sorted(defects)))
    choices: Choices = st.session_state[_CHOICES]
    return choices


def _classes(recipe: Recipe) -> set[str]:
    return {limit.class_name for limit in recipe.all_limits} | {*recipe.bands, *recipe.accepted}
