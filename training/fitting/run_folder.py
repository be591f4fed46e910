"""The folder of one training, HOME/training/NAME: what was asked, what happened, where it is.

task.json               what was asked, with seed, data and environment
progress.jsonl          what happened, see `journal`
preview.jpg             pictures as the net sees them
checkpoint.safetensors  where the run is
best.safetensors        the averaged net that did best on the val split
trainer.log             what the trainer's libraries said
stop                    somebody wants the run to end; gone when it goes on
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from inspection.on_disk import write_durably
from inspection.places import NAME, SHIPPED_MODELS
from inspection.platform import FileLock
from training.errors import RunDamaged, RunRefused
from training.fitting.journal import Finished, read_events
from training.fitting.lessons import Lessons
from training.fitting.task import Task

LOCK_WAIT_S = 5.0
"""A trainer that was killed a moment ago still has its memory given back."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The paths of one run."""

    path: Path

    @property
    def task(self) -> Path:
        """What was asked."""
        return self.path / "task.json"

    @property
    def journal(self) -> Path:
        """What happened."""
        return self.path / "progress.jsonl"

    @property
    def preview(self) -> Path:
        """Pictures as the net sees them."""
        return self.path / "preview.jpg"

    @property
    def checkpoint(self) -> Path:
        """Where the run is."""
        return self.path / "checkpoint.safetensors"

    @property
    def best(self) -> Path:
        """The averaged net that did best so far."""
        return self.path / "best.safetensors"

    @property
    def lock(self) -> Path:
        """Held by the trainer itself for as long as it lives."""
        return self.path / ".lock"

    @property
    def log(self) -> Path:
        """What the trainer's libraries said."""
        return self.path / "trainer.log"

    @property
    def stop(self) -> Path:
        """There once somebody wants the run to end: on every system, and whoever started it."""
        return self.path / "stop"

    @classmethod
    def of(cls, name: str, home: Path) -> Self:
        """The run called `name`. Raises RunRefused for what is no name."""
        if not NAME.fullmatch(name):
            raise RunRefused(f"{name!r} is no name for a model: use small letters, digits and hyphens")
        return cls(home / "training" / name)

    def begin(self, task: Task, lessons: Lessons, home: Path) -> None:
        """Make the folder with its task; on the disk when it returns.

        Raises RunRefused where there is a run or a model of that name.
        """
        if self.task.exists():
            raise RunRefused(
                f"there is a training called {task.name!r} ({self.path}); go on with it by --resume, or choose "
                "another --name"
            )
        for taken in (home / "models" / task.name, SHIPPED_MODELS / task.name):
            if taken.exists():
                raise RunRefused(f"there is a model called {task.name!r} ({taken}); choose another --name")
        self.path.mkdir(parents=True, exist_ok=True)
        digests = sorted(digest for split in lessons.digests.values() for digest in split)
        write_durably(self.path / "learned.txt", "".join(f"{digest}\n" for digest in digests).encode())
        write_durably(self.task, task.model_dump_json(indent=2).encode() + b"\n")

    def refuse_finished(self) -> None:
        """Raises RunRefused where there is nothing to go on with."""
        name = self.read_task().name
        if any(isinstance(event, Finished) for event in read_events(self.journal)):
            raise RunRefused(f"the training {name!r} is finished; start another, by another name, with --base {name}")

    def forget_stop(self, before: float) -> None:
        """A wish to stop from before this time (as of `time.time`) was one of an earlier training."""
        with suppress(FileNotFoundError):
            if self.stop.stat().st_mtime < before:
                self.stop.unlink()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises RunRefused while another trainer works in this folder: one whose command was killed, say."""
        try:
            lock = FileLock.take(self.lock, wait_s=LOCK_WAIT_S)
        except BlockingIOError as error:
            raise RunRefused(f"a trainer is still at work in {self.path}; wait for it, or end its process") from error
        try:
            yield
        finally:
            lock.release()

    def read_task(self) -> Task:
        """What was asked. Raises RunRefused where nothing was, RunDamaged for a task.json that cannot be read."""
        try:
            return Task.model_validate_json(self.task.read_bytes())
        except FileNotFoundError as error:
            raise RunRefused(
                f"there is no training called {self.path.name!r} to go on with; start it without --resume"
            ) from error
        except (OSError, ValidationError) as error:
            raise RunDamaged(
                f"{self.task} cannot be read ({error}); start the training anew, by another name"
            ) from error


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Raises RunRefused while another training is at work in `home`."""
    (home / "training").mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock.take(home / "training" / ".lock")
    except BlockingIOError as error:
        raise RunRefused("another training is at work; wait for its end, or stop it with Ctrl-C") from error
    try:
        yield
    finally:
        lock.release()
