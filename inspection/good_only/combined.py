"""A detector that knows defects, and beside it one that knows good parts: what neither knows, the master sees."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from camera.frame import Pixels
from inspection.detection.detector import Detector
from inspection.finding import Detection
from inspection.record import Judge
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen

EXPLAINED = 0.5
"""What is unlike the good parts counts as found where so much of its box lies under what the first detector found."""


class CombinedDetector:
    """What `first` finds, and what `good_only` finds beside it (see Detector).

    A place that is unlike the good parts, and that `first` has found beyond doubt, is known: its own limits decide. The
    rest stays, as a class without a limit, and so the master is asked.
    """

    def __init__(self, first: Detector, good_only: Detector, clear_from: Callable[[str], float]) -> None:
        """`clear_from` says from which score on a detection of a class counts beyond doubt, as the recipe has it."""
        self._first = first
        self._good_only = good_only
        self._clear_from = clear_from

    @property
    def judge(self) -> Judge | None:
        """Both models, the sha256 over their two hashes; None where one could not be loaded."""
        first, second = self._first.judge, self._good_only.judge
        if first is None or second is None:
            return None
        both = hashlib.sha256((first.sha256 + second.sha256).encode()).hexdigest()
        return first.model_copy(update={"model": f"{first.model}+{second.model}", "sha256": both})

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of both."""
        return tuple(dict.fromkeys((*self._first.classes, *self._good_only.classes)))

    @property
    def bands(self) -> Mapping[str, ScoreBand]:
        """The bands of both."""
        return {**self._good_only.bands, **self._first.bands}

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """What was measured of both."""
        return (*self._first.smallest_seen(resolution_wh), *self._good_only.smallest_seen(resolution_wh))

    def find(self, pixels: Pixels) -> tuple[Detection, ...]:
        """See Detector. Raises DetectorError where either gives no answer: half an answer is none."""
        found = self._first.find(pixels)
        known = [one for one in found if one.score >= self._clear_from(one.class_name)]
        unlike = [one for one in self._good_only.find(pixels) if covered(one, known) < EXPLAINED]
        return tuple(sorted((*found, *unlike), key=lambda one: -one.score))


def covered(detection: Detection, by: Sequence[Detection]) -> float:
    """Which share of a detection's box lies under the boxes of others, 0 to 1.

    >>> pore = Detection(class_name="pore", score=0.9, xyxy=(0, 0, 10, 10))
    >>> covered(Detection(class_name="unlike_good", score=0.6, xyxy=(0, 0, 20, 10)), [pore])
    0.5
    """
    x1, y1, x2, y2 = detection.xyxy
    # the boxes' own edges cut the box into cells that lie under a box as a whole, or not at all
    xs = sorted({x1, x2, *(min(max(x, x1), x2) for one in by for x in one.xyxy[::2])})
    ys = sorted({y1, y2, *(min(max(y, y1), y2) for one in by for y in one.xyxy[1::2])})
    under = sum(
        (right - left) * (bottom - top)
        for left, right in pairwise(xs)
        for top, bottom in pairwise(ys)
        if any(_over((left + right) / 2, (top + bottom) / 2, one) for one in by)
    )
    return under / ((x2 - x1) * (y2 - y1))


def _over(x: float, y: float, detection: Detection) -> bool:
    x1, y1, x2, y2 = detection.xyxy
    return x1 <= x <= x2 and y1 <= y <= y2
