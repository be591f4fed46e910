"""A version is whole or not there, never changes, and keeps its golden pictures."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from inspection import platform
from inspection.override import Role
from tests.training.data.building import CLASSES, write_picture, write_set
from training.data.box import Box
from training.data.freeze import freeze
from training.data.labels import read_labelled_set
from training.data.lineage import golden_anywhere
from training.data.split import Part
from training.data.version import DatasetVersion, open_version, read_version, version_folders
from training.errors import LabelError, VersionDamaged, VersionRefused

POLYGON = "1 0.25 0.25 0.5 0.25 0.5 0.75\n"
SPLITS = {
    "train": {"a.png": "0 0.5 0.5 0.25 0.5\n" + POLYGON, "b.jpg": "", "c.png": "1 0.5 0.5 0.2 0.2\n"},
    "val": {"d.png": "0 0.5 0.5 0.1 0.1\n"},
    "test": {"e.png": "1 0.5 0.5 0.1 0.1\n", "f.png": POLYGON},
}


@pytest.fixture
def data_yaml(tmp_path: Path) -> Path:
    path = write_set(tmp_path / "labels", SPLITS)
    groups = [{"file": "train/a.png", "group": "plate 1"}, {"file": "test/e.png", "group": "plate 9"}]
    (path.parent / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def frozen(data_yaml: Path, home: Path) -> Path:
    return freeze(data_yaml, name="beads", approved_by=Role.MASTER, home=home)


def test_a_version_says_everything_and_yolo_tools_read_it(data_yaml: Path, home: Path) -> None:
    folder = frozen(data_yaml, home)
    assert folder == home / "datasets" / "beads" / "v0001"
    version = open_version(folder)
    assert (version.version, version.parent, version.approved_by, version.classes) == (1, None, "master", CLASSES)
    assert {part: len(version.of(part)) for part in Part} == {Part.TRAIN: 3, Part.VAL: 1, Part.GOLDEN: 2}
    assert version.created_at.utcoffset() is not None
    described = yaml.safe_load((folder / "data.yaml").read_text(encoding="utf-8"))
    assert described == {
        "train": "images/train",
        "val": "images/val",
        "test": "images/golden",
        "nc": 2,
        "names": {0: "pore", 1: "crack"},
    }
    before, after = (
        sorted(
            (one.group or "", box.class_name, np.round(box.xyxy, 6).tolist(), box.polygon is None)
            for one in read_labelled_set(path).splits[split]
            for box in one.boxes
        )
        for path in (data_yaml, folder / "data.yaml")
        for split in ("train",)
    )
    assert before == after
    one = next(one for one in version.pictures if one.group == "plate 1")
    assert one.boxes[0].box() == Box(class_name="pore", xyxy=(24, 12, 40, 36))
    assert one.boxes[1].polygon == ((16, 12), (32, 12), (32, 36))
    assert all(not os.access(path, os.W_OK) or path.stat().st_mode & 0o222 == 0 for path in _files(folder))
    assert [path.name for path in (home / "datasets" / "beads").iterdir() if path.name != ".lock"] == ["v0001"]


def test_the_next_version_has_the_next_number_and_the_first_stays_as_it_is(data_yaml: Path, home: Path) -> None:
    first = frozen(data_yaml, home)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in _files(first)}
    write_picture(data_yaml.parent / "images" / "train" / "new.png", 77)
    second = frozen(data_yaml, home)
    assert version_folders(home, "beads") == [first, second]
    assert (read_version(second).version, read_version(second).parent) == (2, 1)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in _files(first)} == before
    assert read_version(first).content_sha256 != read_version(second).content_sha256


def test_pictures_of_the_house_are_linked_others_are_copied(data_yaml: Path, home: Path) -> None:
    first = frozen(data_yaml, home)
    source = data_yaml.parent / "images" / "train" / "c.png"
    assert source.stat().st_nlink == 1
    assert source.stat().st_mode & 0o200
    again = freeze(first / "data.yaml", name="copy", approved_by=Role.INSTRUCTOR, home=home)
    for one in read_version(again).pictures:
        assert (again / one.file).samefile(first / one.file)
    assert {one.sha256 for one in read_version(again).pictures} == {one.sha256 for one in read_version(first).pictures}


def test_golden_pictures_stay_golden_though_nobody_names_them_again(data_yaml: Path, home: Path) -> None:
    first = open_version(frozen(data_yaml, home))
    shutil.rmtree(data_yaml.parent / "images" / "test")
    text = data_yaml.read_text(encoding="utf-8").replace("test: images/test\n", "")
    data_yaml.write_text(text, encoding="utf-8")
    second = open_version(frozen(data_yaml, home))
    assert second.of(Part.GOLDEN) == first.of(Part.GOLDEN)
    data_yaml.write_text(text.replace("[pore, crack]", "[pore, stain]"), encoding="utf-8")
    with pytest.raises(VersionRefused, match="labels of crack, which are no classes any more"):
        frozen(data_yaml, home)


@pytest.mark.parametrize("way", ["same bytes", "saved again", "same group", "group of one that is dropped"])
def test_a_golden_picture_never_comes_into_training(data_yaml: Path, home: Path, way: str) -> None:
    frozen(data_yaml, home)
    images, groups = data_yaml.parent / "images", data_yaml.parent / "groups.json"
    match way:
        case "same bytes":
            shutil.move(images / "test" / "f.png", images / "train" / "f.png")
        case "saved again":
            Image.open(images / "test" / "f.png").save(images / "train" / "other.jpg", quality=70)
            (images / "test" / "f.png").unlink()
        case "same group":
            groups.write_text('[{"file": "train/c.png", "group": "plate 9"}]', encoding="utf-8")
        case "group of one that is dropped":
            groups.write_text('[{"file": "train/c.png", "group": "plate 9"}]', encoding="utf-8")
            (images / "test" / "e.png").unlink()
    with pytest.raises(VersionRefused, match="in train, but it or its like is golden") as refused:
        frozen(data_yaml, home)
    assert "dataset split" in str(refused.value)
    assert len(version_folders(home, "beads")) == 1


def test_what_was_trained_on_never_becomes_golden(data_yaml: Path, home: Path) -> None:
    frozen(data_yaml, home)
    images = data_yaml.parent / "images"
    shutil.move(images / "train" / "c.png", images / "test" / "c.png")
    with pytest.raises(VersionRefused, match=r"c\.png is golden, but it or its like was trained on"):
        frozen(data_yaml, home)


def test_what_a_training_learned_from_never_becomes_golden(data_yaml: Path, home: Path) -> None:
    one, other = ((data_yaml.parent / "images" / "test" / name) for name in ("e.png", "f.png"))
    run = home / "training" / "rough"
    run.mkdir(parents=True)
    lines = ["not a hash", hashlib.sha256(one.read_bytes()).hexdigest(), "0" * 64]
    (run / "learned.txt").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        VersionRefused, match=r"1 golden pictures.*put these into train(.|\n)*e\.png.*'rough'"
    ) as refused:
        frozen(data_yaml, home)
    assert other.name not in str(refused.value)
    assert version_folders(home, "beads") == []
    (run / "learned.txt").unlink()
    (run / "learned.txt").mkdir()  # nothing that can be read
    (home / "training" / "torn").mkdir()
    (home / "training" / "torn" / "learned.txt").write_bytes(b"\xff\xfe" * 70)
    frozen(data_yaml, home)
    (run / "learned.txt").rmdir()
    (run / "learned.txt").write_text("\n".join(lines), encoding="utf-8")
    frozen(data_yaml, home)  # golden already: the training did wrong, not the freeze
    one.rename(data_yaml.parent / "images" / "train" / "e.png")
    freeze(data_yaml, name="other", approved_by=Role.MASTER, home=home)  # put into train, as was said


def test_what_is_golden_anywhere_is_known_by_the_oldest_version(data_yaml: Path, home: Path) -> None:
    assert golden_anywhere(home) == {}
    first = read_version(frozen(data_yaml, home))
    write_picture(data_yaml.parent / "images" / "test" / "new.png", 77)
    second = read_version(frozen(data_yaml, home))
    freeze(data_yaml, name="copy", approved_by=Role.MASTER, home=home)
    (home / "datasets" / ".trash" / "v0001").mkdir(parents=True)
    old = {one.sha256 for one in first.of(Part.GOLDEN)}
    [new] = {one.sha256 for one in second.of(Part.GOLDEN)} - old
    assert golden_anywhere(home) == dict.fromkeys(old, "beads v1") | {new: "beads v2"}
    broken = version_folders(home, "copy")[0] / "version.json"
    broken.chmod(0o644)
    broken.write_text("{}", encoding="utf-8")
    with pytest.raises(VersionDamaged, match=r"copy.v0001.version\.json"):
        golden_anywhere(home)


@pytest.mark.parametrize("way", ["copy", "group"])
def test_no_part_is_on_both_sides(data_yaml: Path, home: Path, way: str) -> None:
    images = data_yaml.parent / "images"
    if way == "copy":
        Image.open(images / "train" / "a.png").save(images / "val" / "other.jpg", quality=80)
    else:
        groups = [{"file": file, "group": "plate 1"} for file in ("train/a.png", "val/d.png")]
        (data_yaml.parent / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    with pytest.raises(VersionRefused, match="the same part, or nearly the same picture"):
        frozen(data_yaml, home)
    assert version_folders(home, "beads") == []


def test_a_picture_that_is_there_twice_is_taken_once_unless_its_labels_differ(data_yaml: Path, home: Path) -> None:
    train = data_yaml.parent / "images" / "train"
    shutil.copy(train / "b.jpg", train / "again.jpg")
    assert len(read_version(frozen(data_yaml, home)).of(Part.TRAIN)) == 3
    (data_yaml.parent / "labels" / "train" / "again.txt").write_text("0 0.5 0.5 0.1 0.1\n", encoding="utf-8")
    with pytest.raises(LabelError, match="twice with different labels"):
        frozen(data_yaml, home)


def test_what_cannot_be_learnt_from_is_refused(data_yaml: Path, home: Path) -> None:
    with pytest.raises(VersionRefused, match="is no name for a data set"):
        freeze(data_yaml, name="../beads", approved_by=Role.MASTER, home=home)
    torn = data_yaml.parent / "images" / "val" / "d.png"
    torn.write_bytes(torn.read_bytes()[:-20])
    with pytest.raises(LabelError, match=r"1 pictures are not whole(.|\n)*d\.png"):
        frozen(data_yaml, home)
    for path in (data_yaml.parent / "labels" / "train").iterdir():
        path.write_text("", encoding="utf-8")
    torn.unlink()
    with pytest.raises(VersionRefused, match="no label in train"):
        frozen(data_yaml, home)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("picture", "changed: images/"),
        ("labels", "changed: labels/"),
        ("data.yaml", "changed: data.yaml"),
        ("missing", "missing: images/"),
        ("additional", "additional: labels/train.cache"),
        ("link", "changed: images/"),
        ("version", "not the hash of the rest"),
        ("folder", "is that of version 1, not of v0002"),
        ("no version", "cannot be read"),
    ],
)
def test_every_change_of_a_version_is_named(
    data_yaml: Path, home: Path, tmp_path: Path, what: str, message: str
) -> None:
    folder = frozen(data_yaml, home)
    one = read_version(folder).pictures[0]
    match what:
        case "picture" | "labels" | "data.yaml":
            path = folder / {"picture": one.file, "labels": one.labels}.get(what, what)
            path.chmod(0o644)
            path.write_bytes(path.read_bytes() + b" ")
        case "missing":
            (folder / one.file).unlink()
        case "additional":
            (folder / "labels" / "train.cache").write_bytes(b"")
        case "link":
            (folder / one.file).rename(tmp_path / "moved.png")
            (folder / one.file).symlink_to(tmp_path / "moved.png")
        case "version" | "no version":
            path = folder / "version.json"
            path.chmod(0o644)
            text = path.read_text(encoding="utf-8").replace('"approved_by": "master"', '"approved_by": "instructor"')
            path.unlink()
            if what == "version":
                path.write_text(text, encoding="utf-8")
        case "folder":
            folder = folder.rename(folder.with_name("v0002"))
    with pytest.raises(VersionDamaged, match=message):
        open_version(folder)


def test_a_version_of_impossible_content_is_no_version(data_yaml: Path, home: Path) -> None:
    version = read_version(frozen(data_yaml, home))
    for change in ({"classes": ("pore",)}, {"approved_by": "Anna"}, {"pictures": version.pictures * 2}):
        with pytest.raises(ValueError, match=r"validation error"):
            DatasetVersion.model_validate(version.model_dump() | change)


def test_a_full_disk_leaves_nothing_behind(data_yaml: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(platform, "sync_file", full)
        frozen(data_yaml, home)
    assert [path.name for path in (home / "datasets" / "beads").iterdir()] == [".lock"]
    assert open_version(frozen(data_yaml, home)).version == 1


KILLED = """
import os, signal, sys
from pathlib import Path
import cv2, yaml, PIL.JpegImagePlugin, PIL.PngImagePlugin  # once, not in every child
from inspection import platform
from training.data.freeze import freeze
from inspection.override import Role
from training.data.version import open_version, version_folders

data_yaml, home = Path(sys.argv[1]), Path(sys.argv[2])
steps, seen = 0, set()
real_file, real_directory, real_rename = platform.sync_file, platform.sync_directory, Path.rename
while True:
    steps += 1
    child = os.fork()
    if child == 0:
        left = [steps]
        def counted(real):
            def call(*arguments):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments)
            return call
        platform.sync_file, platform.sync_directory = counted(real_file), counted(real_directory)
        Path.rename = counted(real_rename)
        freeze(data_yaml, name="beads", approved_by=Role.MASTER, home=home)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    folders = version_folders(home, "beads")
    for folder in folders:
        open_version(folder)
    seen.add(len(folders))
    if status == 0:
        break
    if folders:
        break
print(steps, sorted(seen))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_at_any_step_there_is_no_version_or_a_whole_one(tmp_path: Path, home: Path) -> None:
    data_yaml = write_set(tmp_path / "few", {"train": {"a.png": POLYGON}, "test": {"b.png": ""}})
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(data_yaml), str(home)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    steps, seen = run.stdout.split(" ", 1)
    assert int(steps) >= 15  # 2 pictures, 2 label files, 3 descriptions, 7 folders, the rename
    assert json.loads(seen) == [0, 1]
    frozen(data_yaml, home)
    assert [path.name for path in (home / "datasets" / "beads").iterdir() if path.name.startswith(".f")] == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
