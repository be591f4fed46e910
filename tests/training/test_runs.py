"""How trainings stand, read from their folders alone: while they work, after a kill, after years."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspection.platform import FileLock
from training.fitting.journal import (
    Begun,
    Finished,
    FoundOf,
    JournalEvent,
    Progress,
    StopCause,
    Stopped,
    Validated,
    write_event,
)
from training.fitting.run_folder import RunFolder
from training.runs import ASKED, LOG, Asked, CommandProcess, Run, Standing, _events, run_at_work, runs

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = CommandProcess.of(os.getpid())
BEGUN = Begun(at=NOON, step=0, train_pictures=18, val_pictures=6, steps_per_epoch=2)
FINISHED = Finished(at=NOON, step=9, epoch=4, best_step=8, elapsed_s=800, model="plates", map50=0.9, map50_95=0.6)


def progress(share: float) -> Progress:
    return Progress(
        at=NOON,
        step=5,
        epoch=2,
        share=share,
        box_loss=1,
        class_loss=1,
        edge_loss=1,
        learning_rate=0.1,
        seconds_left=300,
    )


def looked(share: float, found: int) -> Validated:
    return Validated(
        at=NOON,
        step=4,
        epoch=2,
        share=share,
        pictures=6,
        map50=0.5,
        map50_95=0.3,
        per_class_map50={"pore": 0.5},
        found={"pore": FoundOf(found=found, of=10)},
        false_alarms=1,
    )


def make(
    home: Path, *events: JournalEvent, name: str = "plates", process: CommandProcess = HERE, at: datetime = NOON
) -> RunFolder:
    folder = RunFolder.of(name, home)
    folder.path.mkdir(parents=True)
    asked = Asked(part="plate", minutes=15, asked_at=at, process=process)
    (folder.path / ASKED).write_text(asked.model_dump_json(), encoding="utf-8")
    for event in events:
        write_event(folder.journal, event)
    return folder


def only(home: Path) -> Run:
    [found] = runs(home)
    return found


@pytest.fixture(scope="module")
def dead() -> CommandProcess:
    """A process that has ended since."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        return CommandProcess.of(process.pid)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((), Standing.GATHERING),
        ((BEGUN,), Standing.LEARNING),
        ((BEGUN, progress(0.4), looked(0.4, 3)), Standing.LEARNING),
        ((BEGUN, progress(1.0)), Standing.WRITING),
        ((BEGUN, Stopped(at=NOON, why="stopped", cause=StopCause.ASKED)), Standing.GATHERING),  # it is going on
        ((BEGUN, FINISHED), Standing.FINISHED),
    ],
)
def test_while_its_process_lives(tmp_path: Path, events: tuple[JournalEvent, ...], standing: Standing) -> None:
    make(tmp_path, *events)
    assert only(tmp_path).standing is standing
    assert (run_at_work(tmp_path) is None) is (standing is Standing.FINISHED)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((), Standing.KILLED),
        ((BEGUN, progress(0.4)), Standing.KILLED),
        ((BEGUN, Stopped(at=NOON, why="memory ran out", cause=StopCause.KILLED)), Standing.KILLED),
        ((BEGUN, Stopped(at=NOON, why="stopped", cause=StopCause.ASKED)), Standing.STOPPED),
        ((Stopped(at=NOON, why="too few"),), Standing.FAILED),
        ((BEGUN, FINISHED), Standing.FINISHED),
    ],
)
def test_after_its_process_has_ended(
    tmp_path: Path, dead: CommandProcess, events: tuple[JournalEvent, ...], standing: Standing
) -> None:
    folder = make(tmp_path, *events, process=dead)
    assert only(tmp_path).standing is standing
    assert run_at_work(tmp_path) is None
    assert not only(tmp_path).may_go_on
    folder.task.write_text("{}")
    assert only(tmp_path).may_go_on is (standing is not Standing.FINISHED)


def test_what_is_shown_of_it(tmp_path: Path) -> None:
    folder = make(tmp_path, BEGUN, looked(0.2, 3), progress(0.4), looked(0.4, 9))
    run = only(tmp_path)
    assert (run.name, run.part, run.minutes, run.share, run.seconds_left) == ("plates", "plate", 15, 0.4, 300)
    assert [look.found["pore"].found for look in run.looks] == [3, 9]
    folder.stop.touch()
    assert only(tmp_path).standing is Standing.STOPPING
    write_event(folder.journal, looked(0.5, 10))
    assert len(only(tmp_path).looks) == 3


def test_a_night_of_progress_is_not_kept_in_memory(tmp_path: Path) -> None:
    folder = make(tmp_path, BEGUN)
    for share in range(1, 60):
        write_event(folder.journal, progress(share / 100))
        if share % 20 == 0:
            assert only(tmp_path).share == share / 100
    assert only(tmp_path).share == 0.59
    assert len(_events(folder.journal)) == 2


def test_a_number_that_is_used_again_is_another_process(tmp_path: Path) -> None:
    make(tmp_path, BEGUN, process=HERE.model_copy(update={"began": HERE.began - 3600}))
    assert only(tmp_path).standing is Standing.KILLED


def test_a_trainer_that_outlived_its_command_is_at_work(tmp_path: Path, dead: CommandProcess) -> None:
    folder = make(tmp_path, BEGUN, progress(0.4), process=dead)
    lock = FileLock.take(folder.lock)
    assert only(tmp_path).standing is Standing.LEARNING
    lock.release()
    assert only(tmp_path).standing is Standing.KILLED


def test_a_command_that_gave_up_at_once_is_quoted(tmp_path: Path, dead: CommandProcess) -> None:
    folder = make(tmp_path, process=dead)
    (folder.path / LOG).write_text("a warning\nmeisterblick: another training is at work\n", encoding="utf-8")
    assert (only(tmp_path).standing, only(tmp_path).why) == (Standing.FAILED, "another training is at work")


def test_the_newest_comes_first_and_other_folders_are_left_out(tmp_path: Path) -> None:
    assert runs(tmp_path) == ()
    make(tmp_path, BEGUN, FINISHED, name="old", at=NOON - timedelta(days=1))
    make(tmp_path, BEGUN, FINISHED, name="new")
    (tmp_path / "training" / "something-else").mkdir()
    (tmp_path / "training" / ".lock").touch()
    assert [run.name for run in runs(tmp_path)] == ["new", "old"]
