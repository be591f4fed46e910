"""`meisterblick recipe`: what a person types to make, read, check and exchange recipes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner, Result

from commands.app import app as whole
from commands.recipe import app
from inspection.cards import find_card
from inspection.places import find_recipe

Run = Callable[..., Result]


@pytest.fixture
def recipe(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Calls `meisterblick recipe`, in a home with the parts `plate` and `rough`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Result:
        runner = CliRunner(env={"MEISTERBLICK_HOME": str(home), "COLUMNS": "120"})
        return runner.invoke(app, [str(argument) for argument in arguments])

    return run


def test_from_new_to_another_workshop_and_back(recipe: Run, home: Path, tmp_path: Path) -> None:
    made = recipe("new", "gate", "--from", "plate")
    assert made.exit_code == 0, made.output
    path = home / "recipes" / "gate.yaml"
    assert str(path) in made.output
    path.write_text(path.read_text(encoding="utf-8").replace("upper: 1.0", "upper: 2.5"), encoding="utf-8")
    checked = recipe("check", "gate")
    assert checked.exit_code == 0, checked.output
    sent = recipe("export", "gate", "--out", tmp_path / "gate.yaml")
    assert sent.exit_code == 0, sent.output
    taken = recipe("import", tmp_path / "gate.yaml", "--as", "door")
    assert taken.exit_code == 0, taken.output
    assert "door, Version 1, steht im Buch" in taken.output
    assert "Modell: small" in taken.output and "2,5 mm" in taken.output.replace("\N{NO-BREAK SPACE}", " ")
    assert find_recipe("door", home).limits[0].upper == 2.5


def test_show_is_a_table_of_limits_with_their_sources(recipe: Run) -> None:
    shown = recipe("show", "weld-bead")
    assert shown.exit_code == 0, shown.output
    for text in ("Schweißnaht (weld-bead)", "Pore (2017)", "1,0 mm", "eigener Grenzwert", "ISO 5817:2014 C"):
        assert text in shown.output.replace("\N{NO-BREAK SPACE}", " ")
    english = recipe("show", "plate", "--lang", "en")
    assert "own limit" in english.output and "Versions in the book: 1" in english.output


def test_show_an_earlier_version(recipe: Run, home: Path) -> None:
    from inspection.recipe_book import save_recipe

    save_recipe(find_recipe("plate", home).model_copy(update={"titles": {"de": "Blech"}}), home)
    assert "Blech (plate), Version 2" in recipe("show", "plate").output
    assert "plate, Version 1" in recipe("show", "plate", "--version", 1).output
    assert recipe("show", "plate", "--version", 7).exit_code == 2


def test_check_ends_with_1_for_problems_and_2_for_what_cannot_be_read(recipe: Run, tmp_path: Path) -> None:
    problems = recipe("check", "machined-metal", "--lang", "en")
    assert problems.exit_code == 1
    assert "!!  The model machined-metal cannot be used" in problems.output
    assert recipe("check", "nobody").exit_code == 2
    (tmp_path / "broken.yaml").write_text("name: [", encoding="utf-8")
    broken = recipe("check", tmp_path / "broken.yaml")
    assert broken.exit_code == 2
    assert "broken.yaml cannot be read" in broken.output


def test_check_reads_exported_files_too(recipe: Run, tmp_path: Path) -> None:
    recipe("export", "plate", "--out", tmp_path / "sent.yaml")
    assert recipe("check", tmp_path / "sent.yaml").output.startswith("plate, Version 1\n")
    text = (tmp_path / "sent.yaml").read_text(encoding="utf-8")
    (tmp_path / "sent.yaml").write_text(text.replace("upper: 1.0", "upper: 9.0"), encoding="utf-8")
    changed = recipe("check", tmp_path / "sent.yaml")
    assert changed.exit_code == 2
    assert "unterwegs verändert oder beschädigt" in changed.output
    assert "changed or damaged on its way" in recipe("check", tmp_path / "sent.yaml", "--lang", "en").output


def test_a_name_that_is_taken_asks_for_another_or_for_replace(recipe: Run, tmp_path: Path, home: Path) -> None:
    recipe("export", "rough", "--out", tmp_path / "sent.yaml")
    taken = recipe("import", tmp_path / "sent.yaml")
    assert taken.exit_code == 2
    assert "--as NAME" in taken.output and "--replace" in taken.output
    replaced = recipe("import", tmp_path / "sent.yaml", "--as", "plate", "--replace")
    assert replaced.exit_code == 0, replaced.output
    assert (find_recipe("plate", home).version, find_recipe("plate", home).limits[0].upper) == (2, 5.0)
    assert recipe("import", tmp_path / "sent.yaml", "--as", "plate", "--replace").exit_code == 2  # nothing new


def test_import_shows_what_the_recipe_would_leave_out(recipe: Run, home: Path, tmp_path: Path) -> None:
    path = home / "recipes" / "plate.yaml"
    hidden = "bands: {pore: {ignored_below: 1, clear_from: 1}}\nchecks: {min_mean_grey: -1, min_texture: 0}\n"
    path.write_text(path.read_text(encoding="utf-8") + hidden, encoding="utf-8")
    recipe("export", "plate", "--out", tmp_path / "sent.yaml")
    said = recipe("import", tmp_path / "sent.yaml", "--as", "door").output.replace("\N{NO-BREAK SPACE}", " ")
    assert "Erkennung: Pore: unter 100 % weggelassen, ab 100 % sicher" in said
    assert "Unter 100 % ohne Meldung weggelassen: Pore." in said
    assert "(`min_mean_grey`), Struktur mindestens 0 % (`min_texture`)" in said


def test_export_overwrites_nothing(recipe: Run, tmp_path: Path) -> None:
    assert recipe("export", "plate").exit_code == 0
    written = (tmp_path / "plate.recipe.yaml").read_bytes()
    again = recipe("export", "rough", "--out", "plate.recipe.yaml")
    assert again.exit_code == 2
    assert "gibt es schon" in again.output
    assert (tmp_path / "plate.recipe.yaml").read_bytes() == written


@pytest.mark.parametrize("command", ["new", "import", "export", "show"])
def test_what_cannot_be_is_said_in_one_line(recipe: Run, command: str) -> None:
    result = recipe(command, {"new": "Ä Ö"}.get(command, "not-there"))
    assert result.exit_code == 2
    assert result.output.startswith("meisterblick: ") and result.output.count("\n") == 1


def test_list_names_all_and_marks_what_is_the_workshops_own(recipe: Run, home: Path) -> None:
    (home / "recipes" / "broken.yaml").write_text("name: broken\n", encoding="utf-8")
    lines = recipe("list").output.splitlines()
    assert "  weld-bead" in "\n".join(lines)
    assert any(line.startswith("* plate  v1") for line in lines)
    assert any(line.startswith("! broken: ") for line in lines)


GUIDE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
COMMANDS = [line.split() for line in re.findall(r"(?m)^    meisterblick (.+)$", GUIDE)]
GROUPS = {name for name, one in get_command(whole).commands.items() if isinstance(one, TyperGroup)}  # type: ignore[attr-defined]
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_what_the_guide_tells_people_to_type_works(recipe: Run, home: Path, tmp_path: Path) -> None:
    typed = [words[1:] for words in COMMANDS if words[0] == "recipe"]
    assert len(typed) == 6
    for words in typed:
        result = recipe(*words)
        assert result.exit_code == 0, (words, result.output)
    assert (tmp_path / "gate-hinge.recipe.yaml").is_file()
    assert find_recipe("gate-hinge-2", home).part_type == "weld-bead"


@pytest.mark.parametrize("words", [words for words in COMMANDS if words[0] != "recipe"], ids=" ".join)
def test_every_other_command_of_the_guide_has_those_options(words: list[str]) -> None:
    path = words[:2] if words[0] in GROUPS else words[:1]
    told = CliRunner().invoke(whole, [*path, "--help"], terminal_width=200).output
    for option in (word for word in words if word.startswith("--")):
        assert option in re.sub(r"\x1b\[[0-9;]*m", "", told)


def test_the_recipe_of_the_guide_can_be_used_as_it_stands(recipe: Run, home: Path) -> None:
    (text,) = (example for example in EXAMPLES if example.startswith("name:"))
    (home / "recipes" / "gate-hinge.yaml").write_text(text, encoding="utf-8")
    checked = recipe("check", "gate-hinge")
    assert checked.exit_code == 0, checked.output


def test_the_card_of_the_guide_can_be_used_as_it_stands(home: Path) -> None:
    (text,) = (example for example in EXAMPLES if example.startswith("class_name:"))
    path = home / "cards" / "weld-bead" / "pore.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    card = find_card("pore", "weld-bead", home, "de")
    assert card is not None and card.is_own and "Platz 3" in card.text.causes[0]
