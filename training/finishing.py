"""From the net that did best to a model folder: export, judge by the whole val split, calibrate, self-test, write."""

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from camera.picture_file import read_picture_file
from training.data.labels import LabelledPicture, LabelledSet
from training.data.rendered import is_rendered
from training.export import Passport, draft, export_onnx, write_model
from training.fitting.run_folder import RunFolder
from training.fitting.task import Task
from training.judging.low_scores import LowScores
from training.judging.worth import THRESHOLD, Worth, worth_of
from training.weights import NOT_WRITTEN_YET, WeightsCard, write_weights

if TYPE_CHECKING:
    from training.fitting.fit import Best


def finish(
    task: Task, start: WeightsCard, labelled: LabelledSet, folder: RunFolder, target: Path, best: "Best"
) -> Worth:
    """Write the model folder `target` and return what it is worth on the whole val split.

    Raises NothingLearned where the net is sure of nothing on any picture; then no model is written.
    """
    from safetensors.torch import load_file

    tensors = load_file(folder.best)
    onnx = export_onnx(tensors, start.architecture, len(labelled.classes), task.longest_side_px)
    passport = _passport(task, start, labelled, best)
    net = LowScores(draft(passport, onnx), onnx, threads=task.threads)
    worth = worth_of(net, labelled.splits["val"], rendered=is_rendered(task.data_yaml))
    passport = replace(
        passport, thresholds=dict(worth.thresholds), bands=worth.bands, smallest_seen=worth.smallest_seen
    )
    card = WeightsCard(
        name=task.name,
        architecture=start.architecture,
        classes=labelled.classes,
        file=NOT_WRITTEN_YET,
        licence=passport.licence,
        trained_on=passport.trained_on,
        training=passport.training,
        figures=worth.figures,
    )
    write_model(target, onnx, passport, _png(worth.clearest), worth.figures)
    write_weights(target, tensors, card)
    return worth


def _passport(task: Task, start: WeightsCard, labelled: LabelledSet, best: "Best") -> Passport:
    taught = len(labelled.splits["train"])
    return Passport(
        name=task.name,
        version=1,
        classes=labelled.classes,
        thresholds=dict.fromkeys(labelled.classes, THRESHOLD),
        longest_side_px=task.longest_side_px,
        licence=start.licence,
        trained_on=(f"{taught} pictures of {task.data_version or task.data_yaml.parent.name}", *start.trained_on),
        training={
            "start": start.name,
            "epochs": best.epochs,
            "steps": best.steps,
            "best_step": best.step,
            "seed": task.seed,
            "data": task.data_version or task.data_yaml.parent.name,
            "data_sha256": task.data_sha256,
            "longest_side_px": task.longest_side_px,
            "learning_rate": task.learning_rate,
        },
    )


def _png(picture: LabelledPicture) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(read_picture_file(picture.picture).pixels).save(buffer, "PNG")
    return buffer.getvalue()
