"""A set split anew: whole parts, golden ones for ever, and ready to be frozen."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from inspection.override import Role
from tests.training.data.building import write_picture, write_set
from training.data.freeze import freeze
from training.data.health import Severity, Sign, check_health
from training.data.labels import read_labelled_set
from training.data.split import Part, Shares
from training.data.splitting import split_set
from training.data.version import read_version
from training.errors import LabelError, SplitError, VersionRefused

PORE, CRACK = "0 0.5 0.5 0.25 0.5\n", "1 0.3 0.3 0.2 0.2\n"


@pytest.fixture
def data_yaml(tmp_path: Path) -> Path:
    """24 pictures of 12 plates, all in train, and a copy of one of them."""
    path = write_set(
        tmp_path / "all", {"train": {f"{number:02d}.png": (PORE, CRACK)[number % 2] for number in range(24)}}
    )
    groups = [{"file": f"train/{number:02d}.png", "group": f"plate {number // 2}"} for number in range(24)]
    (path.parent / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    train = path.parent / "images" / "train"
    Image.open(train / "05.png").save(train / "copy.jpg", quality=80)
    shutil.copy(path.parent / "labels" / "train" / "05.txt", path.parent / "labels" / "train" / "copy.txt")
    return path


def test_a_split_set_has_nothing_across_and_loses_nothing(data_yaml: Path, tmp_path: Path) -> None:
    counts = split_set(data_yaml, tmp_path / "out", Shares(val=0.25, golden=0.25))
    assert sum(counts.values()) == 25
    assert all(counts[part] >= 4 for part in Part)
    signs = {finding.sign for finding in check_health(tmp_path / "out" / "data.yaml").findings}
    assert Sign.SPLITS_FINE in signs
    again = read_labelled_set(tmp_path / "out" / "data.yaml")
    ones = [one for split in again.splits.values() for one in split]
    assert sorted(box.class_name for one in ones for box in one.boxes) == ["crack"] * 13 + ["pore"] * 12
    assert sorted(one.group or "" for one in ones) == sorted(["", *(f"plate {number // 2}" for number in range(24))])
    originals = {path.read_bytes() for path in (data_yaml.parent / "images").rglob("*.*g")}
    assert {one.picture.read_bytes() for one in ones} == originals
    freeze(tmp_path / "out" / "data.yaml", name="plates", approved_by=Role.MASTER, home=tmp_path / "home")


def test_what_a_training_learned_from_is_split_into_train_or_val(data_yaml: Path, tmp_path: Path) -> None:
    run = tmp_path / "home" / "training" / "rough"
    run.mkdir(parents=True)
    learned = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (data_yaml.parent / "images").rglob("0*.png")}
    (run / "learned.txt").write_text("".join(f"{one}\n" for one in learned), encoding="utf-8")
    split_set(data_yaml, tmp_path / "out", Shares(golden=0.4), home=tmp_path / "home")
    golden = [one.picture for one in read_labelled_set(tmp_path / "out" / "data.yaml").splits["test"]]
    assert len(golden) >= 8
    assert not learned & {hashlib.sha256(path.read_bytes()).hexdigest() for path in golden}
    freeze(tmp_path / "out" / "data.yaml", name="plates", approved_by=Role.MASTER, home=tmp_path / "home")


def test_golden_pictures_stay_golden_over_versions(data_yaml: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    split_set(data_yaml, tmp_path / "first", Shares(), seed=1)
    one = freeze(tmp_path / "first" / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)
    golden = {picture.sha256 for picture in read_version(one).of(Part.GOLDEN)}
    for number in range(8):
        write_picture(data_yaml.parent / "images" / "train" / f"new{number}.png", 100 + number)
    split_set(data_yaml, tmp_path / "careless", Shares(golden=0.4), seed=2)
    with pytest.raises(VersionRefused, match="dataset split --name"):
        freeze(tmp_path / "careless" / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)
    split_set(data_yaml, tmp_path / "second", Shares(golden=0.4), seed=2, home=home, name="plates")
    two = freeze(tmp_path / "second" / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)
    assert golden < {picture.sha256 for picture in read_version(two).of(Part.GOLDEN)}
    assert check_health(two / "data.yaml").severity is not Severity.PROBLEM


def test_test_pictures_stay_golden(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path / "all", {"train": {f"{n}.png": PORE for n in range(9)}, "test": {"t.png": CRACK}})
    split_set(data_yaml, tmp_path / "out", Shares())
    names = [path.name for path in (tmp_path / "out" / "images" / "golden").iterdir()]
    assert any(name.startswith("t-") for name in names)


def test_nothing_is_left_of_a_split_that_is_refused(data_yaml: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(FileExistsError, match="exists already"):
        split_set(data_yaml, tmp_path / "there", Shares())
    before = sorted(tmp_path.iterdir())
    torn = data_yaml.parent / "images" / "train" / "01.png"
    torn.write_bytes(torn.read_bytes()[:-9])
    with pytest.raises(LabelError, match="not whole"):
        split_set(data_yaml, tmp_path / "out", Shares())
    with pytest.raises(SplitError, match="no picture to split"):
        split_set(write_set(tmp_path / "empty", {"train": {}}), tmp_path / "out", Shares())
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "empty"])
