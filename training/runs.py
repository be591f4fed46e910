"""The trainings of a workshop, as people ask for them: which one is at work, how far it is, how each one ended.

All of it is read from the runs' folders, so it is known after a restart, and whoever began a run. Beside what
`training.fitting.run_folder` names, a run that was begun at the screen has

asked.json    what was asked for, and by which process it is done
command.log   what the command said
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, Field, ValidationError

from inspection.closed import Closed
from inspection.places import NAME
from inspection.platform import is_locked
from training.fitting.journal import (
    Finished,
    JournalEvent,
    JournalReader,
    Planned,
    Progress,
    StopCause,
    Stopped,
    Validated,
)
from training.fitting.run_folder import RunFolder

ASKED: Final = "asked.json"
LOG: Final = "command.log"
_CLOCK_S: Final = 30.0
"""When a process began is reckoned from the clock, which may be set; no number is used again so soon."""
_SAID: Final = "meisterblick: "
_AFTER: Final = 1.0
"""Share from which on there is nothing left to learn: the model is written."""


class CommandProcess(Closed):
    """A process that is found again: its number, and when it began, for numbers are used again."""

    pid: int = Field(gt=0)
    began: float

    @classmethod
    def of(cls, pid: int) -> "CommandProcess":
        """The process that has this number now. Raises ProcessLookupError where there is none."""
        import psutil

        try:
            return cls(pid=pid, began=psutil.Process(pid).create_time())
        except psutil.NoSuchProcess as error:
            raise ProcessLookupError(f"there is no process {pid}") from error

    @property
    def is_alive(self) -> bool:
        """Whether it still works; one that ended and that nobody has asked about is none."""
        try:
            import psutil
        except ImportError:  # a bench station without the training part: nothing is trained there
            return False
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.began) < _CLOCK_S and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


class Asked(Closed):
    """What somebody asked for at the screen: to learn from the approved drawings of `part`, within `minutes`."""

    part: str
    minutes: float
    asked_at: AwareDatetime
    process: CommandProcess


class Standing(StrEnum):
    """How a run stands."""

    GATHERING = "gathering"
    """Pictures are gathered and looked through; nothing is learned yet."""
    LEARNING = "learning"
    WRITING = "writing"
    STOPPING = "stopping"
    """Somebody wants it to stop; it comes to the end of its step."""
    FINISHED = "finished"
    STOPPED = "stopped"
    KILLED = "killed"
    FAILED = "failed"


AT_WORK: Final = frozenset({Standing.GATHERING, Standing.LEARNING, Standing.WRITING, Standing.STOPPING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One training. `share` from 0 to 1; `why` is the technical word on an end before the end.

    `looks` are what it found on the pictures that steer it, the oldest first. `may_go_on`: there is something to
    resume.
    """

    name: str
    part: str | None
    begun_at: datetime | None
    standing: Standing
    minutes: float | None
    share: float
    seconds_left: float | None
    looks: tuple[Validated, ...]
    finished: Finished | None
    why: str
    may_go_on: bool

    @property
    def is_at_work(self) -> bool:
        """Whether it goes on by itself."""
        return self.standing in AT_WORK


def runs(home: Path) -> tuple[Run, ...]:
    """Every training of `home`, the newest first; a folder of something else is left out."""
    found = [run for folder in _folders(home) if (run := _read(folder)) is not None]
    return tuple(sorted(found, key=lambda run: run.begun_at.timestamp() if run.begun_at else 0, reverse=True))


def run_at_work(home: Path) -> Run | None:
    """The training that is at work; there is one at most."""
    return next((run for run in runs(home) if run.is_at_work), None)


def _folders(home: Path) -> Iterator[RunFolder]:
    for path in sorted((home / "training").glob("*")):
        if NAME.fullmatch(path.name) and path.is_dir():
            yield RunFolder(path)


def _read(folder: RunFolder) -> Run | None:
    asked, events = _asked(folder), _events(folder.journal)
    if asked is None and not folder.task.exists():
        return None
    finished = next((one for one in events if isinstance(one, Finished)), None)
    progress = next((one for one in reversed(events) if isinstance(one, Progress)), None)
    standing, why = _standing(folder, asked, events)
    return Run(
        name=folder.path.name,
        part=asked.part if asked else None,
        begun_at=asked.asked_at if asked else events[0].at if events else None,
        standing=standing,
        minutes=asked.minutes if asked else None,
        share=1.0 if finished else progress.share if progress else 0.0,
        seconds_left=progress.seconds_left if progress and standing is Standing.LEARNING else None,
        looks=tuple(one for one in events if isinstance(one, Validated)),
        finished=finished,
        why=why,
        may_go_on=standing not in AT_WORK and finished is None and folder.task.exists(),
    )


def _standing(folder: RunFolder, asked: Asked | None, events: list[JournalEvent]) -> tuple[Standing, str]:
    last = events[-1] if events else None
    if isinstance(last, Finished):
        return Standing.FINISHED, ""
    if is_locked(folder.lock) or (asked is not None and asked.process.is_alive):
        return _at_work(folder, last), ""
    match last:
        case Stopped(cause=StopCause.ASKED, why=why):
            return Standing.STOPPED, why
        case Stopped(cause=StopCause.ERROR, why=why):
            return Standing.FAILED, why
        case Stopped(why=why):
            return Standing.KILLED, why
        case _:
            complaint = _complaint(folder)
            return (Standing.FAILED if complaint else Standing.KILLED), complaint


def _complaint(folder: RunFolder) -> str:
    """What the command said when it gave up before there was a journal; "" where it could say nothing."""
    try:
        lines = (folder.path / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line.startswith(_SAID)), "").removeprefix(_SAID)


def _at_work(folder: RunFolder, last: JournalEvent | None) -> Standing:
    if folder.stop.exists():
        return Standing.STOPPING
    match last:
        case None | Stopped():
            return Standing.GATHERING
        case Progress(share=share) | Validated(share=share) if share >= _AFTER:
            return Standing.WRITING
        case _:
            return Standing.LEARNING


def _asked(folder: RunFolder) -> Asked | None:
    try:
        return Asked.model_validate_json((folder.path / ASKED).read_bytes())
    except (OSError, ValidationError):  # begun at the terminal, or by a program that wrote it otherwise
        return None


_READERS: Final[dict[Path, JournalReader]] = {}
_READING: Final = threading.Lock()


def _events(journal: Path) -> list[JournalEvent]:
    """What matters of the events so far; each line of a journal is read once, however often a page asks.

    A night leaves six thousand words on progress, of which the last one counts; nobody keeps the others in memory.
    """
    with _READING:
        reader = _READERS.setdefault(journal, JournalReader(journal))
        events = reader.news()
        newest = next((one for one in reversed(events) if isinstance(one, Progress)), None)
        events[:] = [one for one in events if one is newest or not isinstance(one, Progress | Planned)]
        return list(events)
