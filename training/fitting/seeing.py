"""How large the net sees the pictures: as large as small defects need, where the minutes allow it.

Measured on 68 real weld beads of 780 px in the same minutes: mAP50 0.45 with 640 px, 0.53 with 896, mostly by pores.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from training.data.labels import LabelledPicture

if TYPE_CHECKING:
    from training.fitting.task import Budget

USUAL_PX, MOST_PX = 640, 1280
SMALL_PX = 16
"""So many pixels of the net the narrow side of a small defect should have: two cells of its finest grid (stride 8)."""
SMALL_SHARE = 10
"""Percent of the defects that may be smaller than that."""
ENOUGH_EPOCHS = 30
"""A net that sees the pictures less often than this learns more from smaller ones."""
PIXELS_A_SECOND = 2_000_000
"""What two cores of an office PC learn from in a second; 1.2 s for 16 boards of 640x256 were measured."""


def side_for(pictures: Sequence[LabelledPicture], budget: "Budget") -> int:
    """The longest side in px, a multiple of 32 from USUAL_PX to MOST_PX, for training on `pictures`.

    In a budget of minutes no larger than lets every picture be seen ENOUGH_EPOCHS times.
    """
    narrow = [
        min(box.xyxy[2] - box.xyxy[0], box.xyxy[3] - box.xyxy[1]) / max(picture.width_px, picture.height_px)
        for picture in pictures
        for box in picture.boxes
    ]
    if not narrow:
        return USUAL_PX
    wanted = SMALL_PX / float(np.percentile(narrow, SMALL_SHARE))
    if budget.kind == "minutes":
        wanted = min(wanted, _affordable(pictures, budget.minutes))
    return min(MOST_PX, max(USUAL_PX, math.ceil(wanted / 32 - 1e-9) * 32))


def _affordable(pictures: Sequence[LabelledPicture], minutes: float) -> float:
    """The side at which the minutes are enough for ENOUGH_EPOCHS."""
    of_side_one = sum(min(one.width_px, one.height_px) / max(one.width_px, one.height_px) for one in pictures)
    return float(np.sqrt(minutes * 60 * PIXELS_A_SECOND / (ENOUGH_EPOCHS * of_side_one)))
