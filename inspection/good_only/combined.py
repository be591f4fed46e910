"""A detector that knows defects, and beside it one that knows good parts."""

import hashlib
from collections.abc import Mapping

from camera.frame import Pixels
from inspection.detection.detector import Detector, Within, find_with_distance
from inspection.finding import Detection
from inspection.record import Judge
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen


def both(first: Judge, second: Judge) -> Judge:
    """Two models as one: both names, the sha256 over their two hashes; engine and precision are those of `first`."""
    sha256 = hashlib.sha256((first.sha256 + second.sha256).encode()).hexdigest()
    return first.model_copy(update={"model": f"{first.model}+{second.model}", "sha256": sha256})


class CombinedDetector:
    """What `first` finds, and what `good_only` finds beside it (see Detector).

    Both are told as they are: which place unlike the good parts is known, the recipe says (`good_only.known`).
    """

    def __init__(self, first: Detector, good_only: Detector) -> None:
        self._first = first
        self._good_only = good_only

    @property
    def judge(self) -> Judge | None:
        """Both models (see `both`); None where one could not be loaded."""
        first, second = self._first.judge, self._good_only.judge
        if first is None or second is None:
            return None
        return both(first, second)

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

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """See Detector. Raises DetectorError where either gives no answer: half an answer is none."""
        return self.find_with_distance(pixels, within)[0]

    def find_with_distance(self, pixels: Pixels, within: Within = None) -> tuple[tuple[Detection, ...], float | None]:
        """See DistanceDetector; what is far from the good parts is far whatever else is found."""
        named = self._first.find(pixels, within)
        beside, distance = find_with_distance(self._good_only, pixels, within)
        return tuple(sorted((*named, *beside), key=lambda one: -one.score)), distance
