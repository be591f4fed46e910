"""Pictures into train, val and golden, so that no part is in two of them and every class is in each."""

import random
from collections import Counter
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
    trained: Iterable[int] = (),
) -> tuple[Part, ...]:
    """The part of each picture. The same answer for the same input and seed.

    `classes` says which classes are on each picture, `components` what must stay together (`training.data.groups`),
    `golden` which pictures are golden already: whatever belongs to them is golden too. What belongs to `trained`
    pictures never becomes golden.

    First every class gets a component in each part, as far as there are enough, rare classes first; the rest fills
    up the shares, large components first. So a part may miss its share by the size of a component or, in a small set
    of many classes, by one for each class.

    Raises SplitError where there is nothing to split, or where nothing is left for train.
    """
    if not classes:
        raise SplitError("there is no picture to split; name a data.yaml whose folders hold some")
    fixed, never = set(golden), set(trained)
    filling = _Filling(len(classes), shares)
    free: list[_Component] = []
    for members in components:
        on_it = frozenset(name for index in members for name in classes[index])
        one = _Component(members=members, classes=on_it, may_be_golden=not never.intersection(members))
        if fixed.intersection(members):
            filling.put(one, Part.GOLDEN)
        else:
            free.append(one)
    if not free:
        raise SplitError("every picture belongs to a golden one, nothing is left to train on; label more parts")
    random.Random(seed).shuffle(free)  # reproducible, nothing secret
    free = _one_of_each_class(free, filling)
    for one in sorted(free, key=lambda one: -len(one.members)):
        filling.put(one, filling.emptiest(one) if filling.trains() else Part.TRAIN)
    return filling.answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Component:
    """Pictures that stay together, and the classes on them."""

    members: Sequence[int]
    classes: frozenset[str]
    may_be_golden: bool

    def fits(self, part: Part) -> bool:
        return self.may_be_golden or part is not Part.GOLDEN


class _Filling:
    """What has been put where so far."""

    def __init__(self, count: int, shares: Shares) -> None:
        self._parts: list[Part] = [Part.TRAIN] * count
        self._missing = {part: shares.of(part) * count for part in Part if shares.of(part) > 0}
        self._classes: dict[Part, set[str]] = {part: set() for part in Part}
        self._training = False

    def put(self, one: _Component, part: Part) -> None:
        for index in one.members:
            self._parts[index] = part
        self._missing[part] = self._missing.get(part, 0) - len(one.members)
        self._classes[part] |= one.classes
        self._training = self._training or part is Part.TRAIN

    def lacking(self, name: str) -> list[Part]:
        """The parts without the class, in the order in which they are served."""
        return [part for part in _FIRST_SERVED if part in self._missing and name not in self._classes[part]]

    def trains(self) -> bool:
        return self._training

    def emptiest(self, one: _Component) -> Part:
        return max(filter(one.fits, self._missing), key=lambda part: (self._missing[part], part))

    def answer(self) -> tuple[Part, ...]:
        return tuple(self._parts)


def _one_of_each_class(free: list[_Component], filling: _Filling) -> list[_Component]:
    """Give each part a component of each class, the smallest there is, rare classes first; returns what is left."""
    having = Counter(name for one in free for name in one.classes)
    left = list(free)
    for name in sorted(having, key=lambda name: (having[name], name)):
        for part in filling.lacking(name):
            fitting = [place for place, one in enumerate(left) if name in one.classes and one.fits(part)]
            if fitting:
                place = min(fitting, key=lambda place: len(left[place].members))
                filling.put(left.pop(place), part)
    return left
