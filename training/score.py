"""How well a detector finds what people labelled: mean average precision, through the same detector as at the bench."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.finding import Detection
from training.data.labels import read_labelled_set

IOUS = np.linspace(0.5, 0.95, 10)
"""Overlaps at which a box counts as found (COCO)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A picture and what is on it: `boxes` are class name and xyxy in px."""

    picture: Path
    pixels: Pixels
    boxes: tuple[tuple[str, tuple[float, float, float, float]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """mAP at IoU 0.5 and averaged over 0.5 to 0.95, and per class (mAP50, number of labelled boxes)."""

    map50: float
    map50_95: float
    per_class: dict[str, tuple[float, int]]


def read_split(data_yaml: Path, split: str) -> list[Truth]:
    """The pictures and boxes of a YOLO data set's split, with their pixels.

    Raises LabelError, naming every label and picture that cannot be used, LayoutError where data.yaml has no such
    split, and FrameBroken for a picture that is not whole.
    """
    labelled = read_labelled_set(data_yaml, splits=[split]).splits[split]
    return [
        Truth(
            picture=one.picture,
            pixels=read_picture_file(one.picture).pixels,
            boxes=tuple((box.class_name, box.xyxy) for box in one.boxes),
        )
        for one in labelled
    ]


def score(find: Callable[[Pixels], tuple[Detection, ...]], truths: list[Truth]) -> Score:
    """Average precision of `find` over `truths`, classes matched by name; classes without a label do not count.

    `find` should answer down to low scores. The curve under which the area is taken is ultralytics'.
    """
    from ultralytics.utils.metrics import ap_per_class

    labelled = sorted({name for truth in truths for name, _ in truth.boxes})
    index = {name: number for number, name in enumerate(labelled)}
    hits, scores, classes = [], [], []
    for truth in truths:
        found = [detection for detection in find(truth.pixels) if detection.class_name in index]
        hits.append(_hits(found, truth))
        scores += [detection.score for detection in found]
        classes += [index[detection.class_name] for detection in found]
    targets = [index[name] for truth in truths for name, _ in truth.boxes]
    answer: tuple[Any, ...] = ap_per_class(
        np.concatenate(hits), np.array(scores), np.array(classes), np.array(targets), names=dict(enumerate(labelled))
    )
    ap, found_classes = answer[5], answer[6]
    per_class = {name: (0.0, targets.count(number)) for name, number in index.items()}
    for row, number in zip(ap, found_classes, strict=True):
        per_class[labelled[int(number)]] = (float(row[0]), targets.count(int(number)))
    return Score(
        map50=float(ap[:, 0].sum()) / len(labelled),
        map50_95=float(ap.mean(axis=1).sum()) / len(labelled),
        per_class=per_class,
    )


def _hits(found: list[Detection], truth: Truth) -> NDArray[np.bool_]:
    """Which detection hits a label of its class at which overlap, shape (detections, 10).

    As COCO does: the surest detection chooses first, takes the label it overlaps most, and no label is hit twice.
    """
    hits = np.zeros((len(found), len(IOUS)), bool)
    if not found or not truth.boxes:
        return hits
    same_class = np.array([[detection.class_name == name for name, _ in truth.boxes] for detection in found])
    boxes, labels = np.array([detection.xyxy for detection in found]), np.array([xyxy for _, xyxy in truth.boxes])
    ious = _ious(boxes, labels) * same_class
    surest_first = sorted(range(len(found)), key=lambda index: -found[index].score)
    for column, needed in enumerate(IOUS):
        free = np.ones(len(truth.boxes), bool)
        for index in surest_first:
            label = int(np.argmax(ious[index] * free))
            if ious[index, label] >= needed and free[label]:
                hits[index, column], free[label] = True, False
    return hits


def _ious(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = (right_bottom - left_top).clip(0).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (first, second)]
    return np.asarray(shared / (areas[0][:, None] + areas[1][None] - shared))
