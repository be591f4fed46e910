"""Labels that a model strongly disagrees with: often a slip of the pen, sometimes the model's. A person looks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from camera.errors import FrameBroken
from camera.picture_file import read_picture_file
from inspection.detection.detector import Detector
from inspection.detection.loading import overlap
from inspection.errors import DetectorError
from inspection.finding import Detection
from training.data.box import Box
from training.data.health.report import HealthFinding, Severity, Sign
from training.data.health.seen import Seen

SURE: Final = 0.6
"""Score from which the model's word counts against a label."""

SAME_PLACE_IOU: Final = 0.3
"""Overlap from which a detection and a label mean the same place; people draw generously."""

OTHER_CLASS_IOU: Final = 0.5
KNOWS_RECALL: Final = 0.7
"""Share of a class's labels that the model must find before one that it misses is doubtful."""
KNOWS_LABELS: Final = 10


@dataclass(slots=True)
class _Doubts:
    """Places of each doubt so far; unmatched labels wait until the model is known to know their class."""

    other_class: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def doubts(seen: Sequence[Seen], classes: Sequence[str], detector: Detector) -> list[HealthFinding]:
    """Where the model is sure of something unlabelled, or of another class, or finds nothing where it mostly does."""
    known = set(detector.classes) & set(classes)
    if not known:
        detail = ", ".join(sorted(detector.classes))
        return [HealthFinding(sign=Sign.MODEL_DOES_NOT_FIT, severity=Severity.HINT, detail=detail)]
    so_far = _Doubts()
    for one in seen:
        try:
            answer = detector.find(read_picture_file(one.labelled.picture).pixels)
        except (DetectorError, FrameBroken):
            so_far.failed.append(one.place)
            continue
        found = [detection for detection in answer if detection.class_name in known]
        _miss(one, found, _compare(one, found, so_far), so_far)
        so_far.labels.update(box.class_name for box in one.labelled.boxes)
    missed = Counter(name for name, _ in so_far.missed)
    wrong = [
        place
        for name, place in so_far.missed
        if so_far.labels[name] >= KNOWS_LABELS and 1 - missed[name] / so_far.labels[name] >= KNOWS_RECALL
    ]
    findings = [
        HealthFinding(sign=sign, severity=Severity.HINT, count=len(places), places=tuple(places))
        for sign, places in (
            (Sign.PERHAPS_OTHER_CLASS, so_far.other_class),
            (Sign.PERHAPS_FORGOTTEN, so_far.forgotten),
            (Sign.PERHAPS_WRONG, wrong),
            (Sign.MODEL_FAILED, so_far.failed),
        )
        if places
    ]
    return findings or [HealthFinding(sign=Sign.MODEL_AGREES, severity=Severity.GOOD)]


def _compare(one: Seen, found: Sequence[Detection], so_far: _Doubts) -> set[Box]:
    """Note what the model is sure of and nobody labelled so; the labels that it calls otherwise."""
    disputed: set[Box] = set()
    for detection in found:
        same = [box for box in one.labelled.boxes if box.class_name == detection.class_name]
        if detection.score < SURE or _nearest(detection, same)[1] is not None:
            continue
        iou, there = _nearest(detection, one.labelled.boxes)
        if there is None:
            so_far.forgotten.append(f"{one.place}: {detection.class_name} {_at(detection.xyxy)}")
        elif iou >= OTHER_CLASS_IOU:
            disputed.add(there)
            so_far.other_class.append(f"{one.place}: {there.class_name} → {detection.class_name} {_at(there.xyxy)}")
    return disputed


def _miss(one: Seen, found: Sequence[Detection], disputed: set[Box], so_far: _Doubts) -> None:
    """Note the labels at whose place the model finds nothing of their class."""
    for box in one.labelled.boxes:
        same = [detection for detection in found if detection.class_name == box.class_name]
        if box not in disputed and not any(overlap(box.xyxy, there.xyxy) >= SAME_PLACE_IOU for there in same):
            so_far.missed.append((box.class_name, f"{one.place}: {box.class_name} {_at(box.xyxy)}"))


def _nearest(detection: Detection, boxes: Sequence[Box]) -> tuple[float, Box | None]:
    """The label that the detection overlaps most, and by how much; (0, None) where it is on none."""
    ious = [(overlap(detection.xyxy, box.xyxy), box) for box in boxes]
    iou, box = max(ious, key=lambda pair: pair[0], default=(0.0, None))
    return (iou, box) if iou >= SAME_PLACE_IOU else (0.0, None)


def _at(xyxy: tuple[float, float, float, float]) -> str:
    return f"({' '.join(f'{side:.0f}' for side in xyxy)})"
