"""Every version of the recipe there was: to look at, and to take back."""

from functools import partial

import streamlit as st

from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.recipe import Recipe
from inspection.recipe_book import recipe_version, saved_at, versions
from inspection.recipe_book.describing import facts, heading, limit_rows
from inspection.station import Station
from screens.host import StationHost
from screens.setup.acting import Said, attempt
from screens.setup.notice import show
from screens.setup.part.draft import begin
from screens.setup.part.exchange import exchange
from screens.setup.part.saving import PLACE, saved
from screens.setup.tables import table_html
from screens.setup.times import moment_text
from screens.setup.trouble import trouble
from screens.texts import translator

_LOOKED_AT = "version_looked_at"


def versions_and_exchange(host: StationHost, station: Station, language: Language) -> None:
    """Versions on the left, what one says on the right; exchange below."""
    _ = translator(language)
    recipe = station.recipe
    numbers = versions(recipe.name, station.home)[::-1]
    left, right = st.columns([2, 3])
    with left:
        chosen = st.radio(
            _("Versions"),
            numbers,
            format_func=partial(_label, recipe=recipe, station=station, language=language),
            key=_LOOKED_AT,
            persist_state="session",
        )
        exchange(host, station, language)
    with right:
        if chosen is not None:
            _look_at(chosen, host, station, language)


def _label(number: int, recipe: Recipe, station: Station, language: Language) -> str:
    _ = translator(language)
    when = saved_at(recipe.name, number, station.home)
    day = moment_text(when, language) if when else ""
    template = _("Version {number} · {day} · in force") if number == recipe.version else _("Version {number} · {day}")
    return template.format(number=number, day=day)


def _look_at(number: int, host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    try:
        recipe = recipe_version(station.recipe.name, number, station.home)
    except RecipeInvalid as error:
        show(trouble(error, language), language)
        return
    rows = [(row.defect, row.characteristic, row.limit, row.source, row.remark) for row in limit_rows(recipe, language)]
    headings = (_("Defect"), _("Measured"), _("Allowed"), _("Source"), "")
    st.html(table_html(heading(recipe, language), ("", ""), facts(recipe, language)))
    st.html(table_html(_("Limits"), headings, rows))
    if number != station.recipe.version:
        st.button(
            _("Put version {number} in force again").format(number=number),
            key="version_take_back",
            type="primary",
            on_click=partial(_take_back, recipe, host, station, language),
        )


def _take_back(older: Recipe, host: StationHost, station: Station, language: Language) -> None:
    """It becomes the next version. A second click finds it in force already."""

    def act() -> Said:
        again = older.model_copy(update={"version": station.recipe.version})
        recipe = host.desk.save_recipe(station, again)
        begin(recipe, language)
        st.session_state[_LOOKED_AT] = recipe.version
        return partial(saved, recipe)

    attempt(PLACE, act)
