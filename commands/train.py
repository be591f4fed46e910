"""`meisterblick train`: a model from labelled pictures, on this PC, over lunch or over night."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from commands.training_part import check_training_part
from inspection.errors import InspectionError
from inspection.places import default_home
from training.errors import RunRefused, TrainingError, TrainingStopped
from training.fitting.journal import (
    Finished,
    JournalEvent,
    Progress,
    StopCause,
    Stopped,
    Validated,
    write_event,
)
from training.fitting.run_folder import RunFolder, one_at_a_time
from training.fitting.task import LUNCH_MINUTES, OVERNIGHT_MINUTES, Budget, Epochs, Minutes, new_task, now

STOPPED = 1
WRONG_USE = 2


def train(
    name: Annotated[str, typer.Option(help="Name of the new model: small letters, digits and hyphens.")],
    data: Annotated[
        Path | None, typer.Option(help="The data set's data.yaml, with a train and a val split.", show_default=False)
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            help="Instead of --data: learn from the drawings of this part that the master approved.",
            show_default=False,
        ),
    ] = None,
    base: Annotated[str, typer.Option(help="Model to start from: base, or one that was trained here.")] = "base",
    minutes: Annotated[
        float,
        typer.Option(help="Time from now to the finished model; 15 are a lunch break.", min=1, max=10_080),
    ] = LUNCH_MINUTES,
    overnight: Annotated[bool, typer.Option("--overnight", help="Eight hours instead.")] = False,
    epochs: Annotated[
        int | None,
        typer.Option(
            help="So many passes over the pictures instead: the same result every time.",
            min=1,
            max=10_000,
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the stopped training NAME, as it was begun.")
    ] = False,
    side: Annotated[
        int | None,
        typer.Option(
            help="Longest side in px at which the net sees a picture (default: as small defects need it, 640 to 1280).",
            min=64,
            max=2048,
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same pictures in the same order.", min=0, max=2**32 - 1)
    ] = 1,
    threads: Annotated[
        int | None, typer.Option(help="Processor cores to use (default: all but one, both of two).", min=1)
    ] = None,
) -> None:
    """Train a model on this PC. The station inspects on meanwhile, and its own model stays as it is.

    Exit status 0 when the model is written, 1 when the training stopped before (--resume goes on with it), 2 for
    wrong use.
    """
    began = time.monotonic()
    home = default_home()
    try:
        check_training_part()
        folder = RunFolder.of(name, home)
        with one_at_a_time(home):
            folder.forget_stop(_begun_at())
            if resume:
                folder.refuse_finished()
            else:
                with _told_to_who_watches(folder, part):
                    learned_from = _pictures(data, part, folder, home)
                    budget = _budget(minutes, overnight=overnight, epochs=epochs)
                    task, lessons = new_task(
                        name, learned_from, base, budget, home=home, longest_side_px=side, seed=seed, threads=threads
                    )
                    folder.begin(task, lessons, home)
            finished = _run(folder, home, began)
    except TrainingStopped as error:
        _complain(error, STOPPED)
    except (TrainingError, InspectionError, OSError) as error:
        _complain(error, WRONG_USE)
    typer.echo(
        f"model {name} is written after {finished.elapsed_s / 60:.1f} minutes and {finished.epoch:.1f} epochs: "
        f"mAP50 {finished.map50:.3f}, mAP50-95 {finished.map50_95:.3f} on the val split\n"
        f"try it: meisterblick inspect PICTURES --model {name}"
    )


def _pictures(data: Path | None, part: str | None, folder: RunFolder, home: Path) -> Path:
    """The data.yaml to learn from; drawings of a part are frozen first, beside the station, as the training is."""
    from training.supervision import freeze_beside

    match data, part:
        case Path(), None:
            return data
        case None, str():
            frozen = freeze_beside(part, home)
            if folder.stop.exists():
                raise TrainingStopped("the training was stopped before it began")
            return frozen
        case _:
            raise RunRefused("name the pictures to learn from: --data FOLDER/data.yaml, or --part PART")


@contextmanager
def _told_to_who_watches(folder: RunFolder, part: str | None) -> Iterator[None]:
    """Whoever began it at the screen reads in the run's journal why nothing came of it."""
    try:
        yield
    except (TrainingError, InspectionError, OSError) as error:
        if part is not None and folder.path.is_dir() and not folder.task.exists():
            cause = StopCause.ASKED if isinstance(error, TrainingStopped) else StopCause.ERROR
            write_event(folder.journal, Stopped(at=now(), why=str(error), cause=cause))
        raise


def _begun_at() -> float:
    import psutil

    return psutil.Process().create_time()


def _run(folder: RunFolder, home: Path, began: float) -> Finished:
    from rich.console import Console

    from training.supervision import run_trainer

    typer.echo(
        f"training in {folder.path} (preview.jpg: as the net sees it); Ctrl-C stops it, --resume goes on", err=True
    )
    if not sys.stderr.isatty():
        return run_trainer(folder, home, began=began, show=lambda events: None)
    with Console(stderr=True).status("the pictures are read …") as status:
        return run_trainer(folder, home, began=began, show=lambda events: status.update(standing(events)))


def standing(events: list[JournalEvent]) -> str:
    """One line for a person: how far, how long yet, how good."""
    progress = next((one for one in reversed(events) if isinstance(one, Progress)), None)
    looked = next((one for one in reversed(events) if isinstance(one, Validated)), None)
    if progress is None:
        return "the pictures are read …"
    good = f", mAP50 {looked.map50:.3f}" if looked else ""
    left = f"{progress.seconds_left / 60:.0f} min left" if progress.share < 1 else "the model is written …"
    return f"{progress.share:.0%}, epoch {progress.epoch:.1f}, {left}{good}"


def _budget(minutes: float, *, overnight: bool, epochs: int | None) -> Budget:
    if epochs is not None:
        return Epochs(epochs=epochs)
    return Minutes(minutes=OVERNIGHT_MINUTES if overnight else minutes)


def _complain(error: Exception, status: int) -> NoReturn:
    typer.echo(f"meisterblick: {error}", err=True)
    raise typer.Exit(status) from error
