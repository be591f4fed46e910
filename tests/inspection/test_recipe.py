"""Recipes: what may stand in one, and what is said of one that cannot be right."""

from pathlib import Path

import pytest

from inspection.errors import ModelRefused, RecipeInvalid
from inspection.places import SHIPPED_RECIPES, find_model, find_recipe, recipe_names
from inspection.recipe import load_recipe

GOOD = (SHIPPED_RECIPES / "weld-bead.yaml").read_text(encoding="utf-8")


def test_the_shipped_recipes_are_called_what_the_shop_calls_them(tmp_path: Path) -> None:
    assert recipe_names(tmp_path) == ["board", "machined-metal", "weld-bead"]
    assert [find_recipe(name, tmp_path).title("de") for name in recipe_names(tmp_path)] == [
        "Brett",
        "Metallfläche",
        "Schweißnaht",
    ]
    without = load_recipe(SHIPPED_RECIPES / "board.yaml").model_copy(update={"titles": {}})
    assert without.title("de") == "board"


def test_the_workshops_own_recipe_comes_before_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "weld-bead.yaml").write_text(GOOD.replace("version: 2", "version: 7"), encoding="utf-8")
    assert find_recipe("weld-bead", tmp_path).version == 7


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("version: 2", "version: first"), "version"),
        (("part_type", "part_typ"), "part_typ"),
        (("upper: 3.0, unit: mm", "upper: 3.0, unit: px"), "calibrate the scale"),
        (("upper: 3.0, unit: mm", 'upper: 3.0, unit: "1"'), "a limit on diameter is mm or px"),
        (("upper: 3.0", "lower: 3.0"), "has an upper bound"),
        (("joint: butt", "joint: fillet"), "give a_mm"),
        (("t_mm: 5", "t_mm: 0.4"), "t_mm"),
        (("t_mm: 5", "t_mm: 5, s_mm: 6"), "thicker than its plate"),
        (("level: C", "level: A"), "level"),
        (("upper: 3.0", "upper: .nan"), "upper"),
        (("upper: 3.0", "upper: -1"), "upper"),
        (("mm_per_px: 0.1", "mm_per_px: 0"), "mm_per_px"),
        (("name: weld-bead", "name: ../elsewhere"), "name"),
        (("name: weld-bead", "name: !!python/object/apply:os.getcwd []"), "cannot be read"),
        (("limits:", "limits: ["), "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    path = tmp_path / "weld-bead.yaml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(RecipeInvalid) as refused:
        load_recipe(path)
    assert str(path) in str(refused.value)
    assert named in str(refused.value)


def test_a_part_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    for name in ("cupboard", "../recipes/board", ""):
        with pytest.raises(RecipeInvalid, match="there are: board, machined-metal, weld-bead"):
            find_recipe(name, tmp_path)
        with pytest.raises(ModelRefused, match="there are: board, weld-bead"):
            find_model(name, tmp_path)


def test_a_recipe_without_its_model_says_how_to_get_one(tmp_path: Path) -> None:
    recipe = find_recipe("machined-metal", tmp_path)
    with pytest.raises(ModelRefused, match=r"no model .machined-metal.*Train it from your own pictures"):
        find_model(recipe.model, tmp_path)
