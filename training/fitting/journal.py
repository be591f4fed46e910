"""What a training tells: one JSON object a line, appended as it happens, in RUN/progress.jsonl.

The trainer writes, everybody else reads: the command that shows a bar, and the screen. Nothing is ever changed.
"""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from inspection.closed import Closed
from training.fitting.pace import Stretch


class StopCause(StrEnum):
    """Why a run ended before it was finished."""

    ASKED = "asked"
    KILLED = "killed"
    ERROR = "error"


class FoundOf(Closed):
    """So many of so many labelled defects were found."""

    found: int = Field(ge=0)
    of: int = Field(ge=0)


class Begun(Closed):
    """The net is built and the pictures are counted; `step` is above 0 where a run was resumed."""

    event: Literal["begun"] = "begun"
    at: datetime
    step: int
    train_pictures: int
    val_pictures: int
    steps_per_epoch: int


class Planned(Closed):
    """How many steps it will be: see `training.fitting.pace`."""

    event: Literal["planned"] = "planned"
    at: datetime
    stretch: Stretch


class Progress(Closed):
    """So far: epochs done, share of the whole, mean losses since the last such event, seconds left."""

    event: Literal["progress"] = "progress"
    at: datetime
    step: int
    epoch: float
    share: float
    box_loss: float
    class_loss: float
    edge_loss: float
    learning_rate: float
    seconds_left: float


class Validated(Closed):
    """What the averaged net finds on (a sample of) the val split.

    `found` counts each class from the score on that counts at the bench of an uncalibrated model, `false_alarms` what
    is reported there and is labelled nowhere. Runs of earlier versions of the program have neither.
    """

    event: Literal["validated"] = "validated"
    at: datetime
    step: int
    epoch: float
    share: float
    pictures: int
    map50: float
    map50_95: float
    per_class_map50: dict[str, float]
    found: dict[str, FoundOf] = Field(default_factory=dict)
    false_alarms: int | None = None


class Finished(Closed):
    """The model is written; its figures are of the whole val split, through the station's own detector.

    `found` and `false_alarms` count as in `Validated`, with the model's own thresholds.
    """

    event: Literal["finished"] = "finished"
    at: datetime
    step: int
    epoch: float
    best_step: int
    elapsed_s: float
    model: str
    map50: float
    map50_95: float
    found: dict[str, FoundOf] = Field(default_factory=dict)
    false_alarms: int | None = None


class Stopped(Closed):
    """The run ended before it was finished: by a person, by the system, or by an error; `why` says what to do."""

    event: Literal["stopped"] = "stopped"
    at: datetime
    why: str
    cause: StopCause = StopCause.ERROR


JournalEvent = Annotated[Begun | Planned | Progress | Validated | Finished | Stopped, Field(discriminator="event")]
_ADAPTER: TypeAdapter[JournalEvent] = TypeAdapter(JournalEvent)


def write_event(path: Path, event: JournalEvent) -> None:
    """Append the event, in one write; a line that a kill cut off before it is ended first."""
    with path.open("ab") as file:
        if file.tell() > 0 and not _ends_a_line(path):
            file.write(b"\n")
        file.write(event.model_dump_json().encode() + b"\n")


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


class JournalReader:
    """All events so far, each line read once, however often it is asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_bytes = 0
        self.events: list[JournalEvent] = []

    def news(self) -> list[JournalEvent]:
        """All whole events, oldest first; what a kill cut off is left out. No file, no events."""
        if not self._path.exists():
            return self.events
        with self._path.open("rb") as file:
            file.seek(self._read_bytes)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read_bytes += len(whole) + len(newline)
        for line in whole.decode("utf-8", errors="replace").splitlines():
            try:
                self.events.append(_ADAPTER.validate_json(line))
            except ValidationError:
                continue  # cut off by a kill; the run went on below it
        return self.events


def read_events(path: Path) -> list[JournalEvent]:
    """All whole events of the journal, oldest first."""
    return JournalReader(path).news()
