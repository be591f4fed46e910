"""From the net that did best to a model folder: export, score on the whole val split, self-test, weights beside it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.detection.loading import default_engine
from inspection.detection.manifest import ModelManifest
from inspection.detection.onnx_detector import OnnxDetector
from inspection.finding import Detection
from inspection.record import Precision
from inspection.visibility import SmallestSeen
from training.data.labels import LabelledPicture, LabelledSet
from training.errors import NothingLearned
from training.export import SURE, Passport, draft, export_onnx, write_model
from training.fitting.run_folder import RunFolder
from training.fitting.task import Task
from training.score import SCORED_DOWN_TO, Score, score
from training.smallest_seen import smallest_seen
from training.weights import NOT_WRITTEN_YET, WeightsCard, write_weights

if TYPE_CHECKING:
    from training.fitting.fit import Best

THRESHOLD = 0.25
"""Score from which on a detection is one, for every class, until thresholds are calibrated."""


def finish(
    task: Task, start: WeightsCard, labelled: LabelledSet, folder: RunFolder, target: Path, best: "Best"
) -> Score:
    """Write the model folder `target` and return its score on the whole val split.

    Raises NothingLearned where the net is sure of nothing on any picture; then no model is written.
    """
    from safetensors.torch import load_file

    tensors = load_file(folder.best)
    onnx = export_onnx(tensors, start.architecture, len(labelled.classes), task.longest_side_px)
    passport = _passport(task, start, labelled, best)
    scored = score_onnx(onnx, draft(passport, onnx), labelled.splits["val"], threads=task.threads)
    passport = replace(passport, smallest_seen=scored.smallest_seen)
    figures = figures_of(scored.score)
    card = WeightsCard(
        name=task.name,
        architecture=start.architecture,
        classes=labelled.classes,
        file=NOT_WRITTEN_YET,
        licence=passport.licence,
        trained_on=passport.trained_on,
        training=passport.training,
        figures=figures,
    )
    write_model(target, onnx, passport, _png(scored.clearest), figures)
    write_weights(target, tensors, card)
    return scored.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What an exported net is worth: its score, the sizes from which on it sees, and where it is surest."""

    score: Score
    smallest_seen: tuple[SmallestSeen, ...]
    clearest: LabelledPicture


def score_onnx(
    onnx: bytes, manifest: ModelManifest, pictures: Sequence[LabelledPicture], *, threads: int | None = None
) -> Scored:
    """Judge an exported net on pictures, through the station's own detector.

    Raises NothingLearned where it is sure of nothing on any of them.
    """
    low = manifest.model_copy(update={"thresholds": dict.fromkeys(manifest.classes, SCORED_DOWN_TO)})
    detector = OnnxDetector(low, onnx, engine=default_engine(), precision=Precision.F32, threads=threads)
    answers: list[tuple[Detection, ...]] = []

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        answers.append(())
        answers[-1] = detector.find(pixels)
        return answers[-1]

    result = score(find, pictures)
    sureness = [max((detection.score for detection in found), default=0.0) for found in answers]
    surest = max(range(len(sureness)), key=sureness.__getitem__)
    if sureness[surest] < SURE:
        raise NothingLearned(
            f"after this training the net is at most {sureness[surest]:.0%} sure of anything, so no model was "
            "written; give it more minutes, more labelled pictures (`meisterblick dataset check` says of what), or a "
            "nearer --base"
        )
    seen = smallest_seen(
        answers,
        [picture.boxes for picture in pictures],
        manifest.thresholds,
        [min(1.0, manifest.longest_side_px / max(one.width_px, one.height_px)) for one in pictures],
    )
    return Scored(score=result, smallest_seen=seen, clearest=pictures[surest])


def figures_of(result: Score) -> dict[str, float]:
    """A score as a manifest keeps it: map50, map50_95, and map50_CLASS."""
    per_class = {f"map50_{name}": round(ap, 4) for name, (ap, _) in result.per_class.items()}
    return {"map50": round(result.map50, 4), "map50_95": round(result.map50_95, 4), **per_class}


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
