"""From the features of good pictures to the bank (after PatchCore, Roth et al., CVPR 2022)."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inspection.good_only.bank import MAX_ROWS, Bank
from inspection.good_only.features import Features
from inspection.good_only.unlike import picture_score
from training.errors import NothingLearned

SHRINKAGE: Final = 0.01
"""Share of the mean variance that is added to every direction before whitening: what good parts hardly ever vary in
would else decide alone."""

FOLDS: Final = 10
"""A good part is held against banks that were taught from nine tenths of the others."""


def rows_per_picture(pictures: int) -> int:
    """How many places each picture gives to the bank; the same in every fold, so that held-out scores hold."""
    return MAX_ROWS // pictures


def learn(pictures: Sequence[Features], rows_each: int, seed: int) -> Bank:
    """The bank of `pictures`, `rows_each` places of each drawn at random. The same answer for the same input and seed.

    Raises NothingLearned where all places look the same.
    """
    mean, whitening = _whitening(pictures)
    draw = np.random.default_rng(seed)
    rows = [_drawn(one.reshape(-1, one.shape[2]), rows_each, draw) for one in pictures]
    return Bank(mean=mean, whitening=whitening, rows=((np.concatenate(rows) - mean) @ whitening).astype(np.float32))


def held_out_scores(
    pictures: Sequence[Features], together: Sequence[Sequence[int]], rows_each: int, seed: int
) -> tuple[float, ...]:
    """The score of every part by a bank that saw nothing of it; that of its first picture, as one at the bench.

    `together` are the parts, places in `pictures`; each stands in one. Raises NothingLearned.
    """
    scores = [0.0] * len(together)
    order = np.random.default_rng(seed).permutation(len(together))
    for fold in np.array_split(order, min(FOLDS, len(together))):
        parts = fold.tolist()
        out = {place for part in parts for place in together[part]}
        bank = learn([one for place, one in enumerate(pictures) if place not in out], rows_each, seed)
        for part in parts:
            scores[part] = picture_score(bank.unlikeness(pictures[together[part][0]]))
    return tuple(scores)


def _whitening(pictures: Sequence[Features]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean (c,) and turn (c, c) that give good places the variance 1 in every direction, but for SHRINKAGE."""
    channels = pictures[0].shape[2]
    count, total, products = 0, np.zeros(channels), np.zeros((channels, channels))
    for one in pictures:
        places = one.reshape(-1, channels).astype(np.float64)
        count, total, products = count + len(places), total + places.sum(axis=0), products + places.T @ places
    mean = total / count
    variances, turn = np.linalg.eigh(products / count - np.outer(mean, mean))
    if not variances.mean() > 1e-9:
        raise NothingLearned("every place on every picture looks the same to the net; is the part in the picture?")
    stretch = 1 / np.sqrt(variances.clip(0) + SHRINKAGE * variances.mean())
    return mean.astype(np.float32), (turn * stretch).astype(np.float32)


def _drawn(places: NDArray[np.float32], count: int, draw: np.random.Generator) -> NDArray[np.float32]:
    if len(places) <= count:
        return places
    return places[draw.choice(len(places), count, replace=False)]
