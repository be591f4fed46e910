"""How well a detector finds what people labelled: mean average precision, through the same detector as at the bench."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection
from training.data.labels import Box, LabelledPicture

IOUS = np.linspace(0.5, 0.95, 10)
"""Overlaps at which a box counts as found (COCO)."""
SCORED_DOWN_TO = 0.01
"""Detections below do not count; a lower end changes mAP in the third digit and costs much time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """mAP at IoU 0.5 and averaged over 0.5 to 0.95, and per class (mAP50, number of labelled boxes)."""

    map50: float
    map50_95: float
    per_class: dict[str, tuple[float, int]]


def score(find: Callable[[Pixels], tuple[Detection, ...]], pictures: Sequence[LabelledPicture]) -> Score:
    """Average precision of `find` over `pictures`, classes matched by name; classes without a label do not count.

    `find` should answer down to SCORED_DOWN_TO. The curve under which the area is taken is ultralytics'. Raises
    FrameBroken for a picture that is not whole.
    """
    from ultralytics.utils.metrics import ap_per_class

    labelled = sorted({box.class_name for picture in pictures for box in picture.boxes})
    if not labelled:
        return Score(map50=0.0, map50_95=0.0, per_class={})
    index = {name: number for number, name in enumerate(labelled)}
    hits, scores, classes = [], [], []
    for picture in pictures:
        found = [detection for detection in _found(find, picture) if detection.class_name in index]
        hits.append(_hits(found, picture.boxes))
        scores += [detection.score for detection in found]
        classes += [index[detection.class_name] for detection in found]
    targets = [index[box.class_name] for picture in pictures for box in picture.boxes]
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


def _found(find: Callable[[Pixels], tuple[Detection, ...]], picture: LabelledPicture) -> tuple[Detection, ...]:
    try:
        return find(read_picture_file(picture.picture).pixels)
    except DetectionsImplausible:  # an untrained net sees hundreds of things: it has found nothing
        return ()


def _hits(found: Sequence[Detection], labels: Sequence[Box]) -> NDArray[np.bool_]:
    """Which detection hits a label of its class at which overlap, shape (detections, 10).

    As COCO does: the surest detection chooses first, takes the label it overlaps most, and no label is hit twice.
    """
    hits = np.zeros((len(found), len(IOUS)), bool)
    if not found or not labels:
        return hits
    same_class = np.array([[detection.class_name == label.class_name for label in labels] for detection in found])
    ious = _ious(np.array([one.xyxy for one in found]), np.array([one.xyxy for one in labels])) * same_class
    surest_first = sorted(range(len(found)), key=lambda index: -found[index].score)
    for column, needed in enumerate(IOUS):
        free = np.ones(len(labels), bool)
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
