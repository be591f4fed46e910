"""A part that shares its model's slot with others gets one of its own: what was learned from it judges it alone."""

from pathlib import Path

from inspection.errors import RecipeInvalid
from inspection.places import find_recipe, recipe_names
from inspection.recipe import Recipe
from inspection.station import Station
from inspection.station.setting_up import adopt_recipe
from training.part_exchange.naming import free_model_name


def slot_to_take(slot: str, recipe: Recipe, home: Path) -> str:
    """The slot itself where no other part is judged in it; else the name of a new one.

    Raises ModelRefused for a damaged pointer.
    """
    return free_model_name(recipe.name, home) if _is_shared(slot, recipe.name, home) else slot


def move_into(station: Station, slot: str, own: str) -> None:
    """The part is judged in its `own` slot from the next part on, as the next version of its recipe; nothing to do
    where it is the same.

    Raises RecipeRefused where another version is in force by now, StorageFull, StorageFailed.
    """
    if own == slot:
        return
    recipe = station.recipe
    named = {"good_only": own} if slot == recipe.good_only else {"model": own}
    adopt_recipe(station, recipe.model_copy(update=named))


def _is_shared(slot: str, part: str, home: Path) -> bool:
    for name in recipe_names(home):
        try:
            other = find_recipe(name, home)
        except RecipeInvalid:  # nothing is judged by it
            continue
        if name != part and slot in (other.model, other.good_only):
            return True
    return False
