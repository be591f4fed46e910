"""`meisterblick dataset`: what a person types between labels and training."""

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.training.data.building import write_set

PORE, CRACK = "0 0.5 0.5 0.25 0.5\n", "1 0.3 0.3 0.2 0.2\n"


@pytest.fixture
def data_yaml(tmp_path: Path) -> Path:
    return write_set(
        tmp_path / "set", {"train": {f"{number}.png": (PORE, CRACK, "")[number % 3] for number in range(15)}}
    )


def test_from_labels_to_a_version_and_out_again(meisterblick: Run, data_yaml: Path, tmp_path: Path, home: Path) -> None:
    split = meisterblick("dataset", "split", data_yaml, "--out", tmp_path / "split", "--golden", 0.2, "--seed", 3)
    assert split.exit_code == 0, split.output
    assert "9 train, 3 val, 3 golden" in split.output
    frozen = meisterblick(
        "dataset", "freeze", tmp_path / "split" / "data.yaml", "--name", "beads", "--approved-by", "master"
    )
    assert frozen.exit_code == 0, frozen.output
    version = home / "datasets" / "beads" / "v0001"
    assert str(version) in frozen.output
    assert json.loads((version / "version.json").read_text(encoding="utf-8"))["approved_by"] == "master"
    for format in ("yolo", "coco", "cvat"):
        archive, out = tmp_path / f"{format}.zip", tmp_path / format
        exported = meisterblick("dataset", "export", version / "data.yaml", "--out", archive, "--as", format)
        assert exported.exit_code == 0, exported.output
        imported = meisterblick("dataset", "import", archive, "--out", out)
        assert f"15 pictures (9 train, 3 val, 3 golden), 10 labels, read as {format}" in imported.output
        checked = meisterblick("dataset", "check", out / "data.yaml", "--lang", "en")
        assert checked.exit_code == 0, checked.output
        assert "[good] Every label lies inside its picture and has an area: 10." in checked.output


def test_check_says_what_to_do_first_in_german(meisterblick: Run, data_yaml: Path) -> None:
    result = meisterblick("dataset", "check", data_yaml)
    assert result.exit_code == 0
    assert result.output.startswith("Bilder: 15 train; Markierungen: 10\n")
    assert "[Hinweis] Bilder mit der Fehlerart „Pore“: 5 von 30, es fehlen noch 25." in result.output
    assert result.output.splitlines()[-1].startswith("Als Nächstes: ")
    assert "    und 10 weitere" in result.output  # of 15 pictures without a group


def test_check_ends_with_1_on_problems_and_prints_one_object(meisterblick: Run, data_yaml: Path) -> None:
    (data_yaml.parent / "labels" / "train" / "0.txt").write_text("0 0.9 0.5 0.5 0.5\n", encoding="utf-8")
    result = meisterblick("dataset", "check", data_yaml, "--format", "json", "--lang", "en")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["severity"] == "problem"
    assert told["findings"][0]["sign"] == "label-outside"
    assert told["findings"][0]["places"] == ["labels/train/0.txt:1"]
    assert told["next_step"].startswith("Labels that reach outside their picture: 1.")
    assert told["labels"] == {"pore": 4, "crack": 5}


def test_check_asks_a_model(meisterblick: Run, data_yaml: Path) -> None:
    result = meisterblick("dataset", "check", data_yaml, "--model", "small", "--format", "json")
    assert result.exit_code == 0, result.output
    signs = {finding["sign"] for finding in json.loads(result.output)["findings"]}
    assert signs & {"perhaps-forgotten", "perhaps-other-class"}
    refused = meisterblick("dataset", "check", data_yaml, "--model", "none")
    assert refused.exit_code == 2
    assert "there is no model 'none'" in refused.output


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["check", "{none}"], 2, "there is no file"),
        (["split", "{data}", "--out", "{set}"], 2, "exists already"),
        (["split", "{data}", "--out", "{new}", "--val", "0.9", "--golden", "0.5"], 2, "leave something for train"),
        (["split", "{none}", "--out", "{new}"], 2, "cannot be read"),
        (["freeze", "{data}", "--name", "A b", "--approved-by", "master"], 1, "is no name for a data set"),
        (["freeze", "{data}", "--name", "beads", "--approved-by", "Anna"], 2, "is not one of"),
        (["import", "{data}", "--out", "{new}"], 1, "is no whole zip file"),
        (["import", "{none}", "--out", "{new}"], 2, "No such file"),
        (["import", "{data}", "--out", "{set}"], 2, "exists already"),
        (["export", "{none}", "--out", "{new}.zip", "--as", "coco"], 2, "cannot be read"),
        (["export", "{data}", "--out", "{new}.zip", "--as", "pascal"], 2, "is not one of"),
    ],
)
def test_wrong_use_is_said_in_plain_words(
    meisterblick: Run, data_yaml: Path, tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    places = {"data": data_yaml, "set": data_yaml.parent, "none": tmp_path / "none.yaml", "new": tmp_path / "new"}
    result = meisterblick("dataset", *(argument.format_map(places) for argument in arguments))
    assert result.exit_code == status, result.output
    assert message in " ".join(result.output.replace("│", " ").split())
    assert "Traceback" not in result.output
    assert not list(tmp_path.glob("new*"))


def test_labels_that_cannot_be_used_end_with_1_and_their_places(
    meisterblick: Run, data_yaml: Path, tmp_path: Path
) -> None:
    (data_yaml.parent / "labels" / "train" / "0.txt").write_text("9 0.5 0.5 0.1 0.1\n", encoding="utf-8")
    for arguments in (
        ("split", data_yaml, "--out", tmp_path / "new"),
        ("freeze", data_yaml, "--name", "beads", "--approved-by", "master"),
        ("export", data_yaml, "--out", tmp_path / "new.zip", "--as", "yolo"),
    ):
        result = meisterblick("dataset", *arguments)
        assert result.exit_code == 1
        assert "labels/train/0.txt:1: class 9" in result.output
    assert not list(tmp_path.glob("new*"))


def test_a_set_without_golden_pictures_is_frozen_with_a_word_of_warning(meisterblick: Run, data_yaml: Path) -> None:
    arguments = ("dataset", "freeze", data_yaml, "--name", "beads", "--approved-by", "instructor")
    result = meisterblick(*arguments)
    assert result.exit_code == 0
    assert "Without golden pictures" in result.output


def test_golden_pictures_of_a_version_stay_so(meisterblick: Run, data_yaml: Path, tmp_path: Path, home: Path) -> None:
    meisterblick("dataset", "split", data_yaml, "--out", tmp_path / "one", "--golden", 0.2)
    freeze = ("--name", "beads", "--approved-by", "master")
    assert meisterblick("dataset", "freeze", tmp_path / "one" / "data.yaml", *freeze).exit_code == 0
    golden = sorted((home / "datasets" / "beads" / "v0001" / "images" / "golden").iterdir())
    first = data_yaml.parent / "images" / "train"
    for number, path in enumerate(golden):  # as if somebody had mixed them among the new ones
        shutil.copy(path, first / f"mixed{number}.png")
        label = Path(str(path).replace("images", "labels")).with_suffix(".txt")
        shutil.copy(label, data_yaml.parent / "labels" / "train" / f"mixed{number}.txt")
    refused = meisterblick("dataset", "freeze", data_yaml, *freeze)
    assert refused.exit_code == 1
    assert "is golden" in refused.output
    again = meisterblick("dataset", "split", data_yaml, "--out", tmp_path / "two", "--name", "beads", "--seed", 9)
    assert again.exit_code == 0, again.output
    assert meisterblick("dataset", "freeze", tmp_path / "two" / "data.yaml", *freeze).exit_code == 0
