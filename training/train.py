"""The main path of a training: read, start, fit, export, score, write. Runs in a process of its own.

    python -m training.train RUN_FOLDER HOME BEGAN PARENT

is what `training.supervision` calls; people type `meisterblick train`.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from training.data.labels import LabelledSet
from training.environment import prepare, stand_back
from training.errors import RunRefused, TrainingError, TrainingStopped
from training.fitting.journal import Finished, StopCause, Stopped, write_event
from training.fitting.lessons import read_lessons
from training.fitting.run_folder import RunFolder
from training.fitting.task import Task, now

if TYPE_CHECKING:
    from camera.frame import Pixels


def train(folder: RunFolder, models: Path, *, began: float, stop: threading.Event) -> Path:
    """Do what the folder's task asks for; the folder of the finished model, `models`/NAME.

    `began` is the `time.monotonic()` of the command. Raises TrainingError, ModelRefused, OSError; what was learned up
    to the last checkpoint stays in the folder.
    """
    from training.finishing import finish
    from training.fitting.fit import Fitting
    from training.net import start_from
    from training.weights import read_weights

    task = folder.read_task()
    labelled = _pictures(task)
    card, tensors = read_weights(task.start)
    if card.file.sha256 != task.start_sha256:
        raise RunRefused(f"the weights in {task.start} have changed since this training began; start a new one")
    fitting = Fitting(task, start_from(card, tensors, labelled.classes, seed=task.seed), labelled, folder, began=began)
    _write_preview(fitting.preview(), folder)
    best = fitting.run(lambda: stop.is_set() or folder.stop.exists())
    worth = finish(task, card, labelled, folder, models / task.name, best)
    event = Finished(
        at=now(),
        step=best.steps,
        epoch=best.epochs,
        best_step=best.step,
        elapsed_s=round(fitting.elapsed_s(), 1),
        model=task.name,
        map50=round(worth.score.map50, 4),
        map50_95=round(worth.score.map50_95, 4),
        found=dict(worth.counted.per_class),
        false_alarms=worth.counted.false_alarms,
    )
    write_event(folder.journal, event)
    return models / task.name


def _pictures(task: Task) -> LabelledSet:
    """The pictures of the task. Raises what `read_lessons` does, and RunRefused where they have changed."""
    lessons = read_lessons(task.data_yaml)
    if lessons.sha256 != task.data_sha256:
        raise RunRefused(
            f"{task.data_yaml}: labels or pictures have changed since this training began; start a new one, by "
            "another --name"
        )
    return lessons.labelled


def _write_preview(picture: "Pixels", folder: RunFolder) -> None:
    from PIL import Image

    Image.fromarray(picture).save(folder.preview, "JPEG", quality=88)


def main() -> None:
    """Train; on an error, say why in the journal and end with status 1."""
    folder, home, began = RunFolder(Path(sys.argv[1])), Path(sys.argv[2]), float(sys.argv[3])
    prepare(folder.path)
    stand_back(int(sys.argv[4]))
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    try:
        with folder.held():
            train(folder, home / "models", began=began, stop=stop)
    except Exception as error:
        from inspection.errors import InspectionError

        known = isinstance(error, TrainingError | InspectionError | OSError)
        why = str(error) if known else f"{type(error).__name__}: {error}; {folder.log} says more"
        cause = StopCause.ASKED if isinstance(error, TrainingStopped) else StopCause.ERROR
        write_event(folder.journal, Stopped(at=now(), why=why, cause=cause))
        if not known:
            raise
        sys.exit(1)


if __name__ == "__main__":
    main()
