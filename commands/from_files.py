"""A recipe for pictures from files: the station's scale, and no daily check, which is about its bench."""

from dataclasses import replace
from pathlib import Path

from camera.opening import make_camera
from inspection.errors import RecipeInvalid
from inspection.places import find_recipe, recipe_names
from inspection.recipe import Recipe
from inspection.setup import NEVER_CHECKED, Setup
from inspection.station.build import setup_for
from inspection.station.settings import load_settings


def setup_for_files(recipe: Recipe, home: Path) -> Setup:
    """The recipe as it stands at the station of `home`. Raises RecipeInvalid for settings that cannot be read."""
    settings = load_settings(home)
    setup = setup_for(recipe, settings, home, make_camera(settings.camera).camera_id)
    return replace(setup, taught=None, daily=NEVER_CHECKED, daily_check_required=False)


def recipe_of_slot(slot: str, home: Path) -> Recipe | None:
    """The recipe that names this slot: that of the station's own part before others, by name; None where none does.

    Raises RecipeInvalid for settings that cannot be read.
    """
    for name in dict.fromkeys((load_settings(home).part, *recipe_names(home))):
        try:
            recipe = find_recipe(name, home)
        except RecipeInvalid:  # `meisterblick doctor` names it
            continue
        if slot in (recipe.model, recipe.good_only):
            return recipe
    return None
