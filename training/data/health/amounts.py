"""Is there enough of everything?"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from training.data.health.report import HealthFinding, Severity, Sign
from training.data.labels import LabelledPicture

ENOUGH_PICTURES: Final = 30
"""Pictures of a class from which a net that was trained before learns it usefully. A rule of thumb, as all such: with
68 pictures of real beads the commonest class is found and the rarest is not."""

BACKGROUND_SHARE: Final = 0.1
"""Share of pictures without a defect from which false alarms become rare (ultralytics advises up to 10 %)."""

UNBALANCED: Final = 20
"""The commonest class has so many times the labels of the rarest: it drowns it."""


def amounts(pictures: Sequence[LabelledPicture], classes: Sequence[str]) -> list[HealthFinding]:
    """Too few of a class, classes out of balance, too few pictures on which there is nothing to find."""
    return [*_classes(pictures, classes), *_background(pictures)]


def _classes(labelled: Sequence[LabelledPicture], classes: Sequence[str]) -> list[HealthFinding]:
    pictures = Counter(name for one in labelled for name in {box.class_name for box in one.boxes})
    labels = Counter(box.class_name for one in labelled for box in one.boxes)
    few = [
        HealthFinding(
            sign=Sign.TOO_FEW_OF_CLASS if pictures[name] else Sign.NEVER_LABELLED,
            severity=Severity.HINT,
            class_name=name,
            count=pictures[name],
            needed=ENOUGH_PICTURES,
        )
        for name in classes
        if pictures[name] < ENOUGH_PICTURES
    ]
    if not few:
        few = [HealthFinding(sign=Sign.ENOUGH_OF_EACH, severity=Severity.GOOD, count=ENOUGH_PICTURES)]
    if len(labels) > 1 and max(labels.values()) > UNBALANCED * min(labels.values()):
        rarest = min(labels, key=lambda name: (labels[name], name))
        few.append(
            HealthFinding(
                sign=Sign.UNBALANCED,
                severity=Severity.HINT,
                class_name=rarest,
                count=labels[rarest],
                needed=max(labels.values()),
            )
        )
    return few


def _background(pictures: Sequence[LabelledPicture]) -> list[HealthFinding]:
    empty, needed = sum(not one.boxes for one in pictures), round(BACKGROUND_SHARE * len(pictures))
    if not empty:
        return [HealthFinding(sign=Sign.NO_BACKGROUND, severity=Severity.HINT, count=0, needed=max(needed, 1))]
    if empty < needed:
        return [HealthFinding(sign=Sign.FEW_BACKGROUND, severity=Severity.HINT, count=empty, needed=needed)]
    return [HealthFinding(sign=Sign.BACKGROUND_FINE, severity=Severity.GOOD, count=empty)]
