"""A recipe as one file: to hand on, and to take one from another workshop after it was checked."""

from functools import partial

import streamlit as st

from inspection.errors import RecipeRefused
from inspection.language import Language
from inspection.locating import save_golden
from inspection.recipe import Recipe, content_sha256
from inspection.recipe_book import Received, export_recipe, import_recipe, in_force, read_exported
from inspection.recipe_book.describing import heading
from inspection.setup import taught_folder
from inspection.station import Station
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show
from screens.setup.part.draft import begin
from screens.setup.part.saving import saved
from screens.setup.trouble import trouble
from screens.texts import translator

PLACE = "exchange"
_TIMES = "exchange_times"


def exchange(host: StationHost, station: Station, language: Language) -> None:
    """The file to give away, and the field for one from elsewhere."""
    _ = translator(language)
    recipe = station.recipe
    st.download_button(
        _("Save version {version} as a file").format(version=recipe.version),
        data=partial(_exported, recipe, station),
        file_name=f"{recipe.name}-v{recipe.version}.yaml",
        mime="application/yaml",
        key="recipe_export",
        on_click="ignore",
        width="stretch",
    )
    show_said(PLACE, language)
    times = st.session_state.setdefault(_TIMES, 0)  # a new field after every file that was taken
    file = st.file_uploader(_("Take a recipe from a file"), key=f"recipe_import_{times}", type=["yaml", "yml"])
    if file is None:
        return
    try:
        received = read_exported(file.getvalue())
    except RecipeRefused as error:
        show(trouble(error, language), language)
        return
    _offer(received, host, station, language)


def _exported(recipe: Recipe, station: Station) -> bytes:
    return export_recipe(recipe, station.home).data


def _offer(received: Received, host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    is_same = received.recipe.name == station.recipe.name
    title = _("The file holds: {recipe}.").format(recipe=heading(received.recipe, language))
    text = (
        _("It can become the next version of the recipe that is in force.")
        if is_same
        else _("It is another recipe; it will lie in the book and judge nothing yet.")
    )
    show(Notice(kind="hint", title=title, text=text), language)
    st.button(
        _("Take it as the next version") if is_same else _("Put it into the book"),
        key="recipe_take",
        type="primary",
        on_click=partial(_take, received, host, station, language),
        width="stretch",
    )


def _take(received: Received, host: StationHost, station: Station, language: Language) -> None:
    """A second click finds the field empty, or just this recipe in force or in the book."""
    times = st.session_state[_TIMES]

    def act() -> Said:
        said = _taken_over(received, host, station)
        begin(station.recipe, language)
        st.session_state[_TIMES] = times + 1
        return said

    attempt(PLACE, act)


def _taken_over(received: Received, host: StationHost, station: Station) -> Said:
    if received.recipe.name == station.recipe.name:
        if received.golden is not None:
            save_golden(received.golden, taught_folder(station.home, station.recipe.name))
        now = received.recipe.model_copy(update={"version": station.recipe.version})
        return partial(saved, host.desk.save_recipe(station, now))
    with host.desk.alone:
        known = in_force(received.recipe.name, station.home)
        if known is None or content_sha256(known.recipe) != content_sha256(received.recipe):
            import_recipe(received, station.home)
    return partial(_in_the_book, received.recipe.name)


def _in_the_book(name: str, language: Language) -> Notice:
    _ = translator(language)
    title = _("The recipe {name} lies in the book.").format(name=name)
    text = _("To judge by it, write `part: {name}` into settings.yaml and start the program again.").format(name=name)
    return Notice(kind="good", title=title, text=text)
