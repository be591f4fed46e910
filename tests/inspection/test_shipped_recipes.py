"""A shipped recipe that changes gets a new number: records name the number."""

import pytest

from inspection.places import SHIPPED_RECIPES
from inspection.recipe import content_sha256, load_recipe

KNOWN = {
    "board": (2, "09bef35deae68bc4"),
    "machined-metal": (2, "c33d5cf5ed8c7760"),
    "weld-bead": (2, "19f54e992a0e6601"),
}


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED_RECIPES.glob("*.yaml")))
def test_a_number_stands_for_one_content(name: str) -> None:
    recipe = load_recipe(SHIPPED_RECIPES / f"{name}.yaml")
    assert (recipe.version, content_sha256(recipe)[:16]) == KNOWN[name], "changed: raise its version and note both here"
