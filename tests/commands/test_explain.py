"""`meisterblick explain`: why a part got its verdict, and whether it would get it again."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.explain import explain
from inspection.places import find_recipe
from inspection.recipe_book import keep_in_force, save_recipe
from inspection.records import RecordStore
from tests.commands.conftest import Run
from tests.inspection.protocol.building import a_word, taken_back

Ask = Callable[..., Result]


@pytest.fixture
def ask(home: Path, meisterblick: Run, pictures: Path) -> Ask:
    """Asks for a recorded part, whose pore of 2 mm is larger than the 1 mm that `plate` allows."""
    keep_in_force("plate", home)
    result = meisterblick("inspect", pictures / "0.png", pictures / "torn.png", "--part", "plate", "--record")
    assert result.exit_code == 0, result.output
    app = typer.Typer()
    app.command()(explain)

    def run(*arguments: object) -> Result:
        return CliRunner(env={"MEISTERBLICK_HOME": str(home)}).invoke(app, [str(argument) for argument in arguments])

    return run


def test_the_arithmetic_and_the_same_verdict_again(ask: Ask) -> None:
    said = ask(1)
    assert said.exit_code == 0, said.output
    assert ": n.i.O.\n" in said.output
    assert "höchstens 1,0 mm (eigener Grenzwert)" in said.output
    assert "außerhalb des Grenzwerts" in said.output
    assert said.output.rstrip().endswith("noch einmal entschieden: dasselbe Urteil.")
    english = ask(1, "--lang", "en").output
    assert "outside the limit" in english and "the same verdict" in english


def test_the_masters_word_stands_beside_it(ask: Ask, home: Path) -> None:
    store = RecordStore.open(home)
    *_, first = store.newest(9)
    store.save_override(a_word(first).override)
    store.close()
    said = ask(1, "--lang", "en").output
    assert ": not OK\nWord of the master: OK – nachgemessen: 0,9 mm (Master, 2026-03-04 " in said
    assert "the same verdict" in said
    assert "Word of the master" not in ask(2, "--lang", "en").output


def test_a_part_taken_back_says_so(ask: Ask, home: Path) -> None:
    store = RecordStore.open(home)
    *_, first = store.newest(9)
    store.save_withdrawal(taken_back(first).withdrawal)
    store.close()
    assert "Taken back: does not count (it lay wrong, 2026-03-04 " in ask(1, "--lang", "en").output
    assert "Taken back" not in ask(2, "--lang", "en").output


def test_a_part_that_was_not_judged(ask: Ask) -> None:
    said = ask(2, "--lang", "en")
    assert said.exit_code == 0
    assert "This part was not judged" in said.output


def test_the_version_that_judged_is_taken_not_the_one_in_force(ask: Ask, home: Path) -> None:
    recipe = find_recipe("plate", home)
    (limit,) = recipe.limits
    milder = recipe.model_copy(update={"limits": (limit.model_copy(update={"upper": 9.0}),)})
    assert save_recipe(milder, home).version == 2
    assert "dasselbe Urteil" in ask(1).output


def test_without_that_version_nothing_is_decided(ask: Ask, home: Path) -> None:
    for path in (home / "recipes").rglob("plate*"):
        if path.is_file():
            path.unlink()
    for path in (home / "recipes" / "versions" / "plate").glob("*.yaml"):
        path.unlink()
    said = ask(1)
    assert said.exit_code == 0
    assert "Version 1 des Rezepts plate steht nicht im Rezeptbuch" in said.output


def test_a_record_that_is_not_there(ask: Ask) -> None:
    said = ask("7777")
    assert said.exit_code == 2
    assert "'7777'" in said.output
