"""The trainer in a process of its own: last in the queue for the processor, and asleep while a part is inspected.

Trainer and station talk through files only: the station holds the lock of HOME/inspecting from trigger to record
(`inspection.precedence`), and this process puts the trainer to sleep for as long. A trainer that dies, however it
dies, harms nothing: the model at the bench is not touched.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from inspection.precedence import inspecting
from training.errors import RunRefused, TrainingStopped
from training.fitting.journal import Finished, JournalEvent, JournalReader, StopCause, Stopped, write_event
from training.fitting.run_folder import RunFolder
from training.fitting.task import now

LOOK_EVERY_S = 0.003
"""An inspection takes 40 ms and more; so much of it may pass before the trainer sleeps."""
SHOW_EVERY_S = 1.0
GRACE_S = 60.0
"""So long a trainer that was asked to stop may take to reach the end of its step and write its checkpoint."""


def run_trainer(folder: RunFolder, home: Path, *, began: float, show: Callable[[list[JournalEvent]], None]) -> Finished:
    """Train until the run is finished, and return its last event; `show` gets all events so far about once a second.

    `began` is the `time.monotonic()` from which a budget of minutes counts. Ctrl-C asks the trainer to write a
    checkpoint and stop; so does the file `folder.stop`, whoever puts it there. Raises TrainingStopped with the reason
    where the run ended otherwise; it can be resumed.
    """
    journal = JournalReader(folder.journal)
    told_before = len(journal.news())
    with folder.log.open("ab") as log:
        trainer = subprocess.Popen(
            [sys.executable, "-P", "-m", "training.train", str(folder.path), str(home), repr(began), str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C comes to this process alone, which then asks; Windows knows no such thing
        )
        try:
            _watch(trainer, home, lambda: _look(folder, trainer, show, journal))
        except KeyboardInterrupt:
            _ask_to_stop(trainer)
        finally:
            _end(trainer)
    events = journal.news()
    show(events)
    last = next((one for one in reversed(events[told_before:]) if isinstance(one, Finished | Stopped)), None)
    match last:
        case Finished():
            return last
        case Stopped(why=why):
            raise TrainingStopped(why)
        case None:
            cause, why = _how_it_died(trainer.returncode, folder)
            write_event(folder.journal, Stopped(at=now(), why=why, cause=cause))
            raise TrainingStopped(why)


def freeze_beside(part: str, home: Path) -> Path:
    """The data.yaml of the approved drawings of `part`, frozen in a process of its own, as the trainer is.

    Raises RunRefused with the reason where nothing can be learned from them.
    """
    command = [sys.executable, "-P", "-m", "training.labelling.lessons", str(home), part, str(os.getpid())]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            _watch(child, home, lambda: None)
            said, why_not = child.communicate()
        finally:
            _end(child)
    if child.returncode:
        raise RunRefused(why_not.strip() or f"the pictures could not be gathered: status {child.returncode}")
    return Path(said.strip()) / "data.yaml"


def _look(
    folder: RunFolder,
    trainer: "subprocess.Popen[bytes]",
    show: Callable[[list[JournalEvent]], None],
    journal: JournalReader,
) -> None:
    """Show what is new; a trainer that was asked to stop and does not come to it is ended."""
    show(journal.news())
    with suppress(FileNotFoundError):
        if time.time() - folder.stop.stat().st_mtime > GRACE_S:
            trainer.kill()


def _watch(trainer: "subprocess.Popen[bytes] | subprocess.Popen[str]", home: Path, show: Callable[[], None]) -> None:
    """Until the trainer ends: asleep while a part is inspected, awake else."""
    import psutil

    process = psutil.Process(trainer.pid)
    shown, asleep = 0.0, False
    while trainer.poll() is None:
        busy = inspecting(home)
        if busy != asleep:
            with suppress(psutil.NoSuchProcess):
                (process.suspend if busy else process.resume)()
            asleep = busy
        if not busy and time.monotonic() - shown > SHOW_EVERY_S:
            shown = time.monotonic()
            show()
        time.sleep(LOOK_EVERY_S)


def _ask_to_stop(trainer: "subprocess.Popen[bytes]") -> None:
    """SIGTERM; on Windows, which has none, the trainer dies and goes on from its last checkpoint."""
    _wake(trainer)
    trainer.terminate()
    try:
        trainer.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        trainer.kill()


def _end(trainer: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """No trainer is left behind, awake or asleep."""
    if trainer.poll() is None:
        trainer.kill()
    trainer.wait()


def _wake(trainer: "subprocess.Popen[bytes]") -> None:
    import psutil

    with suppress(psutil.NoSuchProcess):
        psutil.Process(trainer.pid).resume()


def _how_it_died(status: int, folder: RunFolder) -> tuple[StopCause, str]:
    """What a person should know of a trainer that could not say it itself."""
    if folder.stop.exists():
        return StopCause.ASKED, "the training was stopped; --resume goes on with it"
    killed = os.name == "posix" and status == -signal.SIGKILL
    if killed:
        how = "was killed: most often because memory ran out; close other programs, or take a smaller --side"
    else:
        how = f"ended with status {status}; {folder.log} says why"
    why = f"the training {how}. The model at the bench is unchanged; --resume goes on from the last checkpoint"
    return (StopCause.KILLED if killed else StopCause.ERROR), why
