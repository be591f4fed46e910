"""The trainer as a process: asleep while a part is inspected, stopped when asked, reported when it dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from inspection.precedence import Precedence
from tests.training.fitting.conftest import MakeSet, make_set, task_for, untrained  # noqa: F401 (fixtures)
from training.errors import TrainingStopped
from training.fitting.journal import JournalEvent, Progress, StopCause, Stopped, read_events
from training.fitting.lessons import read_lessons
from training.fitting.run_folder import RunFolder
from training.supervision import run_trainer

pytestmark = [pytest.mark.timeout(180), pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")]


@pytest.fixture
def folder(tmp_path: Path, make_set: MakeSet, untrained: Path) -> RunFolder:  # noqa: F811
    """A run that takes long enough to be disturbed."""
    found = RunFolder.of("small", tmp_path)
    data_yaml = make_set(train=8)
    found.begin(task_for(data_yaml, untrained, epochs=500), read_lessons(data_yaml), tmp_path)
    return found


def trainers(folder: RunFolder) -> list[psutil.Process]:
    """The processes that train in that folder; pytest may have other children."""
    return [child for child in psutil.Process().children() if str(folder.path) in child.cmdline()]


def trainer_of(folder: RunFolder) -> psutil.Process:
    [found] = trainers(folder)
    return found


def trained(folder: RunFolder, home: Path, disturb: Callable[[psutil.Process], None]) -> str:
    """Why the run stopped, when `disturb` got the trainer's process as soon as it had learned something."""
    disturbed = threading.Event()

    def show(events: list[JournalEvent]) -> None:
        if any(isinstance(event, Progress) for event in events) and not disturbed.is_set():
            disturbed.set()
            disturb(trainer_of(folder))

    with pytest.raises(TrainingStopped) as stopped:
        run_trainer(folder, home, began=time.monotonic(), show=show)
    assert disturbed.is_set()
    return str(stopped.value)


def test_a_killed_trainer_is_reported_with_what_to_do(folder: RunFolder, tmp_path: Path) -> None:
    why = trained(folder, tmp_path, lambda process: process.kill())
    assert "memory ran out" in why
    assert "--resume" in why
    last = read_events(folder.journal)[-1]
    assert isinstance(last, Stopped)
    assert last.why == why
    assert last.cause is StopCause.KILLED
    assert not (tmp_path / "models").exists()


def test_the_trainer_stands_back_and_sleeps_while_a_part_is_inspected(folder: RunFolder, tmp_path: Path) -> None:
    precedence = Precedence(tmp_path)
    seen: list[tuple[str, float]] = []

    def disturb(process: psutil.Process) -> None:
        assert process.nice() == 19
        assert sys.platform != "linux" or os.sched_getscheduler(process.pid) == os.SCHED_IDLE

        def watch() -> None:
            with precedence.held():
                started = time.monotonic()
                while process.status() != psutil.STATUS_STOPPED and time.monotonic() - started < 2:
                    time.sleep(0.001)
                seen.append(("asleep", time.monotonic() - started))
                before = process.cpu_times().user
                time.sleep(0.5)
                seen.append(("worked meanwhile", process.cpu_times().user - before))
            started = time.monotonic()
            while process.status() == psutil.STATUS_STOPPED and time.monotonic() - started < 2:
                time.sleep(0.001)
            seen.append(("awake", time.monotonic() - started))
            process.kill()

        threading.Thread(target=watch).start()

    trained(folder, tmp_path, disturb)
    took = dict(seen)
    assert took["asleep"] < 2  # it did fall asleep, and below, it did wake up
    assert took["worked meanwhile"] == 0
    assert took["awake"] < 2


ONE_AT_A_KEYBOARD = """
import signal, sys, time
from pathlib import Path
from training.errors import TrainingStopped
from training.fitting.run_folder import RunFolder
from training.supervision import run_trainer

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a shell ignores it
try:
    run_trainer(RunFolder(Path(sys.argv[1])), Path(sys.argv[2]), began=time.monotonic(), show=lambda events: None)
except TrainingStopped as stopped:
    print(stopped)
"""


def test_ctrl_c_stops_it_with_a_checkpoint(folder: RunFolder, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ONE_AT_A_KEYBOARD, str(folder.path), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        deadline = time.monotonic() + 120
        while not any(isinstance(event, Progress) for event in read_events(folder.journal)):
            assert run.poll() is None, "the run ended by itself"
            assert time.monotonic() < deadline, "nothing was learned"
            time.sleep(0.1)
        [trainer] = [child for child in psutil.Process(run.pid).children() if str(folder.path) in child.cmdline()]
        run.send_signal(signal.SIGINT)
        why, _ = run.communicate(timeout=90)
    assert "--resume goes on" in why
    assert folder.checkpoint.exists()
    assert not trainer.is_running()


def test_a_file_stops_it_with_a_checkpoint(folder: RunFolder, tmp_path: Path) -> None:
    why = trained(folder, tmp_path, lambda process: folder.stop.touch())
    assert "--resume goes on" in why
    stopped = read_events(folder.journal)[-1]
    assert isinstance(stopped, Stopped)
    assert stopped.cause is StopCause.ASKED
    assert folder.checkpoint.exists()
    assert not trainers(folder)
