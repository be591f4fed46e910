"""`meisterblick evaluate`: from labelled pictures to a report, and what it refuses."""

import json
import re
import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands import training_part
from commands.app import app
from training.judging import EvaluationReport

CLI = CliRunner()
ASKED = {"map50", "map50_95", "per_class", "escape_rate", "false_reject_rate", "review_rate"}


@pytest.fixture(scope="module")
def beads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five rendered beads, as the val split of a data set."""
    folder = tmp_path_factory.mktemp("beads")
    size = ["--width", "320", "--height", "240", "--out", str(folder)]
    done = CLI.invoke(app, ["render", "weld", "--split", "val", "--count", "5", "--seed", "77", *size])
    assert done.exit_code == 0, done.output
    return folder / "data.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MEISTERBLICK_HOME", str(folder))
    return folder


def refused(*arguments: object) -> str:
    """What is said of a call that is wrong use: one line."""
    done = CLI.invoke(app, ["evaluate", *map(str, arguments)])
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert done.stderr.startswith("meisterblick: ")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_json_has_the_keys_that_others_read(beads: Path) -> None:
    done = CLI.invoke(
        app, ["evaluate", "--model", "weld-bead", "--data", str(beads), "--split", "val", "--format", "json"]
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said.keys() >= ASKED
    assert all(one.keys() >= {"map50", "n"} for one in said["per_class"].values())
    assert all(said[rate].keys() == {"value", "n", "low", "high"} for rate in ASKED if rate.endswith("_rate"))
    report = EvaluationReport.model_validate_json(done.stdout)
    assert (report.model, report.pictures, report.split, report.recipe) == ("weld-bead", 5, "val", None)
    assert report.map50 > 0.3
    assert report.escape_rate.n + report.false_reject_rate.n == 5
    assert sum(one.n for one in report.per_class.values()) == report.labels > 0


def test_text_is_in_the_stations_language(beads: Path, home: Path) -> None:
    (home / "settings.yaml").write_text("language: en\n", encoding="utf-8")
    assert "Slipped through: " in CLI.invoke(app, ["evaluate", "--model", "weld-bead", "--data", str(beads)]).stdout


def test_wrong_use_is_one_line_with_the_next_step(beads: Path, tmp_path: Path) -> None:
    assert "there is no model 'nothing'" in refused("--model", "nothing", "--data", beads)
    assert "name one that it has (val)" in refused("--model", "weld-bead", "--data", beads, "--split", "test")
    assert "frozen version" in refused("--model", "weld-bead", "--data", beads, "--split", "golden")
    assert "name a data.yaml" in refused("--model", "weld-bead", "--data", tmp_path / "nothing.yaml")
    assert "there is no part 'x'" in refused("--model", "weld-bead", "--data", beads, "--recipe", "x")
    bare = tmp_path / "bare"
    (bare / "images" / "val").mkdir(parents=True)
    (bare / "data.yaml").write_text("val: images/val\nnames: [pore]\n")
    assert "label some" in refused("--model", "weld-bead", "--data", bare / "data.yaml")


def test_a_torn_picture_is_named(beads: Path, tmp_path: Path) -> None:
    root = tmp_path / "torn"
    (root / "images" / "val").mkdir(parents=True)
    whole = next((beads.parent / "images" / "val").iterdir())
    (root / "images" / "val" / "torn.jpg").write_bytes(whole.read_bytes()[:-4000])
    (root / "labels" / "val").mkdir(parents=True)
    (root / "labels" / "val" / "torn.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    (root / "data.yaml").write_text("val: images/val\nnames: [pore]\n")
    assert "torn.jpg" in refused("--model", "weld-bead", "--data", root / "data.yaml")


def test_a_bench_station_says_that_the_training_part_is_missing(beads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_part, "find_spec", lambda name: None if name == "ultralytics" else find_spec(name))
    assert "`uv sync`" in refused("--model", "weld-bead", "--data", beads)


DOCUMENT = Path(__file__).parents[2] / "docs" / "judging.md"
EXAMPLES = re.findall(r"^    meisterblick (evaluate .*)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_document_run(
    example: str, beads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(beads.parent, tmp_path, dirs_exist_ok=True)
    asked = shlex.split(example)
    done = CLI.invoke(app, asked)
    assert done.exit_code == 0, done.output
    if "--out" not in asked:
        assert ("Durchgerutscht: " in done.stdout) != ("json" in asked)
        return
    assert done.stdout == ""
    assert "5 pictures" in done.stderr
    text = (tmp_path / asked[asked.index("--out") + 1]).read_text(encoding="utf-8")
    assert ("Slipped through: " if "en" in asked else "Durchgerutscht: ") in text
    if "markdown" in asked:
        pictures = {path.name for path in (tmp_path / "report-pictures").iterdir()}
        assert pictures >= {"rates.png", "sizes.png", "confusion.png"}
        assert all(f"](report-pictures/{name})" in text for name in pictures)
        assert "what the recipe weld-bead, version" in text


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4
