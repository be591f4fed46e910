"""Pictures into train, val and golden, so that no part is in two of them and every class is in each."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from training.errors import SplitError


class Part(StrEnum):
    """What a picture is for: to learn from, to choose the epoch by, or to decide by; golden is never trained on."""

    TRAIN = "train"
    VAL = "val"
    GOLDEN = "golden"


YAML_SPLIT: Final[Mapping[Part, str]] = {Part.TRAIN: "train", Part.VAL: "val", Part.GOLDEN: "test"}
"""How a data.yaml calls them: YOLO tools know no golden set, but test is what they never train on."""

_FIRST_SERVED: Final = (Part.TRAIN, Part.GOLDEN, Part.VAL)
"""Who gets a class of which there are too few parts: without golden ones nobody can say how often it is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Which share of the pictures is for val and for golden; the rest is for train."""

    val: float = 0.2
    golden: float = 0.1

    def __post_init__(self) -> None:
        """Raises SplitError for shares below 0, NaN, or with nothing left for train."""
        if not (0 <= self.val < 1 and 0 <= self.golden < 1 and self.val + self.golden < 1):
            raise SplitError(
                f"expected shares from 0 to below 1 that leave something for train, got val {self.val} and golden "
                f"{self.golden}; 0.2 and 0.1 are usual"
            )

    def of(self, part: Part) -> float:
        """The share of `part`."""
        return {Part.VAL: self.val, Part.GOLDEN: self.golden, Part.TRAIN: 1 - self.val - self.golden}[part]


def split(
    classes: Sequence[Iterable[str]],
    components: Sequence[Sequence[int]],
    shares: Shares,
    *,
    seed: int = 1,
    golden: Iterable[int] = (),
) -> tuple[Part, ...]:
    """The part of each picture. The same answer for the same input and seed.

    `classes` says which classes are on each picture, `components` what must stay together (`training.data.groups`),
    `golden` which pictures are golden already: whatever belongs to them is golden too.

    First every class gets a component in each part, as far as there are enough, rare classes first; the rest fills
    up the shares, large components first. So a part may miss its share by the size of a component or, in a small set
    of many classes, by one for each class.

    Raises SplitError where there is nothing to split, or where nothing is left for train.
    """
    if not classes:
        raise SplitError("there is no picture to split; name a data.yaml whose folders hold some")
    fixed = set(golden)
    filling = _Filling(len(classes), shares)
    free: list[tuple[Sequence[int], frozenset[str]]] = []
    for members in components:
        on_it = frozenset(name for index in members for name in classes[index])
        if fixed.intersection(members):
            filling.put(members, on_it, Part.GOLDEN)
        else:
            free.append((members, on_it))
    if not free:
        raise SplitError("every picture belongs to a golden one, nothing is left to train on; label more parts")
    random.Random(seed).shuffle(free)  # reproducible, nothing secret
    free = _one_of_each_class(free, filling)
    for members, on_it in sorted(free, key=lambda one: -len(one[0])):
        filling.put(members, on_it, filling.emptiest() if filling.trains() else Part.TRAIN)
    return filling.answer()


class _Filling:
    """What has been put where so far."""

    def __init__(self, count: int, shares: Shares) -> None:
        self._parts: list[Part] = [Part.TRAIN] * count
        self._missing = {part: shares.of(part) * count for part in Part if shares.of(part) > 0}
        self._classes: dict[Part, set[str]] = {part: set() for part in Part}
        self._training = False

    def put(self, members: Sequence[int], on_it: frozenset[str], part: Part) -> None:
        for index in members:
            self._parts[index] = part
        self._missing[part] = self._missing.get(part, 0) - len(members)
        self._classes[part] |= on_it
        self._training = self._training or part is Part.TRAIN

    def lacking(self, name: str) -> list[Part]:
        """The parts without the class, in the order in which they are served."""
        return [part for part in _FIRST_SERVED if part in self._missing and name not in self._classes[part]]

    def trains(self) -> bool:
        return self._training

    def emptiest(self) -> Part:
        return max(self._missing, key=lambda part: (self._missing[part], part))

    def answer(self) -> tuple[Part, ...]:
        return tuple(self._parts)


def _one_of_each_class(
    free: list[tuple[Sequence[int], frozenset[str]]], filling: _Filling
) -> list[tuple[Sequence[int], frozenset[str]]]:
    """Give each part a component of each class, the smallest there is, rare classes first; returns what is left."""
    having = {name: sum(name in on_it for _, on_it in free) for name in sorted({n for _, on_it in free for n in on_it})}
    left = list(free)
    for name in sorted(having, key=lambda name: (having[name], name)):
        for part in filling.lacking(name):
            fitting = [place for place, (_, on_it) in enumerate(left) if name in on_it]
            if not fitting:
                break
            place = min(fitting, key=lambda place: len(left[place][0]))
            filling.put(*left.pop(place), part)
    return left
