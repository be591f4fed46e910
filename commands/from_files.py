"""A recipe for pictures from files: the station's scale, and no daily check, which is about its bench."""

from dataclasses import replace
from pathlib import Path

from camera.opening import make_camera
from inspection.errors import RecipeInvalid
from inspection.places import find_recipe, recipe_names
from inspection.recipe import Recipe
from inspection.setup import NEVER_CHECKED, Setup
from inspection.station.settings import load_settings


def setup_for_files(recipe: Recipe, home: Path) -> Setup:
    """The recipe with the scale of the station's camera. Raises RecipeInvalid for settings that cannot be read."""
    setup = Setup.of(recipe, home, make_camera(load_settings(home).camera).camera_id)
    return replace(setup, taught=None, daily=NEVER_CHECKED, daily_check_required=False)


def recipe_of_slot(slot: str, home: Path) -> Recipe | None:
    """The first recipe that names this model; None where none does."""
    for name in recipe_names(home):
        try:
            recipe = find_recipe(name, home)
        except RecipeInvalid:  # `meisterblick doctor` names it
            continue
        if recipe.model == slot:
            return recipe
    return None
