"""What a refused recipe says to people, in both languages, with the next step."""

from pathlib import Path

import pytest

from inspection.errors import RecipeInvalid, RecipeRefused
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.recipe_book import Problem, Refusal, import_recipe, read_exported, refusal_sentence, save_recipe
from tests.inspection.recipe_book.test_exchange import HOSTILE, OWN

SHIPPED = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")


def refused(problem: Problem) -> RecipeRefused:
    return RecipeRefused("x", Refusal(problem=problem, name="gate", version=7, where="norm.t_mm"))


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_said_with_what_to_do_in_both_languages(problem: Problem) -> None:
    german, english = (refusal_sentence(refused(problem), language) for language in ("de", "en"))
    assert german != english
    for said in (german, english):
        assert said.endswith(".") and "{" not in said


def test_the_sentence_names_version_entry_and_line() -> None:
    assert refusal_sentence(refused(Problem.NEWER_VERSION), "de") == (
        "Inzwischen hat jemand Version 7 von gate gespeichert. Diese ansehen, dann diese ändern."
    )
    assert "norm.t_mm" in refusal_sentence(refused(Problem.WRONG_ENTRY), "en")
    of_line = RecipeRefused("x", Refusal(problem=Problem.NOT_PLAIN, where="line 12"))
    assert "(Zeile 12)" in refusal_sentence(of_line, "de")
    assert "(line 12)" in refusal_sentence(of_line, "en")


def test_a_recipe_that_cannot_be_read_says_what_to_do() -> None:
    assert refusal_sentence(RecipeInvalid("x"), "de").startswith("Das Rezept gibt es nicht, oder seine Datei")


def test_saving_says_which_problem_it_is(tmp_path: Path) -> None:
    with pytest.raises(RecipeRefused) as nothing:
        save_recipe(SHIPPED, tmp_path)
    assert nothing.value.problem is Problem.NOTHING_CHANGED
    assert nothing.value.refusal.version == SHIPPED.version
    saved = save_recipe(SHIPPED.model_copy(update={"accepted": ()}), tmp_path)
    with pytest.raises(RecipeRefused) as stale:
        save_recipe(SHIPPED.model_copy(update={"accepted": ("stain",)}), tmp_path)
    assert stale.value.refusal == Refusal(problem=Problem.NEWER_VERSION, name=saved.name, version=saved.version)


@pytest.mark.parametrize(("name", "problem"), [("weld-bead", Problem.NAME_TAKEN), ("../x", Problem.NOT_A_NAME)])
def test_a_name_that_cannot_be(tmp_path: Path, name: str, problem: Problem) -> None:
    from inspection.recipe_book import export_recipe

    with pytest.raises(RecipeRefused) as caught:
        import_recipe(read_exported(export_recipe(OWN, tmp_path).data), tmp_path, as_name=name)
    assert caught.value.refusal == Refusal(problem=problem, name=name)


@pytest.mark.parametrize(
    ("what", "problem", "where"),
    [
        ("changed on its way", Problem.NOT_WHOLE, ""),
        ("empty", Problem.NOT_EXPORTED, ""),
        ("no text", Problem.NOT_EXPORTED, ""),
        ("too large", Problem.TOO_LARGE, ""),
        ("another format", Problem.NEWER_PROGRAM, ""),
        ("an unknown entry beside", Problem.UNKNOWN_ENTRY, "run"),
        ("an unknown entry deep within", Problem.UNKNOWN_ENTRY, "norm.address"),
        ("an impossible number", Problem.WRONG_ENTRY, "norm.t_mm"),
        ("a path for a model", Problem.WRONG_ENTRY, "model"),
        ("an alias", Problem.NOT_PLAIN, "line 1"),
        ("a picture for nobody", Problem.PICTURE, ""),
        ("a code of letters that it has not", Problem.PICTURE, ""),
    ],
)
def test_a_file_that_was_not_taken_says_which_problem_it_is(what: str, problem: Problem, where: str) -> None:
    with pytest.raises(RecipeRefused) as caught:
        read_exported(HOSTILE[what][0])
    assert (caught.value.problem, caught.value.refusal.where) == (problem, where)
