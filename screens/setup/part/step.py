"""Step 2, part and limits: what is checked on the part, changed in a draft, saved as the next version."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import assert_never

import streamlit as st

from inspection.language import Language
from inspection.recipe import Recipe
from inspection.station import Station
from screens.host import StationHost
from screens.setup.acting import show_said
from screens.setup.notice import Notice, Standing, show, show_state
from screens.setup.part import fields
from screens.setup.part.draft import begin, drafted
from screens.setup.part.problem import DraftProblem
from screens.setup.part.saving import PLACE, save_bar, throw_away
from screens.texts import translator

_TAB = "part_tab"


class Tab(StrEnum):
    """What of the recipe is shown."""

    PART = "part"
    NORM = "norm"
    LIMITS = "limits"
    GRADES = "grades"
    AREA = "area"
    VERSIONS = "versions"


def part_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    recipe = station.recipe
    _keep_up(recipe, language)
    _state(recipe, language)
    show_said(PLACE, language)
    _overtaken(recipe, language)
    tab = _tabs(recipe, language)
    _shown(tab)(host, station, language)
    if tab is not Tab.VERSIONS:
        save_bar(host, station, language)


def area_step(host: StationHost, station: Station, language: Language) -> None:
    """The section for area and position alone, on the same draft; it counts once it is saved."""
    recipe = station.recipe
    _keep_up(recipe, language)
    _state_of_area(recipe, language)
    show_said(PLACE, language)
    _overtaken(recipe, language)
    _shown(Tab.AREA)(host, station, language)
    save_bar(host, station, language)


def _state_of_area(recipe: Recipe, language: Language) -> None:
    _ = translator(language)
    words = _("The whole picture is judged.")
    if recipe.regions:
        words = _("Areas drawn: {count}.").format(count=len(recipe.regions))
    show_state("good", words, _("Take a picture, then draw what is judged, or what is left out."))


def _keep_up(recipe: Recipe, language: Language) -> None:
    """Begin a draft; a draft in which nothing was changed follows the recipe in force."""
    begun_with = fields.base()
    if begun_with == recipe:
        return
    if begun_with is None or begun_with.name != recipe.name or not _is_changed(begun_with, recipe):
        begin(recipe, language)


def _is_changed(begun_with: Recipe, recipe: Recipe) -> bool:
    """Whether the draft says something else than what it began with, and than what is in force by now."""
    try:
        draft = drafted()
    except DraftProblem:
        return True
    return draft != begun_with and draft.model_copy(update={"version": recipe.version}) != recipe


def _overtaken(recipe: Recipe, language: Language) -> None:
    """Somebody else saved a version while this draft was being changed."""
    _ = translator(language)
    begun_with = fields.base()
    if begun_with is None or begun_with.version == recipe.version:
        return
    title = _("Meanwhile version {version} was saved elsewhere.").format(version=recipe.version)
    text = _("Your changes cannot be saved any more: look at the new version, then change that one.")
    show(Notice(kind="bad", title=title, text=text), language)
    st.button(
        _("Throw my changes away and go on with version {version}").format(version=recipe.version),
        key="draft_follow",
        on_click=partial(throw_away, recipe, language),
    )


def _state(recipe: Recipe, language: Language) -> None:
    _ = translator(language)
    words = _("{part}, version {version} is in force: {count} limits are applied.").format(
        part=recipe.title(language), version=recipe.version, count=len(recipe.applied)
    )
    kind: Standing
    if recipe.norm is not None and recipe.norm.confirmed_on is None:
        todo, kind = _("Your welding engineer still has to confirm the numbers of the norm: see “Norm”."), "open"
    elif not recipe.applied:
        todo, kind = _("Enter what a part may have at most, then save."), "open"
    else:
        todo, kind = _("What you change and save counts from the next part on."), "good"
    show_state(kind, words, todo)


def _tabs(recipe: Recipe, language: Language) -> Tab:
    _ = translator(language)
    words = {
        Tab.PART: _("Part and scale"),
        Tab.NORM: _("Norm"),
        Tab.LIMITS: _("Own limits"),
        Tab.GRADES: _("Grades"),
        Tab.AREA: _("Area and position"),
        Tab.VERSIONS: _("Versions and exchange"),
    }
    if _TAB not in st.session_state:
        st.session_state[_TAB] = Tab.NORM if recipe.norm else Tab.LIMITS
    chosen = st.segmented_control(
        _("What of the recipe"),
        list(Tab),
        format_func=words.__getitem__,
        key=_TAB,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        persist_state="session",
    )
    return chosen or Tab.NORM


def _shown(tab: Tab) -> Callable[[StationHost, Station, Language], None]:
    match tab:
        case Tab.PART:
            from screens.setup.part.part_form import part_form

            return part_form
        case Tab.NORM:
            from screens.setup.part.norm_form import norm_form

            return norm_form
        case Tab.LIMITS:
            from screens.setup.part.limits_form import limits_form

            return limits_form
        case Tab.GRADES:
            from screens.setup.part.grades_form import grades_form

            return grades_form
        case Tab.AREA:
            from screens.setup.part.area_form import area_form

            return area_form
        case Tab.VERSIONS:
            from screens.setup.part.versions import versions_and_exchange

            return versions_and_exchange
        case _:
            assert_never(tab)
