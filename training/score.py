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


STEPS = (SCORED_DOWN_TO, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Where a detector is asked next that was asked too low: see `surest`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """mAP at IoU 0.5 and averaged over 0.5 to 0.95; per class (mAP50, number of labelled boxes), and mAP50-95."""

    map50: float
    map50_95: float
    per_class: dict[str, tuple[float, int]]
    per_class_map50_95: dict[str, float]


def score(find: Callable[[Pixels], tuple[Detection, ...]], pictures: Sequence[LabelledPicture]) -> Score:
    """Average precision of `find` over `pictures`, classes matched by name; classes without a label do not count.

    `find` should answer down to SCORED_DOWN_TO (`surest`). Raises FrameBroken for a picture that is not whole.
    """
    return score_of([_found(find, picture) for picture in pictures], [picture.boxes for picture in pictures])


def score_of(found: Sequence[Sequence[Detection]], labels: Sequence[Sequence[Box]]) -> Score:
    """The same from answers that are there already, one per picture, in the order of `labels`.

    The curve under which the area is taken is ultralytics'.
    """
    from ultralytics.utils.metrics import ap_per_class

    labelled = sorted({box.class_name for boxes in labels for box in boxes})
    if not labelled:
        return Score(map50=0.0, map50_95=0.0, per_class={}, per_class_map50_95={})
    index = {name: number for number, name in enumerate(labelled)}
    known = [[one for one in answer if one.class_name in index] for answer in found]
    targets = [index[box.class_name] for boxes in labels for box in boxes]
    answer: tuple[Any, ...] = ap_per_class(
        np.concatenate([_hits(answer, boxes) for answer, boxes in zip(known, labels, strict=True)]),
        np.array([one.score for answer in known for one in answer]),
        np.array([index[one.class_name] for answer in known for one in answer]),
        np.array(targets),
        names=dict(enumerate(labelled)),
    )
    ap = dict(zip((labelled[int(number)] for number in answer[6]), answer[5], strict=True))
    return Score(
        map50=sum(float(row[0]) for row in ap.values()) / len(labelled),
        map50_95=sum(float(row.mean()) for row in ap.values()) / len(labelled),
        per_class={name: (float(ap[name][0]) if name in ap else 0.0, targets.count(index[name])) for name in labelled},
        per_class_map50_95={name: float(ap[name].mean()) if name in ap else 0.0 for name in labelled},
    )


def surest(find_from: Callable[[float], tuple[Detection, ...]]) -> tuple[Detection, ...]:
    """What a detector is surest of, where it refuses to answer with more boxes than a part can have.

    `find_from` answers from a score on. At the bench so many boxes are no answer; down at SCORED_DOWN_TO they are what
    a young net says of a busy picture, and COCO counts the best of them. So it is asked from the next higher of STEPS.

    Raises DetectionsImplausible where it refuses at every step, as for NaN.
    """
    for step in STEPS[:-1]:
        try:
            return find_from(step)
        except DetectionsImplausible:
            continue
    return find_from(STEPS[-1])


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
    overlaps = ious(np.array([one.xyxy for one in found]), np.array([one.xyxy for one in labels])) * same_class
    surest_first = sorted(range(len(found)), key=lambda index: -found[index].score)
    for column, needed in enumerate(IOUS):
        free = np.ones(len(labels), bool)
        for index in surest_first:
            label = int(np.argmax(overlaps[index] * free))
            if overlaps[index, label] >= needed and free[label]:
                hits[index, column], free[label] = True, False
    return hits


def ious(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Intersection over union of every box in `first` (n, 4) with every one in `second` (m, 4), xyxy; (n, m)."""
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = (right_bottom - left_top).clip(0).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (first, second)]
    return np.asarray(shared / (areas[0][:, None] + areas[1][None] - shared))
