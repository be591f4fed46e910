"""One defect seen twice, or two that touch: what two overlapping boxes of a class leave open."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from inspection.finding import Detection
from inspection.measuring.sizes import Sizes


def overlapping(detections: Sequence[Detection]) -> tuple[bool, ...]:
    """For each detection whether another of its class lies over it: the middle of each in the box of the other."""
    boxes = np.array([one.xyxy for one in detections], np.float64).reshape(-1, 4)
    low, high = boxes[:, None, :2], boxes[:, None, 2:]
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    within = ((low <= middles) & (middles <= high)).all(axis=2)  # [i, j]: the middle of j in the box of i
    places = {name: place for place, name in enumerate({one.class_name for one in detections})}
    classes = np.array([places[one.class_name] for one in detections], np.intp)
    over = within & within.T & (classes[:, None] == classes)
    np.fill_diagonal(over, False)
    return tuple(over.any(axis=1).tolist())


def one_or_two(sizes: Sizes, doubt: Sizes) -> tuple[Sizes, Sizes]:
    """Sizes and doubt where it may be one defect or two that touch: from half of what was measured to all of it.

    The largest size that it can have stays what it was.
    """
    between, wider = {}, {}
    for name in (field.name for field in fields(Sizes)):
        size, unsure = getattr(sizes, name), getattr(doubt, name)
        leeway = 0 if name == "middle" else size / 8  # half of the way from half to all, as two standard deviations
        between[name], wider[name] = size - 2 * leeway, unsure + leeway
    return Sizes(**between), Sizes(**wider)
