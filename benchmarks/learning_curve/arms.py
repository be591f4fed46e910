"""Who learns: Meisterblick's trainer from `base`, and plain ultralytics from nothing or from COCO.

No arm chooses its best step on the pictures that it is judged by: the weights are those at the end of the minutes.
"""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.finding import Detection
from training.data.labels import LabelledPicture
from training.score import SCORED_DOWN_TO, surest

if TYPE_CHECKING:
    from ultralytics import YOLO

Answers = dict[str, tuple[Detection, ...]]
SIDE_PX: Final = 640
"""What ultralytics takes where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A data set on the disk, and so many minutes; `work` is an empty folder.

    `base` is the folder of weights that ours starts from, `coco` has YOLOv8n's.
    """

    data_yaml: Path
    classes: tuple[str, ...]
    apart: Sequence[LabelledPicture]
    minutes: float
    seed: int
    work: Path
    base: Path
    coco: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was found on the pictures kept apart, by file name, and what it took; `base_sha256` of ours alone."""

    answers: Answers
    side_px: int
    epochs: float
    core_minutes: float
    base_sha256: str | None = None


def ours(lesson: Lesson) -> Learned:
    """`meisterblick train --base BASE --minutes M`, all defaults."""
    from safetensors.torch import load_file

    from training.environment import prepare
    from training.export import Passport, draft, export_onnx
    from training.fitting.fit import Fitting
    from training.fitting.lessons import read_lessons
    from training.fitting.run_folder import RunFolder
    from training.fitting.task import Minutes, new_task
    from training.judging.low_scores import LowScores
    from training.net import start_from
    from training.weights import read_weights

    began, began_s = time.monotonic(), time.process_time()
    prepare(lesson.work)
    budget = Minutes(minutes=lesson.minutes)
    shutil.copytree(lesson.base, lesson.work / "models" / lesson.base.name)
    task, _ = new_task("curve", lesson.data_yaml, lesson.base.name, budget, home=lesson.work, seed=lesson.seed)
    card, tensors = read_weights(task.start)
    folder = RunFolder.of("curve", lesson.work)
    lessons = read_lessons(lesson.data_yaml)
    folder.begin(task, lessons, lesson.work)
    net = start_from(card, tensors, lesson.classes, seed=task.seed)
    best = Fitting(task, net, lessons.labelled, folder, began=began).run()
    spent_s = time.process_time() - began_s
    state = {
        name.removeprefix("average."): value
        for name, value in load_file(folder.checkpoint).items()
        if name.startswith("average.")
    }
    onnx = export_onnx(state, card.architecture, len(lesson.classes), task.longest_side_px)
    passport = Passport(
        name="curve",
        version=1,
        classes=lesson.classes,
        thresholds=dict.fromkeys(lesson.classes, SCORED_DOWN_TO),
        longest_side_px=task.longest_side_px,
        licence="",
        trained_on=(),
        training={},
    )
    find = LowScores(draft(passport, onnx), onnx).find
    return Learned(
        answers=_answers(find, lesson.apart),
        side_px=task.longest_side_px,
        epochs=best.epochs,
        core_minutes=spent_s / 60,
        base_sha256=task.start_sha256,
    )


def plain_from_scratch(lesson: Lesson) -> Learned:
    """`yolo detect train model=yolov8n.yaml`, ultralytics' defaults."""
    return _plain(lesson, "yolov8n.yaml")


def plain_from_coco(lesson: Lesson) -> Learned:
    """`yolo detect train model=yolov8n.pt`, ultralytics' defaults."""
    import torch
    from safetensors.torch import load_file
    from ultralytics.nn.tasks import DetectionModel

    if lesson.coco is None:
        raise SystemExit("plain-coco starts from the COCO weights of YOLOv8n: name them with --coco FILE.safetensors")
    net = DetectionModel("yolov8n.yaml", verbose=False)
    net.load_state_dict({name: value.float() for name, value in load_file(lesson.coco).items()}, strict=False)
    file = lesson.work / "coco.pt"  # made here, for a peer that reads nothing else
    torch.save({"model": net, "train_args": {}}, file)
    return _plain(lesson, str(file))


def _plain(lesson: Lesson, model: str) -> Learned:
    os.environ["YOLO_CONFIG_DIR"] = str(lesson.work)
    from ultralytics import YOLO

    began_s = time.process_time()
    yolo = YOLO(model)
    yolo.train(
        data=str(lesson.data_yaml),
        time=lesson.minutes / 60,
        seed=lesson.seed,
        device="cpu",
        val=False,  # looking costs it time, and nothing is chosen by it
        plots=False,
        project=str(lesson.work),
        name="plain",
        verbose=False,
    )
    spent_s = time.process_time() - began_s
    last = YOLO(yolo.trainer.last)

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        return surest(lambda score: _predicted(last, pixels, score))

    return Learned(
        answers=_answers(find, lesson.apart),
        side_px=SIDE_PX,
        epochs=float(yolo.trainer.epoch + 1),
        core_minutes=spent_s / 60,
    )


def _predicted(yolo: "YOLO", pixels: Pixels, score: float) -> tuple[Detection, ...]:
    """As ultralytics' own validator asks, and as the station does: a place may be of several classes."""
    from ultralytics.models.yolo.detect import DetectionPredictor
    from ultralytics.utils import nms

    class Validating(DetectionPredictor):  # type: ignore[misc]  # ultralytics has no types
        def postprocess(self, preds: Any, img: Any, orig_imgs: Any, **_: Any) -> Any:
            thinned = nms.non_max_suppression(
                preds, self.args.conf, self.args.iou, multi_label=True, max_det=self.args.max_det
            )
            return self.construct_results(thinned, img, orig_imgs)

    (result,) = yolo.predict(
        pixels[..., ::-1], predictor=Validating, conf=score, imgsz=SIDE_PX, verbose=False, device="cpu"
    )
    found = zip(result.boxes.xyxy.tolist(), result.boxes.conf.tolist(), result.boxes.cls.tolist(), strict=True)
    return tuple(
        Detection(class_name=result.names[int(number)], score=sure, xyxy=(x1, y1, x2, y2))
        for (x1, y1, x2, y2), sure, number in found
        if x2 > x1 and y2 > y1
    )


def _answers(find: Callable[[Pixels], tuple[Detection, ...]], pictures: Sequence[LabelledPicture]) -> Answers:
    return {
        one.picture.name: tuple(_rounded(found) for found in find(read_picture_file(one.picture).pixels))
        for one in pictures
    }


def _rounded(found: Detection) -> Detection:
    """To a tenth of a pixel and four digits of the score: a cell is kept for years."""
    x1, y1, x2, y2 = (round(side, 1) for side in found.xyxy)
    score = round(found.score, 4)
    return Detection(class_name=found.class_name, score=score, xyxy=(x1, y1, max(x2, x1 + 0.1), max(y2, y1 + 0.1)))


ARMS: Final[dict[str, Callable[[Lesson], Learned]]] = {
    "ours": ours,
    "plain-coco": plain_from_coco,
    "plain-scratch": plain_from_scratch,
}
