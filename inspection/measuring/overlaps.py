"""One defect seen twice, or two that touch: what two overlapping boxes of a class leave open."""

from collections.abc import Sequence
from dataclasses import fields

from inspection.finding import Detection
from inspection.measuring.sizes import Sizes


def overlapping(detections: Sequence[Detection]) -> tuple[bool, ...]:
    """For each detection whether another of its class lies over it: the middle of each in the box of the other."""
    return tuple(any(_each_in_the_other(one, other) for other in detections if other is not one) for one in detections)


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


def _each_in_the_other(one: Detection, other: Detection) -> bool:
    return one.class_name == other.class_name and _middle_in(one, other) and _middle_in(other, one)


def _middle_in(one: Detection, other: Detection) -> bool:
    x1, y1, x2, y2 = one.xyxy
    left, top, right, bottom = other.xyxy
    return left <= (x1 + x2) / 2 <= right and top <= (y1 + y2) / 2 <= bottom
