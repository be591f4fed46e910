"""Which pictures teach and which are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.data.labels import LabelledPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Pictures to learn from, in the order in which they are added, and those kept apart; no part is in both."""

    teach: tuple[LabelledPicture, ...]
    apart: tuple[LabelledPicture, ...]


def folds_of(pictures: Sequence[LabelledPicture], count: int, seed: int = 1) -> tuple[Fold, ...]:
    """Each picture is kept apart once; pictures of one group (a part, a series) stay together.

    The first n of `teach` hold the first n - 1, so that a curve is of more pictures, not of others.
    """
    groups: dict[object, list[LabelledPicture]] = {}
    for number, picture in enumerate(sorted(pictures, key=lambda one: one.picture.name)):
        groups.setdefault(number if picture.group is None else picture.group, []).append(picture)
    order = np.random.default_rng(seed).permutation(len(groups))
    shuffled = [list(groups.values())[index] for index in order]
    return tuple(
        Fold(
            teach=tuple(one for number, group in enumerate(shuffled) if number % count != fold for one in group),
            apart=tuple(one for number, group in enumerate(shuffled) if number % count == fold for one in group),
        )
        for fold in range(count)
    )
