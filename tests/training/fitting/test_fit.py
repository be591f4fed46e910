"""The loop: it learns, stops when asked, and goes on as if nothing had been."""

import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tests.training.fitting.conftest import MakeSet, task_for
from training.data.labels import LabelledPicture
from training.errors import NothingLearned, RunRefused, TrainingStopped
from training.fitting import fit, stopwatch
from training.fitting.allowance import CLOSING_S
from training.fitting.batches import Batch
from training.fitting.checkpoint import read_checkpoint, save_checkpoint
from training.fitting.fit import Best, Fitting
from training.fitting.journal import Begun, Progress, Validated, read_events
from training.fitting.learner import Learner
from training.fitting.lessons import read_lessons
from training.fitting.run_folder import RunFolder
from training.fitting.task import Minutes, Task
from training.fitting.validating import Looked, validate
from training.net import ShopNet, start_from
from training.weights import read_weights


def fitting(task: Task, folder: RunFolder, *, began: float | None = None) -> Fitting:
    labelled = read_lessons(task.data_yaml).labelled
    folder.path.mkdir(exist_ok=True)
    net = start_from(*read_weights(task.start), labelled.classes, seed=task.seed)
    return Fitting(task, net, labelled, folder, began=time.monotonic() if began is None else began)


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
    assert looked[-1].found["pore"].of == 2
    assert looked[-1].false_alarms is not None
    told = [event for event in events if isinstance(event, Progress)]
    assert told[-1].share == 1
    assert all(value > 0 for value in (told[-1].box_loss, told[-1].class_loss, told[-1].edge_loss))


def test_a_look_after_the_last_checkpoint_is_not_forgotten(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    """Killed between the two: the best net on the disk is better than the checkpoint knows."""
    task = task_for(make_set(train=8), untrained, epochs=4)
    folder = RunFolder(tmp_path / "run")
    steps = count(1)
    with pytest.raises(TrainingStopped):
        fitting(task, folder).run(lambda: next(steps) >= 6)
    found = read_checkpoint(folder.best)
    assert found is not None
    better = found[1].model_copy(update={"best_map50_95": 0.99, "best_step": 6})
    save_checkpoint(folder.best, found[0], better)
    before = folder.best.read_bytes()
    best = fitting(task, folder).run()
    assert best.step == 6
    assert folder.best.read_bytes() == before


def test_classes_that_the_start_does_not_know_begin_the_same_every_time(untrained: Path) -> None:
    card, tensors = read_weights(untrained)
    first, again, other = (
        start_from(card, tensors, ("crack", "Lunker"), seed=seed).state_dict()["model.22.cv3.0.2.weight"]
        for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert torch.equal(first[0], other[0])
    assert not torch.equal(first[1], other[1])


class WorkClock:
    """A clock that only work moves: steps of uneven length, and looks at pictures."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 100.0
        learn, look = Learner.step, validate

        def step(learner: Learner, batch: Batch, rate: float) -> tuple[float, float, float] | None:
            self.now_s += 2.0 if self.now_s < 102 else 0.2 + self.now_s % 0.2  # the first one warms everything up
            return learn(learner, batch, rate)

        def looking(
            net: ShopNet, pictures: Sequence[LabelledPicture], classes: tuple[str, ...], side_px: int
        ) -> Looked:
            self.now_s += 0.05 * len(pictures)
            return look(net, pictures, classes, side_px)

        monkeypatch.setattr(Learner, "step", step)
        monkeypatch.setattr(fit, "validate", looking)
        for module in (fit, stopwatch):
            monkeypatch.setattr(module, "time", self)

    def monotonic(self) -> float:
        return self.now_s


def test_a_budget_of_time_is_used_and_kept(
    tmp_path: Path, make_set: MakeSet, untrained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.fitting.allowance.CLOSING_S", 4.0)
    clock = WorkClock(monkeypatch)
    task = task_for(make_set(train=64), untrained).model_copy(update={"budget": Minutes(minutes=0.3)})
    started = clock.monotonic()
    best = fitting(task, RunFolder(tmp_path / "run"), began=started).run()
    seconds = clock.monotonic() - started
    assert best.steps > 20
    assert 12.5 < seconds <= 18 - 4, "the loop must leave four seconds to write the model, and use the rest"


def test_few_pictures_take_less_than_the_budget_and_it_says_so(
    tmp_path: Path, make_set: MakeSet, untrained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "MOST_EPOCHS", 10)
    clock = WorkClock(monkeypatch)
    task = task_for(make_set(train=8), untrained).model_copy(update={"budget": Minutes(minutes=10)})
    folder = RunFolder(tmp_path / "run")
    started = clock.monotonic()
    best = fitting(task, folder, began=started).run()
    assert (best.steps, best.epochs) == (40, 10.0)
    took_s = clock.monotonic() - started
    told = [event for event in read_events(folder.journal) if isinstance(event, Progress)]
    assert len(told) >= 3
    for event in told:
        assert took_s * (1 - event.share) - 2 < event.seconds_left < took_s * (1 - event.share) + CLOSING_S + 4


def test_a_budget_that_judging_alone_would_take_is_refused(tmp_path: Path, make_set: MakeSet, untrained: Path) -> None:
    task = task_for(make_set(), untrained).model_copy(update={"budget": Minutes(minutes=0.2)})
    with pytest.raises(RunRefused, match="give at least 1"):
        fitting(task, RunFolder(tmp_path / "run")).run()


def test_a_net_without_numbers_stops_and_spoils_no_checkpoint(
    tmp_path: Path, make_set: MakeSet, untrained: Path
) -> None:
    task = task_for(make_set(train=8), untrained, epochs=40)
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    labelled = read_lessons(task.data_yaml).labelled
    net = start_from(*read_weights(untrained), labelled.classes, seed=1)
    with torch.no_grad():
        net.model[0].conv.weight[0, 0, 0, 0] = float("nan")
    with pytest.raises(NothingLearned, match="gave no number"):
        Fitting(task, net, labelled, folder, began=time.monotonic()).run()
    assert not folder.checkpoint.exists()
