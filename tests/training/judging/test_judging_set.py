"""Which pictures judge a model, and what is said where there are none."""

from pathlib import Path

import pytest
from PIL import Image

from inspection.override import Role
from training.data.freeze import freeze
from training.errors import DatasetError, LabelError, LayoutError
from training.judging.judging_set import read_judging_set


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two pictures each for train, val and test; those of val have no label."""
    root = tmp_path / "plates"
    for number, split in enumerate(["train", "train", "val", "val", "test", "test"]):
        (root / "images" / split).mkdir(parents=True, exist_ok=True)
        (root / "labels" / split).mkdir(parents=True, exist_ok=True)
        Image.effect_noise((64, 48), 20 + 15 * number).convert("RGB").save(root / "images" / split / f"{number}.png")
        text = "" if split == "val" else "0 0.5 0.5 0.2 0.2\n"
        (root / "labels" / split / f"{number}.txt").write_text(text)
    (root / "data.yaml").write_text("train: images/train\nval: images/val\ntest: images/test\nnames: [pore, crack]\n")
    return root / "data.yaml"


def test_a_split_with_its_name_and_fingerprint(data: Path) -> None:
    train = read_judging_set(data, "train")
    assert (train.name, train.split) == ("plates", "train")
    assert set(train.classes) == {"pore"}
    assert train.sha256 == read_judging_set(data, "train").sha256 != read_judging_set(data, "test").sha256
    (data.parent / "labels" / "train" / "0.txt").write_text("0 0.5 0.5 0.2 0.3\n")
    assert read_judging_set(data, "train").sha256 != train.sha256


def test_what_cannot_judge_says_so(data: Path) -> None:
    with pytest.raises(LabelError, match=r"no picture of 'val' has a label.*label some"):
        read_judging_set(data, "val")
    with pytest.raises(LayoutError, match=r"belongs to no frozen version.*dataset freeze"):
        read_judging_set(data, "golden")
    with pytest.raises(LayoutError, match="cannot be read"):
        read_judging_set(data.with_name("nothing.yaml"), "train")
    data.write_text(data.read_text().replace("test: images/test\n", ""))
    with pytest.raises(LayoutError, match=r"has no test split; name one that it has \(train, val\)"):
        read_judging_set(data, "test")


def test_golden_pictures_are_those_of_a_frozen_version(data: Path, tmp_path: Path) -> None:
    for number in (2, 3):
        (data.parent / "labels" / "val" / f"{number}.txt").write_text("1 0.5 0.5 0.2 0.2\n")
    folder = freeze(data, name="plates", approved_by=Role.MASTER, home=tmp_path / "home")
    golden = read_judging_set(folder / "data.yaml", "golden")
    assert (golden.name, len(golden.pictures)) == ("plates v1", 2)
    next((folder / "labels" / "golden").glob("*.txt")).write_text("0 0.5 0.5 0.9 0.9\n")
    with pytest.raises(DatasetError, match="not what was frozen"):
        read_judging_set(folder / "data.yaml", "golden")
