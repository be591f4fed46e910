"""Labels that are none, stand twice, or are too small to be seen (FAULTS row 30, as findings)."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, assert_never

from inspection.detection.loading import overlap
from training.data.box import Box, BoxFault
from training.data.health.report import HealthFinding, Severity, Sign
from training.data.health.seen import Seen
from training.data.labels import Flaw

TWICE_IOU: Final = 0.9
"""Overlap from which two labels of one class are the same one, drawn twice."""

TINY_PX: Final = 6.0
"""Shorter side below which a label is hardly there: the nets in use see pictures at 640 px in strides of 8 px."""


def label_faults(seen: Sequence[Seen], flaws: Sequence[Flaw]) -> list[HealthFinding]:
    """What is wrong with single labels; one good finding where nothing is."""
    places: dict[Sign, list[str]] = {}
    for flaw in flaws:
        if flaw.fault is not None:
            places.setdefault(_sign(flaw.fault), []).append(flaw.place)
    for one in seen:
        if any(_twice(one.labelled.boxes)):
            places.setdefault(Sign.LABELLED_TWICE, []).append(one.place)
    findings = [
        HealthFinding(sign=sign, severity=Severity.PROBLEM, count=len(found), places=tuple(found))
        for sign, found in places.items()
    ]
    boxes = sum(len(one.labelled.boxes) for one in seen)
    if not boxes:
        findings.append(HealthFinding(sign=Sign.NO_LABELS, severity=Severity.PROBLEM))
    if not findings:
        findings.append(HealthFinding(sign=Sign.LABELS_FINE, severity=Severity.GOOD, count=boxes))
    tiny = tuple(one.place for one in seen for box in one.labelled.boxes if _shorter_side_px(box) < TINY_PX)
    if tiny:
        findings.append(
            HealthFinding(
                sign=Sign.TINY_LABELS,
                severity=Severity.HINT,
                count=len(tiny),
                needed=int(TINY_PX),
                places=tuple(dict.fromkeys(tiny)),
            )
        )
    return findings


def _sign(fault: BoxFault) -> Sign:
    match fault:
        case BoxFault.NOT_A_LABEL | BoxFault.NOT_A_NUMBER:
            return Sign.LABEL_UNREADABLE
        case BoxFault.UNKNOWN_CLASS:
            return Sign.LABEL_OF_UNKNOWN_CLASS
        case BoxFault.OUTSIDE:
            return Sign.LABEL_OUTSIDE
        case BoxFault.NO_AREA:
            return Sign.LABEL_WITHOUT_AREA
        case _:
            assert_never(fault)


def _twice(boxes: Sequence[Box]) -> Iterator[bool]:
    for first, second in combinations(boxes, 2):
        yield first.class_name == second.class_name and overlap(first.xyxy, second.xyxy) >= TWICE_IOU


def _shorter_side_px(box: Box) -> float:
    x1, y1, x2, y2 = box.xyxy
    return min(x2 - x1, y2 - y1)
