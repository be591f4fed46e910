"""Pictures from files are judged by the station's own recipe, as it stands at the bench."""

from pathlib import Path

from commands.from_files import recipe_of_slot, setup_for_files
from inspection.places import find_recipe
from tests.commands.conftest import RECIPE


def test_a_recipes_own_scale_is_not_that_of_a_real_camera(home: Path) -> None:
    recipe = find_recipe("plate", home)
    assert setup_for_files(recipe, home).scale is not None
    (home / "settings.yaml").write_text("camera: {kind: usb, device: '0'}\n")
    setup = setup_for_files(recipe, home)
    assert (setup.scale, setup.uncalibrated is None) == (None, False)


def test_the_stations_own_part_is_asked_before_others(home: Path) -> None:
    def recipe_name(slot: str) -> str | None:
        recipe = recipe_of_slot(slot, home)
        return recipe.name if recipe else None

    assert (recipe_name("small"), recipe_name("absent")) == ("plate", None)
    (home / "settings.yaml").write_text("part: rough\n")
    assert recipe_name("small") == "rough"
    good = RECIPE.format(name="rough", model="small", upper=5.0) + "good_only: rough-good\n"
    (home / "recipes" / "rough.yaml").write_text(good)
    assert recipe_name("rough-good") == "rough"
