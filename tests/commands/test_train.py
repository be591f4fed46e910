"""`meisterblick train`: what it refuses, and a training from pictures to a model that judges."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.app import app
from commands.train import standing
from inspection.detection.loading import load_detector
from inspection.places import SHIPPED_MODELS
from tests.training.fitting.conftest import MakeSet, make_set, untrained  # noqa: F401 (fixtures)
from training.fitting.journal import Finished, JournalEvent, Progress, Validated, read_events
from training.fitting.run_folder import RunFolder, one_at_a_time
from training.fitting.task import now
from training.weights import read_weights

CLI = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MEISTERBLICK_HOME", str(folder))
    return folder


def refused(*arguments: str) -> str:
    """What is said of a call that is wrong use."""
    done = CLI.invoke(app, ["train", *arguments])
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    return done.output


def test_wrong_use_says_what_to_do(home: Path, make_set: MakeSet) -> None:  # noqa: F811
    data = str(make_set())
    assert "name the pictures to learn from: --data" in refused("--name", "mine")
    assert "small letters" in refused("--name", "../mine", "--data", data)
    assert "there are no weights 'nowhere' to start from" in refused(
        "--name", "mine", "--data", data, "--base", "nowhere"
    )
    assert "start it without --resume" in refused("--name", "mine", "--resume")
    assert "there is a model called 'board'" in refused("--name", "board", "--data", data)
    with one_at_a_time(home):
        assert "another training is at work" in refused("--name", "mine", "--data", data)
    assert not (home / "training" / "mine").exists()


def test_a_bad_label_is_named_before_anything_is_learned(home: Path, make_set: MakeSet) -> None:  # noqa: F811
    data = make_set()
    (data.parent / "labels" / "train" / "train2.txt").write_text(
        "0 0.5 0.5 0.2 0.2\n0 0.9 0.5 0.4 0.2\n1 0.5 0.5 0 0.1\n"
    )
    said = refused("--name", "mine", "--data", str(data))
    assert "labels/train/train2.txt:2" in said
    assert "labels/train/train2.txt:3" in said


@pytest.mark.timeout(300)
def test_pictures_become_a_model_that_judges(home: Path, tmp_path: Path) -> None:
    """From the shipped base, on a few rendered beads."""
    for split, count, seed in (("train", "12", "51"), ("val", "6", "52")):
        size = ["--width", "320", "--height", "240", "--out", str(tmp_path / split)]
        assert (
            CLI.invoke(app, ["render", "weld", "--split", split, "--count", count, "--seed", seed, *size]).exit_code
            == 0
        )
    text = (tmp_path / "train" / "data.yaml").read_text().replace("train: images", "train: train/images")
    data = tmp_path / "data.yaml"
    data.write_text(text + "val: val/images/val\n")

    done = CLI.invoke(app, ["train", "--data", str(data), "--name", "beads-2", "--epochs", "1", "--side", "320"])
    assert done.exit_code == 0, done.output
    assert "meisterblick inspect PICTURES --model beads-2" in done.output
    model = home / "models" / "beads-2"
    assert "crack" in load_detector(model).classes
    card, _ = read_weights(model)
    assert card.training["start"] == "base"
    assert card.architecture == read_weights(SHIPPED_MODELS / "base")[0].architecture
    folder = RunFolder.of("beads-2", home)
    assert folder.preview.read_bytes().startswith(b"\xff\xd8")
    assert isinstance(read_events(folder.journal)[-1], Finished)
    judged = CLI.invoke(app, ["inspect", str(tmp_path / "val" / "images"), "--part", "weld-bead", "--model", "beads-2"])
    assert judged.exit_code == 0, judged.output
    assert "is finished" in refused("--name", "beads-2", "--resume")
    assert "--resume" in refused("--name", "beads-2", "--data", str(data))


@pytest.mark.timeout(300)
def test_a_net_that_learned_nothing_becomes_no_model(home: Path, make_set: MakeSet, untrained: Path) -> None:  # noqa: F811
    (home / "models").mkdir()
    (home / "models" / "untrained").symlink_to(untrained)
    done = CLI.invoke(
        app,
        ["train", "--data", str(make_set()), "--base", "untrained", "--name", "mine", "--epochs", "1", "--side", "96"],
    )
    assert done.exit_code == 1, done.output
    assert "sure of anything, so no model was written" in done.output
    assert not (home / "models" / "mine").exists()


def test_a_line_says_how_far_how_long_and_how_good() -> None:
    progress = Progress(
        at=now(),
        step=120,
        epoch=2.5,
        share=0.4,
        box_loss=1,
        class_loss=1,
        edge_loss=1,
        learning_rate=0.005,
        seconds_left=540,
    )
    looked = Validated(
        at=now(), step=100, epoch=2, share=0.3, pictures=20, map50=0.61, map50_95=0.3, per_class_map50={"pore": 0.61}
    )
    events: list[JournalEvent] = [looked, progress]
    assert standing([]) == "the pictures are read …"
    assert standing(events) == "40%, epoch 2.5, 9 min left, mAP50 0.610"
