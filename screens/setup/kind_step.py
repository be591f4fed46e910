"""Step 3, the part: choose one of the shop's, or make a new one from one there is."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.recipe import Recipe
from inspection.station import Station
from inspection.station.choosing import new_part, parts_to_choose
from inspection.station.progress import load_progress
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show_state, show_words
from screens.setup.typing import text_field
from screens.texts import translator

PLACE: Final = "kind"
_CHOICE: Final = "kind_choice"
_NEW: Final = "kind_new_title"
_FROM: Final = "kind_new_from"


def kind_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    parts = {recipe.name: recipe for recipe in parts_to_choose(station.home)}
    _state(station, language)
    show_said(PLACE, language)
    left, right = st.columns(2)
    with left:
        _choose(parts, host, station, language)
    with right:
        with st.expander(_("Make a new part"), expanded=True, key="kind_new"):
            _make(parts, host, station, language)
        with st.expander(_("Call this part something else"), key="kind_rename"):
            _rename(host, station, language)


def _state(station: Station, language: Language) -> None:
    _ = translator(language)
    recipe = station.recipe
    words = _("Now inspected: {part}, version {version}.").format(part=recipe.title(language), version=recipe.version)
    if load_progress(station.home, recipe.name).is_chosen:
        show_state("good", words, _("Another part can be taken at any time; it keeps what was set for it."))
    else:
        show_state("open", words, _("Say that this is the part, take another one, or make a new one."))


def _choose(parts: dict[str, Recipe], host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    now = station.recipe.name
    names = list(parts)
    chosen = st.radio(
        _("Parts of this shop"),
        names,
        index=names.index(now) if now in names else None,
        format_func=lambda name: parts[name].title(language),
        captions=[_caption(parts[name], language) for name in names],
        key=f"{_CHOICE}_{now}",
    )
    label = _("This is the part") if chosen == now else _("Inspect this part from now on")
    st.button(
        label,
        key="kind_take",
        type="primary",
        disabled=chosen is None,
        on_click=partial(_take, chosen or now, host, station),
        width="stretch",
    )


def _caption(recipe: Recipe, language: Language) -> str:
    _ = translator(language)
    return _("{name}, version {version}, limits: {count}").format(
        name=recipe.name, version=recipe.version, count=len(recipe.applied)
    )


def _take(name: str, host: StationHost, station: Station) -> None:
    def act() -> Said:
        return partial(_taken, host.desk.take_part(station, name))

    attempt(PLACE, act)


def _taken(recipe: Recipe, language: Language) -> Notice:
    _ = translator(language)
    title = _("From the next part on: {part}.").format(part=recipe.title(language))
    return Notice(kind="good", title=title)


def _make(parts: dict[str, Recipe], host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    text_field(_("What is the new part called?"), _NEW)
    names = list(parts)
    st.selectbox(
        _("It begins as a copy of"),
        names,
        index=names.index(station.recipe.name) if station.recipe.name in names else 0,
        format_func=lambda name: parts[name].title(language),
        key=_FROM,
        persist_state="session",
    )
    show_words(_("Limits, areas and model are taken over from there, and can be changed in the next steps."))
    st.button(
        _("Make the part and inspect it"), key="kind_make", on_click=partial(_made, host, station), width="stretch"
    )


def _made(host: StationHost, station: Station) -> None:
    """A second click finds the field empty."""
    title, from_name = str(st.session_state[_NEW]).strip(), str(st.session_state[_FROM])

    def act() -> Said:
        if not title:
            return _no_title
        with host.desk.alone:
            made = new_part(station, from_name, title)
            host.desk.take_part(station, made.name)
        st.session_state[_NEW] = ""
        return partial(_taken, made)

    attempt(PLACE, act)


def _no_title(language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="bad", title=_("Please enter what the part is called."))


def _rename(host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    recipe = station.recipe
    key = f"kind_title_{recipe.name}_{recipe.version}_{language}"
    text_field(_("Name of the part"), key, recipe.title(language))
    act = partial(_renamed, key, recipe, host, station, language)
    st.button(_("Save the name"), key="kind_rename_save", on_click=act, width="stretch")


def _renamed(key: str, recipe: Recipe, host: StationHost, station: Station, language: Language) -> None:
    title = " ".join(str(st.session_state[key]).split())

    def act() -> Said:
        if not title:
            return _no_title
        titles = {**recipe.titles, language: title}
        saved = host.desk.save_recipe(station, recipe.model_copy(update={"titles": titles}))
        return partial(_is_renamed, saved)

    attempt(PLACE, act)


def _is_renamed(recipe: Recipe, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("The part is called {part} now.").format(part=recipe.title(language)))
