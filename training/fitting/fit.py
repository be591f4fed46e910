"""The loop: from a net and pictures to the net that finds most on the val split.

    batch -> learn -> (now and then) plan -> (at its marks) look -> tell -> (now and then) save -> next batch

What is learned depends on task, pictures and plan alone, never on when the run was stopped and resumed.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from camera.frame import Pixels
from training.data.labels import LabelledSet
from training.errors import NothingLearned, TrainingStopped
from training.fitting.allowance import MOST_WATCHED, Allowance
from training.fitting.batches import Batch, Batches, preview
from training.fitting.checkpoint import Standing, read_checkpoint, save_checkpoint
from training.fitting.journal import Begun, Planned, Progress, Validated, write_event
from training.fitting.learner import Learner
from training.fitting.pace import Pace
from training.fitting.run_folder import RunFolder
from training.fitting.samples import Samples
from training.fitting.schedule import learning_rate, validation_marks
from training.fitting.stopwatch import Stopwatch
from training.fitting.task import Epochs, Minutes, Task, now
from training.fitting.validating import validate
from training.net import ShopNet
from training.spread import spread_evenly

GIVE_UP_AFTER = 20
"""So many steps without a number are no accident."""
SAVE_EVERY_S = 30.0
TELL_EVERY_S = 5.0
PLAN_EVERY_S = 10.0
FIRST_GUESS_STEPS = 100_000
"""Stands for the length of a run with a time budget until its first steps were timed."""
MOST_EPOCHS = 100
"""However long the night: what comes after so many passes over the same pictures is learned by heart (decision 9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The averaged net that did best lies in the run's folder: its step, all steps, epochs."""

    step: int
    steps: int
    epochs: float


class Fitting:
    """One run of the loop. Make it, call `run`, throw it away."""

    def __init__(self, task: Task, net: ShopNet, labelled: LabelledSet, folder: RunFolder, *, began: float) -> None:
        """Takes the net as its own; goes on from the folder's checkpoint where there is one.

        `began` is the `time.monotonic()` from which a budget of minutes counts. Raises RunDamaged.
        """
        import cv2

        torch.set_num_threads(task.threads)
        cv2.setNumThreads(task.threads)
        self._task, self._folder, self._classes = task, folder, labelled.classes
        self._samples = Samples(labelled.splits["train"], labelled.classes, task.longest_side_px)
        self._val = labelled.splits["val"]
        self._watched = spread_evenly(self._val, MOST_WATCHED)
        self._batches = Batches(self._samples, seed=task.seed, batch_px=task.batch_px)
        self._learner = Learner(net)
        self._step, self._elapsed_before_s, self._began = 0, 0.0, began
        self._looked_at, self._best, self._best_step = 0.0, -1.0, 0
        self._pace = Pace.of(self._steps_wanted())
        self._marks = validation_marks(task)
        self._allowance = Allowance.of(task, task.budget, len(self._val)) if isinstance(task.budget, Minutes) else None
        self._watch, self._looking_s, self._picture_s = Stopwatch(), 0.0, 0.0
        self._resume()
        self._losses: list[tuple[float, float, float]] = []
        self._without_number = 0
        self._saved = self._told = self._planned = time.monotonic()

    def preview(self) -> Pixels:
        """Some pictures as the net will see them, on one sheet: shape (height, 1280, 3) RGB."""
        return preview(self._samples, seed=self._task.seed)

    def run(self, stopped: Callable[[], bool] = lambda: False) -> Best:
        """Train to the end of the budget. Raises TrainingStopped, after a checkpoint, when `stopped` says so."""
        self._tell_begin()
        self._allow()
        for batch in self._batches.from_step(self._step):
            if self._share() >= 1:
                break
            self._learn(batch)
            self._plan()
            if self._due():
                self._look()
            self._tell()
            if stopped():
                self._save()
                raise TrainingStopped("the training was stopped; --resume goes on with it")
            if time.monotonic() - self._saved > SAVE_EVERY_S:
                self._save()
        self._save()
        return Best(step=self._best_step, steps=self._step, epochs=self._epoch())

    def _learn(self, batch: Batch) -> None:
        losses = self._learner.step(batch, learning_rate(self._task, self._share()))
        self._step += 1
        self._watch.stepped()
        if losses is not None:
            self._losses.append(losses)
            self._without_number = 0
            return
        self._without_number += 1
        if self._without_number >= GIVE_UP_AFTER:
            raise NothingLearned(
                f"{GIVE_UP_AFTER} steps one after the other gave no number; the labels or the weights to start from "
                "are not what they should be: `meisterblick dataset check`, or another --base"
            )

    def _allow(self) -> None:
        """Time a look at a few pictures, and watch so many that all looks together stay within their share.

        Raises RunRefused where the minutes are too few to learn anything in.
        """
        if self._allowance is None or self._picture_s > 0:
            return
        some = spread_evenly(self._val, 4)
        for _ in range(2):  # the first time warms up
            started = time.monotonic()
            validate(self._learner.average, some, self._classes, self._task.longest_side_px)
            self._picture_s = (time.monotonic() - started) / len(some)
        self._watched = spread_evenly(self._val, self._allowance.watched(self._picture_s))
        self._allowance.refuse_too_short(
            elapsed_s=self.elapsed_s(), picture_s=self._picture_s, watched=len(self._watched)
        )

    def _plan(self) -> None:
        """Estimate anew how many steps the minutes that are left have room for."""
        if self._allowance is None or not self._watch.due(time.monotonic() - self._planned > PLAN_EVERY_S):
            return
        self._planned = time.monotonic()
        room = self._allowance.steps_left(
            elapsed_s=self.elapsed_s(), besides_s=self._besides_s(self._allowance), step_s=self._watch.step_s
        )
        most = MOST_EPOCHS * self._batches.steps_per_epoch - self._step
        self._pace = self._pace.replanned(at_step=self._step, steps_left=min(room, most))
        write_event(self._folder.journal, Planned(at=now(), stretch=self._pace.stretches[-1]))

    def _due(self) -> bool:
        """Whether to look at the val split now: at a mark, at the last one in any case."""
        share = self._share()
        if not any(self._looked_at < mark <= share for mark in self._marks):
            return False
        return (
            share >= 1
            or self._allowance is None
            or self._allowance.may_look(
                elapsed_s=self.elapsed_s(),
                looking_s=self._looking_s,
                look_s=self._picture_s * len(self._watched),
            )
        )

    def _look(self) -> None:
        """Hold the average against the val split, and keep it where it is the best so far."""
        started = time.monotonic()
        looked = validate(self._learner.average, self._watched, self._classes, self._task.longest_side_px)
        found = looked.score
        self._watch.paused()
        self._looking_s += time.monotonic() - started
        self._picture_s = (time.monotonic() - started) / len(self._watched)
        self._looked_at = self._share()
        if found.map50_95 > self._best:
            self._best, self._best_step = found.map50_95, self._step
            save_checkpoint(self._folder.best, self._learner.average.state_dict(), self._standing())
        event = Validated(
            at=now(),
            step=self._step,
            epoch=self._epoch(),
            share=round(self._looked_at, 4),
            pictures=len(self._watched),
            map50=round(found.map50, 4),
            map50_95=round(found.map50_95, 4),
            per_class_map50={name: round(ap, 4) for name, (ap, _) in found.per_class.items()},
            found=dict(looked.counted.per_class),
            false_alarms=looked.counted.false_alarms,
        )
        write_event(self._folder.journal, event)

    def _tell_begin(self) -> None:
        event = Begun(
            at=now(),
            step=self._step,
            train_pictures=len(self._samples),
            val_pictures=len(self._val),
            steps_per_epoch=self._batches.steps_per_epoch,
        )
        write_event(self._folder.journal, event)

    def _tell(self) -> None:
        if time.monotonic() - self._told < TELL_EVERY_S and self._share() < 1:
            return
        if not self._losses:
            return
        self._told = time.monotonic()
        box, classes, edge = (sum(column) / len(self._losses) for column in zip(*self._losses, strict=True))
        self._losses.clear()
        event = Progress(
            at=now(),
            step=self._step,
            epoch=self._epoch(),
            share=round(self._share(), 4),
            box_loss=round(box, 4),
            class_loss=round(classes, 4),
            edge_loss=round(edge, 4),
            learning_rate=round(learning_rate(self._task, self._share()), 6),
            seconds_left=round(self._seconds_left(), 1),
        )
        write_event(self._folder.journal, event)

    def _save(self) -> None:
        self._saved = time.monotonic()
        save_checkpoint(self._folder.checkpoint, self._learner.tensors(), self._standing())

    def _resume(self) -> None:
        found = read_checkpoint(self._folder.checkpoint)
        if found is None:
            return
        tensors, standing = found
        self._learner.restore(tensors, standing.averaged)
        self._step, self._elapsed_before_s = standing.step, standing.elapsed_s
        self._looked_at, self._best, self._best_step = standing.looked_at, standing.best_map50_95, standing.best_step
        self._pace = Pace(stretches=standing.stretches)
        self._watched = spread_evenly(self._val, standing.watched)
        self._picture_s, self._looking_s = standing.picture_s, standing.looking_s
        kept = read_checkpoint(self._folder.best)
        if kept is not None:  # may be of a look after the last checkpoint
            self._best, self._best_step = kept[1].best_map50_95, kept[1].best_step

    def _standing(self) -> Standing:
        return Standing(
            step=self._step,
            averaged=self._learner.averaged,
            elapsed_s=self.elapsed_s(),
            stretches=self._pace.stretches,
            looked_at=self._looked_at,
            watched=len(self._watched),
            picture_s=self._picture_s,
            looking_s=self._looking_s,
            best_map50_95=self._best,
            best_step=self._best_step,
        )

    def _steps_wanted(self) -> int:
        match self._task.budget:
            case Epochs(epochs=epochs):
                return epochs * self._batches.steps_per_epoch
            case Minutes():
                return FIRST_GUESS_STEPS

    def _seconds_left(self) -> float:
        """To the end: of the budget, or of MOST_EPOCHS where that comes sooner."""
        steps_s = (self._pace.total - self._step) * self._watch.step_s
        if self._allowance is None:
            return steps_s
        budget_s = max(0.0, self._allowance.budget_s - self.elapsed_s())
        return min(budget_s, steps_s + self._besides_s(self._allowance)) if self._watch.step_s else budget_s

    def _besides_s(self, allowance: Allowance) -> float:
        """What is still to do beside the steps."""
        return allowance.besides_s(
            share=self._share(),
            looking_s=self._looking_s,
            picture_s=self._picture_s,
            watched=len(self._watched),
        )

    def _share(self) -> float:
        return self._pace.share(self._step)

    def _epoch(self) -> float:
        return round(self._step / self._batches.steps_per_epoch, 3)

    def elapsed_s(self) -> float:
        """Seconds at work, those before a kill included."""
        return self._elapsed_before_s + time.monotonic() - self._began
