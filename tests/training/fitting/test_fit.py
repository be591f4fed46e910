"""The loop: it learns, stops when asked, and goes on as if nothing had been."""

import time
from itertools import count
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tests.training.fitting.conftest import MakeSet, task_for
from training.errors import TrainingStopped
from training.fitting.fit import Best, Fitting
from training.fitting.journal import Begun, Progress, Validated, read_events
from training.fitting.run_folder import RunFolder
from training.fitting.samples import read_pictures
from training.fitting.task import Minutes, Task
from training.net import start_from
from training.weights import read_weights


def fitting(task: Task, folder: RunFolder) -> Fitting:
    labelled, _ = read_pictures(task.data_yaml)
    folder.path.mkdir(exist_ok=True)
    net = start_from(*read_weights(task.start), labelled.classes)
    return Fitting(task, net, labelled, folder, began=time.monotonic())


def test_a_resumed_run_ends_with_the_very_same_weights(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task = task_for(make_set(train=7, sizes=((96, 64), (64, 96))), untrained, epochs=3)
    whole, parts = RunFolder(tmp_path / "whole"), RunFolder(tmp_path / "parts")
    undisturbed = fitting(task, whole).run()
    for stop_after in (3, 4):
        steps = count(1)
        with pytest.raises(TrainingStopped, match="--resume"):
            fitting(task, parts).run(lambda steps=steps, stop_after=stop_after: next(steps) >= stop_after)  # type: ignore[misc]
    resumed = fitting(task, parts).run()
    assert resumed == undisturbed == Best(step=resumed.step, steps=12, epochs=3.0)
    for name in ("best", "checkpoint"):
        first, again = load_file(getattr(whole, name)), load_file(getattr(parts, name))
        assert set(first) == set(again)
        assert all(torch.equal(first[key], again[key]) for key in first), name
    begun = [event.step for event in read_events(parts.journal) if isinstance(event, Begun)]
    assert begun == [0, 3, 7]


def test_it_learns_and_tells(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task = task_for(make_set(train=8), untrained, epochs=4)
    folder = RunFolder(tmp_path / "run")
    fitting(task, folder).run()
    before = read_weights(untrained)[1]
    after = load_file(folder.best)
    assert any((before[name].float() != after[name]).any() for name in after if name.endswith("conv.weight"))
    events = read_events(folder.journal)
    looked = [event for event in events if isinstance(event, Validated)]
    assert len(looked) >= 8
    assert looked[-1].share == 1
    assert set(looked[-1].per_class_map50) == {"pore"}
    told = [event for event in events if isinstance(event, Progress)]
    assert told[-1].share == 1
    assert all(value > 0 for value in (told[-1].box_loss, told[-1].class_loss, told[-1].edge_loss))


def test_a_budget_of_time_is_used_and_kept(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task = task_for(make_set(train=64), untrained).model_copy(update={"budget": Minutes(minutes=0.3)})
    started = time.monotonic()
    best = fitting(task, RunFolder(tmp_path / "run")).run()
    assert best.steps > 6
    assert time.monotonic() - started < 18, "the loop must leave time to write the model"
