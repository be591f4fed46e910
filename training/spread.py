"""Some of many pictures, evenly spread."""

from collections.abc import Sequence

import numpy as np

from training.data.labels import LabelledPicture


def spread_evenly(pictures: Sequence[LabelledPicture], most: int) -> tuple[LabelledPicture, ...]:
    """At most `most` of them; always the same ones."""
    if len(pictures) <= most:
        return tuple(pictures)
    return tuple(pictures[index] for index in np.linspace(0, len(pictures) - 1, most).astype(int).tolist())
