"""Which pictures teach and which are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.data.labels import LabelledPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Pictures to learn from, in the order in which they are added, and those kept apart; no part is in both."""

    teach: tuple[LabelledPicture, ...]
    apart: tuple[LabelledPicture, ...]


def folds_of(
    pictures: Sequence[LabelledPicture], count: int, seed: int = 1, *, mixed: bool = False
) -> tuple[Fold, ...]:
    """Each picture is kept apart once; pictures of one group (a part, a series) stay together.

    The first n of `teach` hold the first n - 1, so that a curve is of more pictures, not of others. They come part by
    part; `mixed` they come from all parts at once, for long series of pictures of one part.
    """
    groups: dict[object, list[LabelledPicture]] = {}
    for number, picture in enumerate(sorted(pictures, key=lambda one: one.picture.name)):
        groups.setdefault(number if picture.group is None else picture.group, []).append(picture)
    order = np.random.default_rng(seed).permutation(len(groups))
    shuffled = [list(groups.values())[index] for index in order]
    folds = tuple(
        Fold(
            teach=tuple(one for number, group in enumerate(shuffled) if number % count != fold for one in group),
            apart=tuple(one for number, group in enumerate(shuffled) if number % count == fold for one in group),
        )
        for fold in range(count)
    )
    return tuple(replace(fold, teach=_mixed(fold.teach, seed)) for fold in folds) if mixed else folds


def _mixed(pictures: Sequence[LabelledPicture], seed: int) -> tuple[LabelledPicture, ...]:
    return tuple(pictures[index] for index in np.random.default_rng(seed).permutation(len(pictures)))
