"""Saving the draft as the next version: once for a click, and only what can be judged by."""

from dataclasses import replace
from functools import partial

import streamlit as st

from inspection.language import Language
from inspection.recipe import Recipe
from inspection.recipe_book.checking import Remark, check_recipe
from inspection.setup import Setup
from inspection.station import Station
from screens.host import StationHost
from screens.setup.acting import Said, attempt, forget
from screens.setup.notice import Notice, show
from screens.setup.part import fields
from screens.setup.part.draft import begin, drafted
from screens.setup.part.problem import DraftProblem
from screens.texts import translator

PLACE = "part"
_REMARKS = "draft_remarks"


def save_bar(host: StationHost, station: Station, language: Language) -> None:
    """What the draft would run into; once something is changed, the buttons to save it or to throw it away."""
    _ = translator(language)
    begun_with = fields.base()
    assert begun_with is not None
    draft, problem = _drafted(language)
    if draft is not None:
        _show_remarks(draft, station, language)
    if draft == begun_with:
        return
    with st.container(key="mb_save"):
        if problem:
            show(Notice(kind="bad", title=problem), language)
        with st.container(horizontal=True):
            st.button(
                _("Save as a new version"),
                key="draft_save",
                type="primary",
                disabled=draft is None,
                on_click=partial(_save, host, station, language),
                width="stretch",
            )
            st.button(
                _("Throw changes away"),
                key="draft_throw_away",
                on_click=partial(throw_away, station.recipe, language),
                width="stretch",
            )


def _drafted(language: Language) -> tuple[Recipe | None, str]:
    """The recipe that the fields make; else what is wrong with them."""
    try:
        return drafted(), ""
    except DraftProblem as problem:
        return None, problem.in_words(language)


def throw_away(recipe: Recipe, language: Language) -> None:
    """Begin again with what is in force."""
    forget(PLACE)
    begin(recipe, language)


def saved(recipe: Recipe, language: Language) -> Notice:
    """What is said when a version was saved."""
    _ = translator(language)
    title = _("Saved as version {version}. From the next part on it counts.").format(version=recipe.version)
    return Notice(kind="good", title=title)


def _save(host: StationHost, station: Station, language: Language) -> None:
    """A second click finds nothing changed any more, or just this in force."""
    try:
        draft = drafted()
    except DraftProblem:
        return
    if draft == fields.base():
        return

    def act() -> Said:
        recipe = host.desk.save_recipe(station, draft)
        begin(recipe, language)
        return partial(saved, recipe)

    attempt(PLACE, act)


def _show_remarks(draft: Recipe, station: Station, language: Language) -> None:
    _ = translator(language)
    remarks = _remarks(draft, station, language)
    problems = tuple(remark.text for remark in remarks if remark.is_problem)
    hints = tuple(remark.text for remark in remarks if not remark.is_problem)
    if problems:
        notice = Notice(kind="bad", title=_("By this, nothing could be judged here:"), lines=problems)
        show(notice, language)
    if hints:
        with st.expander(_("Worth knowing ({count})").format(count=len(hints))):
            show(Notice(kind="hint", title=_("Worth knowing"), lines=hints), language)


def _remarks(draft: Recipe, station: Station, language: Language) -> tuple[Remark, ...]:
    """Kept until the draft changes: the page runs anew after every touch."""
    about = (draft, station.setup, language)
    kept = st.session_state.get(_REMARKS)
    if kept is None or kept[0][0] != draft or kept[0][1] is not station.setup or kept[0][2] != language:
        if draft.scale == station.recipe.scale and draft.alignment == station.recipe.alignment:
            setup = replace(station.setup, recipe=draft)
        else:
            setup = Setup.of(draft, station.home, station.camera_id)
        kept = st.session_state[_REMARKS] = (about, check_recipe(draft, station.home, setup, language))
    remarks: tuple[Remark, ...] = kept[1]
    return remarks
