"""What a run leaves on the disk: read back as written, refused when damaged."""

from pathlib import Path

import pytest
import torch

from inspection.override import Role
from tests.training.fitting.conftest import MakeSet, task_for
from training.data.freeze import freeze
from training.data.split import Shares
from training.data.splitting import split_set
from training.errors import RunDamaged, RunRefused, VersionDamaged
from training.fitting.checkpoint import Standing, read_checkpoint, save_checkpoint
from training.fitting.journal import Finished, JournalReader, StopCause, Stopped, read_events, write_event
from training.fitting.lessons import read_lessons, refuse_unfit, version_of
from training.fitting.pace import Stretch
from training.fitting.run_folder import RunFolder, one_at_a_time
from training.fitting.task import now

STANDING = Standing(
    step=12,
    averaged=12,
    elapsed_s=3.25,
    stretches=(Stretch(first=0, share=0, steps=40),),
    looked_at=0.3,
    watched=20,
    picture_s=0.5,
    looking_s=1.5,
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
    reader = JournalReader(path)
    assert [event.why for event in reader.news() if isinstance(event, Stopped)] == ["first"]
    with path.open("ab") as file:
        file.write("ü".encode()[:1])
    write_event(path, Stopped(at=now(), why="after the tear"))
    for events in (reader.news(), read_events(path)):
        assert [event.why for event in events if isinstance(event, Stopped)] == ["first", "after the tear"]


def test_a_name_is_given_once(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task, lessons = task_for(data_yaml := make_set(), untrained), read_lessons(data_yaml)
    with pytest.raises(RunRefused, match="small letters"):
        RunFolder.of("../outside", tmp_path)
    folder = RunFolder.of("small", tmp_path)
    with pytest.raises(RunRefused, match="no training called 'small'"):
        folder.refuse_finished()
    (tmp_path / "models" / "small").mkdir(parents=True)
    with pytest.raises(RunRefused, match="there is a model called 'small'"):
        folder.begin(task, lessons, tmp_path)
    (tmp_path / "models" / "small").rmdir()
    folder.begin(task, lessons, tmp_path)
    assert folder.read_task() == task
    with pytest.raises(RunRefused, match="--resume"):
        folder.begin(task, lessons, tmp_path)
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
    before = read_lessons(data_yaml).sha256
    images, labels = data_yaml.parent / "images", data_yaml.parent / "labels"
    (labels / "train" / "train0.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    assert read_lessons(data_yaml).sha256 != before
    (images / "val" / "copy.png").write_bytes((images / "train" / "train3.png").read_bytes())
    with pytest.raises(RunRefused, match=r"copy\.png of 'val'"):
        read_lessons(data_yaml)


def test_a_split_without_labels_teaches_nothing(make_set: MakeSet) -> None:
    data_yaml = make_set()
    for path in (data_yaml.parent / "labels" / "val").iterdir():
        path.write_text("")
    with pytest.raises(RunRefused, match="no picture of 'val' has a label"):
        read_lessons(data_yaml)


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


def test_golden_pictures_and_torn_ones_are_refused_before_anything_is_learned(
    tmp_path: Path, make_set: MakeSet
) -> None:
    data_yaml, home = make_set(train=9), tmp_path / "home"
    refuse_unfit(read_lessons(data_yaml), home)
    split_set(data_yaml, tmp_path / "apart", Shares(val=0.2, golden=0.2), home=home)
    freeze(tmp_path / "apart" / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)
    with pytest.raises(RunRefused, match="is golden in plates v1"):
        refuse_unfit(read_lessons(data_yaml), home)
    picture = data_yaml.parent / "images" / "val" / "val1.png"
    picture.write_bytes(picture.read_bytes()[:-40])
    with pytest.raises(RunRefused, match=r"1 pictures cannot be read whole.*val1\.png"):
        refuse_unfit(read_lessons(data_yaml), tmp_path / "other-home")


def test_one_trainer_works_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.fitting.run_folder.LOCK_WAIT_S", 0.0)
    folder = RunFolder(tmp_path)
    with folder.held(), pytest.raises(RunRefused, match="still at work"), folder.held():
        pass


def test_a_wish_to_stop_holds_for_the_training_that_was_at_work(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.forget_stop(0)  # there is none
    folder.stop.touch()
    wished = folder.stop.stat().st_mtime
    folder.forget_stop(wished - 10)
    assert folder.stop.exists()
    folder.forget_stop(wished + 10)
    assert not folder.stop.exists()


def test_a_journal_of_an_earlier_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    path.write_text('{"event": "stopped", "at": "2026-11-21T10:00:00Z", "why": "Ctrl-C"}\n', encoding="utf-8")
    [stopped] = read_events(path)
    assert isinstance(stopped, Stopped)
    assert stopped.cause is StopCause.ERROR
