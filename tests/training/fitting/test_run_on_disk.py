"""What a run leaves on the disk: read back as written, refused when damaged."""

from pathlib import Path

import pytest
import torch

from tests.training.fitting.conftest import MakeSet, task_for
from training.data.freeze import freeze
from training.data.version import Role
from training.errors import RunDamaged, RunRefused, VersionDamaged
from training.fitting.checkpoint import Standing, read_checkpoint, save_checkpoint
from training.fitting.journal import Finished, Stopped, read_events, write_event
from training.fitting.pace import Stretch
from training.fitting.run_folder import RunFolder, one_at_a_time
from training.fitting.samples import read_pictures, version_of
from training.fitting.task import now

STANDING = Standing(
    step=12,
    averaged=12,
    elapsed_s=3.25,
    stretches=(Stretch(first=0, share=0, steps=40),),
    looked_at=0.3,
    best_map50_95=0.41,
    best_step=8,
)


def test_a_checkpoint_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.safetensors"
    assert read_checkpoint(path) is None
    tensors = {"net.a": torch.randn(3, 4), "count": torch.tensor(7)}
    save_checkpoint(path, tensors, STANDING)
    save_checkpoint(path, tensors, STANDING.model_copy(update={"step": 13}))
    found = read_checkpoint(path)
    assert found is not None
    assert torch.equal(found[0]["net.a"], tensors["net.a"])
    assert found[1].step == 13
    assert [one.name for one in tmp_path.iterdir()] == ["checkpoint.safetensors"]


@pytest.mark.parametrize("cut", [0, 7, 100, -1])
def test_a_damaged_checkpoint_is_refused_with_what_to_do(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "checkpoint.safetensors"
    save_checkpoint(path, {"a": torch.zeros(50)}, STANDING)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(RunDamaged, match="start the training anew"):
        read_checkpoint(path)


def test_the_journal_skips_the_line_that_a_kill_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    assert read_events(path) == []
    write_event(path, Stopped(at=now(), why="first"))
    with path.open("a") as file:
        file.write('{"event":"stopped","at":"20')
    assert [event.why for event in read_events(path) if isinstance(event, Stopped)] == ["first"]


def test_a_name_is_given_once(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task = task_for(make_set(), untrained)
    with pytest.raises(RunRefused, match="small letters"):
        RunFolder.of("../outside", tmp_path)
    folder = RunFolder.of("small", tmp_path)
    with pytest.raises(RunRefused, match="no training called 'small'"):
        folder.refuse_finished()
    (tmp_path / "models" / "small").mkdir(parents=True)
    with pytest.raises(RunRefused, match="there is a model called 'small'"):
        folder.begin(task, tmp_path)
    (tmp_path / "models" / "small").rmdir()
    folder.begin(task, tmp_path)
    assert folder.read_task() == task
    with pytest.raises(RunRefused, match="--resume"):
        folder.begin(task, tmp_path)
    done = Finished(at=now(), step=1, epoch=1, best_step=1, elapsed_s=1, model="small", map50=0, map50_95=0)
    write_event(folder.journal, done)
    with pytest.raises(RunRefused, match="is finished"):
        folder.refuse_finished()


def test_two_trainings_do_not_run_at_once(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path), pytest.raises(RunRefused, match="another training"), one_at_a_time(tmp_path):
        pass
    with one_at_a_time(tmp_path):
        pass


def test_data_that_would_judge_by_what_they_taught_are_refused(make_set: MakeSet) -> None:
    data_yaml = make_set()
    _, before = read_pictures(data_yaml)
    images, labels = data_yaml.parent / "images", data_yaml.parent / "labels"
    (labels / "train" / "train0.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    assert read_pictures(data_yaml)[1] != before
    (images / "val" / "copy.png").write_bytes((images / "train" / "train3.png").read_bytes())
    with pytest.raises(RunRefused, match=r"copy\.png of 'val'"):
        read_pictures(data_yaml)


def test_a_split_without_labels_teaches_nothing(make_set: MakeSet) -> None:
    data_yaml = make_set()
    for path in (data_yaml.parent / "labels" / "val").iterdir():
        path.write_text("")
    with pytest.raises(RunRefused, match="no picture of 'val' has a label"):
        read_pictures(data_yaml)


def test_a_frozen_version_is_named_and_a_changed_one_refused(tmp_path: Path, make_set: MakeSet) -> None:
    data_yaml = make_set()
    assert version_of(data_yaml) is None
    frozen = freeze(data_yaml, name="plates", approved_by=Role.MASTER, home=tmp_path / "home")
    assert version_of(frozen / "data.yaml") == "plates v1"
    label = next((frozen / "labels" / "train").iterdir())
    label.chmod(0o644)
    label.write_text("0 0.5 0.5 0.1 0.1\n")
    with pytest.raises(VersionDamaged, match=label.name):
        version_of(frozen / "data.yaml")
