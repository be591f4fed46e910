"""How many of the labelled defects a net finds, class by class: what people mean when they ask how good it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspection.finding import Detection
from training.data.labels import Box
from training.fitting.journal import FoundOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Found of labelled defects by class, and how many detections are labelled nowhere."""

    per_class: Mapping[str, FoundOf]
    false_alarms: int


def counted(
    found: Sequence[Sequence[Detection]], labels: Sequence[Sequence[Box]], thresholds: Mapping[str, float]
) -> Counted:
    """Count from answers, one per picture, in the order of `labels`; detections below their threshold are none.

    A class without a label is not in it. Found means what it means in the evaluation report
    (`training.judging.matching`).
    """
    from training.judging.matching import matched

    every, hits, false_alarms = Counter[str](), Counter[str](), 0
    for answer, boxes in zip(found, labels, strict=True):
        sure = [one for one in answer if one.score >= thresholds.get(one.class_name, 1)]
        pairs = matched(boxes, sure)
        every.update(box.class_name for box in boxes)
        hits.update(box.class_name for box, is_found in zip(boxes, pairs.found, strict=True) if is_found)
        false_alarms += len(sure) - sum(pairs.explained)
    per_class = {name: FoundOf(found=hits[name], of=every[name]) for name in sorted(every)}
    return Counted(per_class=per_class, false_alarms=false_alarms)
