"""What a training tells: one JSON object a line, appended as it happens, in RUN/progress.jsonl.

The trainer writes, everybody else reads: the command that shows a bar, and the screen. Nothing is ever changed.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from inspection.closed import Closed
from training.fitting.pace import Stretch


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
    """What the averaged net finds on (a sample of) the val split."""

    event: Literal["validated"] = "validated"
    at: datetime
    step: int
    epoch: float
    share: float
    pictures: int
    map50: float
    map50_95: float
    per_class_map50: dict[str, float]


class Finished(Closed):
    """The model is written; its figures are of the whole val split, through the station's own detector."""

    event: Literal["finished"] = "finished"
    at: datetime
    step: int
    epoch: float
    best_step: int
    elapsed_s: float
    model: str
    map50: float
    map50_95: float


class Stopped(Closed):
    """The run ended before it was finished: by a person, by the system, or by an error; `why` says what to do."""

    event: Literal["stopped"] = "stopped"
    at: datetime
    why: str


JournalEvent = Annotated[Begun | Planned | Progress | Validated | Finished | Stopped, Field(discriminator="event")]
_ADAPTER: TypeAdapter[JournalEvent] = TypeAdapter(JournalEvent)


def write_event(path: Path, event: JournalEvent) -> None:
    """Append the event, in one write."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(event.model_dump_json() + "\n")


def read_events(path: Path) -> list[JournalEvent]:
    """All whole events, oldest first; a last line that a kill cut off is left out. No file, no events."""
    events: list[JournalEvent] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            events.append(_ADAPTER.validate_json(line))
        except ValidationError:
            continue  # cut off by a kill; the run goes on below it
    return events
