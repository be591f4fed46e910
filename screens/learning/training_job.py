"""Begins, stops and goes on with a training: a process of its own that no browser and no server takes with it.

What is begun here is `meisterblick train`. Its trainer dies with the command on Linux, so it is the command that is
begun in a session of its own: it lives on when this server ends. Whoever wants to know how it stands reads
`training.runs`; nothing is remembered here.
"""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from inspection.on_disk import write_durably
from inspection.places import SHIPPED_MODELS
from training.errors import RunRefused
from training.fitting.run_folder import RunFolder
from training.runs import ASKED, LOG, Asked, CommandProcess, run_at_work, runs

_BEGINNING: Final = threading.Lock()
"""Two clicks begin one training."""


def budget_arguments(minutes: float) -> tuple[str, ...]:
    """How the command is told how long it may take."""
    return ("--minutes", f"{minutes:g}")


def can_train() -> bool:
    """Whether the training part is installed; a bench station leaves it out."""
    return find_spec("torch") is not None and find_spec("ultralytics") is not None


def begin(home: Path, *, part: str, name: str, minutes: float) -> None:
    """Learn from the approved drawings of `part`; the model will be called `name`.

    Raises RunRefused where a name is taken or another training is at work, OSError.
    """
    with _BEGINNING:
        _refuse_second(home)
        folder = RunFolder.of(name, home)
        if is_taken(home, name):
            raise RunRefused(f"there is a model or a training called {name!r}; choose another name")
        _spawn(home, folder, part, minutes, "--part", part, *budget_arguments(minutes), at=datetime.now(UTC))


def go_on(home: Path, name: str) -> None:
    """Go on with a training that ended before its time. Raises as `begin`."""
    with _BEGINNING:
        _refuse_second(home)
        run = next((one for one in runs(home) if one.name == name), None)
        if run is None or not run.may_go_on:
            raise RunRefused(f"there is nothing to go on with in {name!r}; begin a new training")
        _spawn(
            home,
            RunFolder.of(name, home),
            run.part or "",
            run.minutes or 0,
            "--resume",
            at=run.begun_at or datetime.now(UTC),
        )


def stop(home: Path, name: str) -> None:
    """Ask the training to stop at the end of its step; it can go on later. Raises RunRefused, OSError."""
    folder = RunFolder.of(name, home)
    if folder.path.is_dir():
        folder.stop.touch()


def is_taken(home: Path, name: str) -> bool:
    """Whether there is a model or a training of that name already."""
    there = (home / "models" / name, SHIPPED_MODELS / name, RunFolder.of(name, home).task)
    return any(path.exists() for path in there)


def _refuse_second(home: Path) -> None:
    if (other := run_at_work(home)) is not None:
        raise RunRefused(f"the training {other.name!r} is at work; wait for its end, or stop it")


def _spawn(home: Path, folder: RunFolder, part: str, minutes: float, *arguments: str, at: datetime) -> None:
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.stop.unlink(missing_ok=True)
    command = [sys.executable, "-P", "-m", "commands", "--home", str(home), "train", "--name", folder.path.name]
    with (folder.path / LOG).open("ab") as log:
        process = subprocess.Popen(
            [*command, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **on_its_own()
        )
    threading.Thread(target=process.wait, name="training", daemon=True).start()  # leave no zombie behind
    asked = Asked(part=part, minutes=minutes, asked_at=at, process=CommandProcess.of(process.pid))
    write_durably(folder.path / ASKED, asked.model_dump_json(indent=2).encode() + b"\n")


def on_its_own() -> dict[str, Any]:
    """What keeps a process alive when this one ends, and a Ctrl-C at this server's terminal away from it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
