"""The recipe book: a number never has two contents, and nothing that was saved is lost."""

import threading
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from inspection.errors import InspectionError, RecipeInvalid, RecipeRefused, StorageFailed
from inspection.places import SHIPPED_RECIPES, find_recipe, recipe_names
from inspection.recipe import Recipe, load_recipe
from inspection.recipe_book import in_force, keep_in_force, recipe_version, save_recipe, versions
from inspection.recipe_book.writing import recipe_yaml
from tests.inspection.recipe_book.recipes import recipes

SHIPPED = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
N = SHIPPED.version


def titled(recipe: Recipe, title: str) -> Recipe:
    return recipe.model_copy(update={"titles": {"de": title}})


def own_file(home: Path, name: str = "weld-bead") -> Path:
    return home / "recipes" / f"{name}.yaml"


def edit(home: Path, old: str, new: str) -> None:
    text = own_file(home).read_text(encoding="utf-8")
    assert old in text
    own_file(home).write_text(text.replace(old, new), encoding="utf-8")


def test_saving_counts_on_from_the_shipped_version_and_keeps_that(tmp_path: Path) -> None:
    saved = save_recipe(titled(SHIPPED, "Rahmen"), tmp_path)
    assert saved.version == N + 1
    assert find_recipe("weld-bead", tmp_path) == saved
    assert versions("weld-bead", tmp_path) == (N, N + 1)
    assert recipe_version("weld-bead", N, tmp_path) == SHIPPED
    assert recipe_version("weld-bead", N + 1, tmp_path) == saved
    assert recipe_names(tmp_path) == recipe_names(Path("/nowhere"))


def test_a_new_recipe_begins_with_1(tmp_path: Path) -> None:
    saved = save_recipe(SHIPPED.model_copy(update={"name": "gate", "version": 9}), tmp_path)
    assert saved.version == 1
    assert versions("gate", tmp_path) == (1,)


def test_every_version_stays_as_it_was(tmp_path: Path) -> None:
    saved = [save_recipe(titled(SHIPPED, "1"), tmp_path)]
    for number in range(2, 6):
        saved.append(save_recipe(titled(saved[-1], str(number)), tmp_path))
    for recipe in saved:
        assert recipe_version("weld-bead", recipe.version, tmp_path) == recipe


def test_two_people_who_began_with_the_same_version_do_not_undo_each_other(tmp_path: Path) -> None:
    save_recipe(titled(SHIPPED, "Anna"), tmp_path)
    with pytest.raises(RecipeRefused, match=f"version {N + 1} of weld-bead is in force by now"):
        save_recipe(titled(SHIPPED, "Ben"), tmp_path)
    assert find_recipe("weld-bead", tmp_path).title("de") == "Anna"
    assert versions("weld-bead", tmp_path) == (N, N + 1)


def test_of_many_who_save_at_once_one_wins(tmp_path: Path) -> None:
    won: list[Recipe] = []
    refused: list[InspectionError] = []
    start = threading.Barrier(8)

    def save(number: int) -> None:
        start.wait()
        try:
            won.append(save_recipe(titled(SHIPPED, str(number)), tmp_path))
        except RecipeRefused as error:
            refused.append(error)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(refused)) == (1, 7)
    assert find_recipe("weld-bead", tmp_path) == won[0]


def test_saving_what_is_in_force_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecipeRefused, match="nothing changed"):
        save_recipe(SHIPPED, tmp_path)
    assert not own_file(tmp_path).exists()


def test_what_was_edited_by_hand_gets_a_number_of_its_own_and_keeps_its_comments(tmp_path: Path) -> None:
    save_recipe(titled(SHIPPED, "Rahmen"), tmp_path)
    edit(tmp_path, "Rahmen", "Rahmen 2")
    own_file(tmp_path).write_text(
        "# Anna, im März\n" + own_file(tmp_path).read_text(encoding="utf-8"), encoding="utf-8"
    )
    kept = keep_in_force("weld-bead", tmp_path)
    assert (kept.version, kept.title("de")) == (N + 2, "Rahmen 2")
    assert find_recipe("weld-bead", tmp_path) == kept
    assert recipe_version("weld-bead", N + 1, tmp_path).title("de") == "Rahmen"
    assert own_file(tmp_path).read_text(encoding="utf-8").startswith("# Anna, im März\n")
    assert keep_in_force("weld-bead", tmp_path) == kept  # and stays so
    saved = save_recipe(titled(kept, "Rahmen 3"), tmp_path)
    assert own_file(tmp_path).read_text(encoding="utf-8").count("# Anna, im März\n") == 1
    assert saved.version == N + 3


def test_a_hand_edited_file_with_a_number_of_its_own_is_kept_as_it_stands(tmp_path: Path) -> None:
    save_recipe(titled(SHIPPED, "Rahmen"), tmp_path)
    edit(tmp_path, f"version: {N + 1}", "version: 40  # by hand")
    assert keep_in_force("weld-bead", tmp_path).version == 40
    kept = tmp_path / "recipes" / "versions" / "weld-bead" / "v0040.yaml"
    assert kept.read_text(encoding="utf-8") == own_file(tmp_path).read_text(encoding="utf-8")
    assert save_recipe(titled(find_recipe("weld-bead", tmp_path), "41"), tmp_path).version == 41


def test_saving_over_a_hand_edited_file_loses_neither(tmp_path: Path) -> None:
    save_recipe(titled(SHIPPED, "Rahmen"), tmp_path)
    edit(tmp_path, "Rahmen", "von Hand")
    saved = save_recipe(titled(find_recipe("weld-bead", tmp_path), "am Bildschirm"), tmp_path)
    titles = [recipe_version("weld-bead", number, tmp_path).title("de") for number in versions("weld-bead", tmp_path)]
    assert titles == ["Schweißnaht", "Rahmen", "von Hand", "am Bildschirm"]
    assert saved.version == N + 3


def test_a_file_in_any_style_gets_its_number(tmp_path: Path) -> None:
    save_recipe(titled(SHIPPED, "Rahmen"), tmp_path)
    plain = yaml.safe_load(own_file(tmp_path).read_text(encoding="utf-8"))
    plain["titles"] = {"de": "in einer Zeile"}
    own_file(tmp_path).write_text(yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True), encoding="utf-8")
    kept = keep_in_force("weld-bead", tmp_path)
    assert (kept.version, kept.title("de")) == (N + 2, "in einer Zeile")
    assert find_recipe("weld-bead", tmp_path) == kept


def test_judging_by_a_shipped_recipe_keeps_it_for_the_day_when_another_ships(tmp_path: Path) -> None:
    assert keep_in_force("board", tmp_path) == find_recipe("board", tmp_path)
    assert not own_file(tmp_path, "board").exists()
    kept = tmp_path / "recipes" / "versions" / "board"
    assert [path.name for path in kept.glob("*.yaml")] == [f"v{find_recipe('board', tmp_path).version:04d}.yaml"]


def test_after_the_own_file_is_deleted_the_numbers_go_on(tmp_path: Path) -> None:
    for title in ("1", "2"):
        save_recipe(titled(find_recipe("weld-bead", tmp_path), title), tmp_path)
    own_file(tmp_path).unlink()
    assert find_recipe("weld-bead", tmp_path) == SHIPPED
    assert save_recipe(titled(SHIPPED, "3"), tmp_path).version == N + 3


@pytest.mark.parametrize("name", ["../elsewhere", "", "Groß", "a/b"])
def test_a_path_is_no_name(tmp_path: Path, name: str) -> None:
    for ask in (versions, keep_in_force, in_force):
        with pytest.raises(RecipeInvalid):
            ask(name, tmp_path)
    with pytest.raises(RecipeInvalid):
        recipe_version(name, 1, tmp_path)


def test_what_is_not_there_says_what_is(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match=f"version 77 .* there are: {N}$"):
        recipe_version("weld-bead", 77, tmp_path)
    with pytest.raises(RecipeInvalid, match="there are: board"):
        keep_in_force("cupboard", tmp_path)
    assert in_force("cupboard", tmp_path) is None
    assert versions("cupboard", tmp_path) == ()


def test_a_file_under_another_name_is_not_taken_for_it(tmp_path: Path) -> None:
    own_file(tmp_path).parent.mkdir(parents=True)
    own_file(tmp_path, "gate").write_text(recipe_yaml(SHIPPED), encoding="utf-8")
    with pytest.raises(RecipeInvalid, match=r"name the file weld-bead\.yaml"):
        keep_in_force("gate", tmp_path)


def test_a_broken_file_is_named_and_not_overwritten(tmp_path: Path) -> None:
    own_file(tmp_path).parent.mkdir(parents=True)
    own_file(tmp_path).write_text("name: weld-bead\n", encoding="utf-8")
    with pytest.raises(RecipeInvalid, match=r"weld-bead\.yaml: version"):
        save_recipe(SHIPPED, tmp_path)
    assert own_file(tmp_path).read_text(encoding="utf-8") == "name: weld-bead\n"


def test_a_disk_that_fails_leaves_the_old_version_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = save_recipe(titled(SHIPPED, "1"), tmp_path)

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("inspection.recipe_book.versioned_file.write_durably", fails)
    with pytest.raises(StorageFailed, match="could not save"):
        save_recipe(titled(first, "2"), tmp_path)
    monkeypatch.undo()
    assert find_recipe("weld-bead", tmp_path) == first
    assert versions("weld-bead", tmp_path) == (N, N + 1)
    assert save_recipe(titled(first, "2"), tmp_path).version == N + 2


@given(recipes)
def test_what_is_written_is_read_again(recipe: Recipe) -> None:
    assert Recipe.model_validate(yaml.safe_load(recipe_yaml(recipe))) == recipe


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes)
def test_any_recipe_can_be_saved(tmp_path: Path, recipe: Recipe) -> None:
    now = in_force(recipe.name, tmp_path)
    base = now.recipe.version if now else 1
    try:
        saved = save_recipe(recipe.model_copy(update={"version": base}), tmp_path)
    except RecipeRefused as error:
        assert "nothing changed" in str(error)
        return
    assert find_recipe(recipe.name, tmp_path) == saved
    assert saved.model_copy(update={"version": 1}) == recipe.model_copy(update={"version": 1})
