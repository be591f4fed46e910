"""A shipped recipe that changes gets a new number: records name the number."""

import pytest

from inspection.places import SHIPPED_RECIPES
from inspection.recipe import content_sha256, load_recipe

KNOWN = {
    "board": (2, "e63f9e2ef43338dc"),
    "machined-metal": (2, "6a13c5fe6f52b8bb"),
    "weld-bead": (2, "24b1facc998c8142"),
}


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED_RECIPES.glob("*.yaml")))
def test_a_number_stands_for_one_content(name: str) -> None:
    recipe = load_recipe(SHIPPED_RECIPES / f"{name}.yaml")
    assert (recipe.version, content_sha256(recipe)[:16]) == KNOWN[name], "changed: raise its version and note both here"
