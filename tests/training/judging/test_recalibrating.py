"""The same net with other thresholds: chosen on the val split, written beside, never over what judges."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from commands.app import app
from inspection.detection.loading import load_detector
from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.finding import Detection
from inspection.override import Role
from inspection.score_band import ScoreBand
from inspection.setup import Setup
from tests.nets import CLASSES, redness_net, write_model
from training.data.freeze import freeze
from training.errors import LabelError
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.calibrating import FEWEST
from training.judging.recalibrating import recalibrate

NAME = CLASSES[0]
BAD, GOOD = 200, 30
"""How red the parts are: the net is as sure of a defect."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MEISTERBLICK_HOME", str(folder))
    sure = Detection(class_name=NAME, score=120 / 255, xyxy=(22, 22, 42, 42))
    write_model(folder / "models" / "plate", redness_net(), [sure])
    return folder


def _shown(red: int, number: int) -> Image.Image:
    """Noise, of which the red is so strong on average."""
    pixels = np.random.default_rng(number).integers(0, 255, (64, 64, 3), np.uint8)
    pixels[..., 0] = np.where(pixels[..., 1] % 2, red + 30, red - 30)
    return Image.fromarray(pixels)


def data(folder: Path, bad: int = FEWEST, good: int = FEWEST, split: str = "val", first: int = 0) -> Path:
    """A set of red and less red squares, each of its own shade; those that are red have a label."""
    for number in range(first, first + bad + good):
        is_bad = number - first < bad
        red = BAD - number % 20 if is_bad else GOOD + number % 20
        picture, label = (folder / kind / split / f"{number:03d}" for kind in ("images", "labels"))
        for path in (picture, label):
            path.parent.mkdir(parents=True, exist_ok=True)
        _shown(red, number).save(picture.with_suffix(".png"))
        label.with_suffix(".txt").write_text("0 0.5 0.5 0.3 0.3\n" if is_bad else "", encoding="utf-8")
    yaml = folder / "data.yaml"
    yaml.write_text(f"{split}: images/{split}\nnc: 1\nnames: [{NAME}]\n", encoding="utf-8")
    return yaml


def recalibrated(home: Path, data_yaml: Path, setup: Setup | None = None) -> Path:
    out = home / "models" / "plate-2"
    recalibrate(home / "models" / "plate", out, data_yaml, home, setup=setup, escapes=0.0)
    return out


def test_the_new_model_judges_with_the_new_bands_and_the_old_one_stays(home: Path, tmp_path: Path) -> None:
    before = (home / "models" / "plate" / "manifest.json").read_bytes()
    out = recalibrated(home, data(tmp_path / "data"))
    assert (home / "models" / "plate" / "manifest.json").read_bytes() == before
    manifest = load_manifest(out)
    band = manifest.bands[NAME]
    assert (GOOD + 20) / 255 < band.ignored_below <= (BAD - 20) / 255
    assert manifest.thresholds[NAME] == band.ignored_below
    assert manifest.figures["escape_rate"] == manifest.figures["false_reject_rate"] == 0
    assert manifest.training["calibrated_for"] == "any-defect version 1"
    assert manifest.name == "plate-2"
    assert load_detector(out).bands == manifest.bands


def test_bands_are_chosen_for_the_recipe_that_says_what_is_bad(home: Path, tmp_path: Path) -> None:
    """A recipe that accepts the class calls every part good: there is nothing to choose by."""
    strict = any_defect_is_bad("plate", CLASSES)
    others = tuple(limit for limit in strict.limits if limit.class_name != NAME)
    lenient = strict.model_copy(update={"limits": others, "accepted": (NAME,)})
    with pytest.raises(LabelError, match=f"{2 * FEWEST} good and 0 bad"):
        recalibrated(home, data(tmp_path / "data"), Setup.without_station(lenient))


def test_too_few_parts_are_said_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=f"{FEWEST - 1} bad parts"):
        recalibrated(home, data(tmp_path / "data", bad=FEWEST - 1))
    assert not (home / "models" / "plate-2").exists()


def test_golden_pictures_tune_nothing(home: Path, tmp_path: Path) -> None:
    val = data(tmp_path / "data")
    frozen = data(tmp_path / "frozen", split="test")
    data(tmp_path / "frozen", bad=2, good=0, split="train", first=1000)
    frozen.write_text(f"train: images/train\ntest: images/test\nnc: 1\nnames: [{NAME}]\n", encoding="utf-8")
    freeze(frozen, name="plates", approved_by=Role.MASTER, home=home)
    with pytest.raises(LabelError, match="golden in plates v1"):
        recalibrated(home, val)


@pytest.mark.parametrize("name", ["plate", "Plate 2"])
def test_no_model_is_written_over(home: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelRefused):
        folder = home / "models" / "plate"
        recalibrate(folder, folder.with_name(name), data(tmp_path / "data"), home, setup=None, escapes=0.0)


def test_the_command_says_what_to_expect(home: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["models", "calibrate", "plate", "--data", str(data(tmp_path / "data"))])
    assert done.exit_code == 0, done.output
    assert f"{NAME}: left out below 0.21" in done.stdout
    assert f"to expect: escapes 0 of {FEWEST} (0.0%" in done.stdout
    band = load_manifest(home / "models" / "plate-bands").bands[NAME]
    assert band == ScoreBand(ignored_below=0.21, clear_from=0.7)  # nobody is asked, and nothing fails that could pass
    again = CliRunner().invoke(app, ["models", "calibrate", "plate", "--data", str(tmp_path / "none.yaml")])
    assert again.exit_code == 2 and again.stderr.startswith("meisterblick: ")
