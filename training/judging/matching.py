"""Which label was found by which detection: what the rates by size, the confusion and the marked pictures rest on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from inspection.finding import Detection
from inspection.rate import Rate
from training.data.labels import Box
from training.judging.report import Confusion, SizeBand
from training.score import ious

COVERED: Final = 0.5
"""A defect is found when the smaller of its box and one of its class lies in the other by so much: a crack may be found
in pieces (as in `training.smallest_seen`)."""
SAME_PLACE: Final = 0.5
"""A label that was not found and a detection of another class that overlap so much (IoU) were taken for each other."""
SIZE_EDGES_PX: Final = (0, 8, 16, 32, 64, 128, 256)
"""From each to below the next, and from the last on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """For each label whether it was found, for each detection whether there is a label to it, and what was confused.

    `confused` has pairs of numbers, of a label and of a detection of another class in its place; each at most once.
    """

    labels: Sequence[Box]
    detections: Sequence[Detection]
    found: tuple[bool, ...]
    explained: tuple[bool, ...]
    confused: tuple[tuple[int, int], ...]


def matched(labels: Sequence[Box], detections: Sequence[Detection]) -> Matched:
    """Labels and detections of one picture."""
    if not labels or not detections:
        none = (False,)
        return Matched(
            labels=labels,
            detections=detections,
            found=none * len(labels),
            explained=none * len(detections),
            confused=(),
        )
    first, second = np.array([one.xyxy for one in labels]), np.array([one.xyxy for one in detections])
    same = np.array([[one.class_name == other.class_name for other in detections] for one in labels])
    hits: NDArray[np.bool_] = same & (_covered(first, second) >= COVERED)
    found: NDArray[np.bool_] = np.any(hits, axis=1)
    explained: NDArray[np.bool_] = np.any(hits, axis=0)
    overlaps = np.where(same | found[:, None] | explained, 0, ious(first, second))
    return Matched(
        labels=labels,
        detections=detections,
        found=tuple(found.tolist()),
        explained=tuple(explained.tolist()),
        confused=tuple(_pairs(overlaps)),
    )


def confusion_of(pictures: Iterable[Matched]) -> tuple[Confusion, ...]:
    """What was labelled and what was found there, counted; sorted by class, background last."""
    counts: Counter[tuple[str | None, str | None]] = Counter()
    for picture in pictures:
        other = dict(picture.confused)
        for number, label in enumerate(picture.labels):
            instead = picture.detections[other[number]].class_name if number in other else None
            counts[label.class_name, label.class_name if picture.found[number] else instead] += 1
        taken = set(other.values())
        for number, detection in enumerate(picture.detections):
            if not picture.explained[number] and number not in taken:
                counts[None, detection.class_name] += 1
    order = sorted(counts, key=lambda pair: tuple((name is None, name or "") for name in pair))
    return tuple(Confusion(labelled=labelled, found=found, n=counts[labelled, found]) for labelled, found in order)


def rate_by_size(pictures: Iterable[Matched]) -> tuple[SizeBand, ...]:
    """Of each class and band of sizes that has labels: how many were found."""
    every: Counter[tuple[str, int]] = Counter()
    hits: Counter[tuple[str, int]] = Counter()
    for picture in pictures:
        for label, found in zip(picture.labels, picture.found, strict=True):
            band = int(np.searchsorted(SIZE_EDGES_PX, size_px(label), side="right")) - 1
            every[label.class_name, band] += 1
            hits[label.class_name, band] += found
    above = (*SIZE_EDGES_PX[1:], None)
    return tuple(
        SizeBand(
            class_name=name,
            from_px=SIZE_EDGES_PX[band],
            below_px=above[band],
            rate=Rate.of(hits[name, band], every[name, band]),
        )
        for name, band in sorted(every)
    )


def size_px(label: Box) -> float:
    """The longer side of the box, of a crack its diagonal."""
    x1, y1, x2, y2 = label.xyxy
    return hypot(x2 - x1, y2 - y1) if label.class_name == "crack" else max(x2 - x1, y2 - y1)


def _pairs(overlaps: NDArray[Any]) -> Iterable[tuple[int, int]]:
    """The pairs that overlap most, each label and each detection once; `overlaps` (labels, detections)."""
    left = overlaps.copy()
    while left.max() >= SAME_PLACE:
        label, detection = np.unravel_index(int(left.argmax()), left.shape)
        yield int(label), int(detection)
        left[label], left[:, detection] = 0, 0


def _covered(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Share of the smaller box that lies in the other, for boxes (n, 4) and (m, 4); (n, m)."""
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (first, second)]
    smaller = np.minimum(areas[0][:, None], areas[1][None])
    return np.asarray((right_bottom - left_top).clip(0).prod(axis=2) / smaller)
