"""The detector that was taught from good parts."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.detector import Within
from inspection.detection.engines import Engine
from inspection.finding import Detection
from inspection.good_only.bank import Bank
from inspection.good_only.features import features_of
from inspection.good_only.unlike import UNLIKE_GOOD, Unlikeness, picture_score, share, unlike_good
from inspection.record import Judge
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen


class GoodOnlyDetector:
    """Finds what is unlike the good parts (see Detector); says how far, not what it is."""

    classes: tuple[str, ...] = (UNLIKE_GOOD,)

    def __init__(self, bank: Bank, engine: Engine, *, scale: float, threshold: float, judge: Judge) -> None:
        """`scale` is what pictures are scaled by, `threshold` the score from which on a picture is unlike."""
        self._bank = bank
        self._engine = engine
        self._scale = scale
        self._threshold = threshold
        self._judge = judge

    @property
    def judge(self) -> Judge:
        """The bank's model, and the engine that gave the features."""
        return self._judge

    @property
    def bands(self) -> Mapping[str, ScoreBand]:
        """From the threshold on it counts, below there is nothing: `find` gives no other."""
        return {UNLIKE_GOOD: ScoreBand(ignored_below=0.5, clear_from=0.5)}

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """Nothing: good parts alone do not tell how small a defect may be."""
        return ()

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """See Detector: where the picture is unlike the good parts, scores from 0.5."""
        return self.find_with_distance(pixels, within)[0]

    def find_with_distance(self, pixels: Pixels, within: Within = None) -> tuple[tuple[Detection, ...], float]:
        """See DistanceDetector."""
        unlikeness = self.unlikeness(pixels)
        score = picture_score(unlikeness)
        found = unlike_good(unlikeness, self._threshold, (pixels.shape[1], pixels.shape[0]))
        return found, score / (score + self._threshold)

    def score(self, pixels: Pixels) -> float:
        """How unlike the good parts the picture is: what is held against the threshold. Raises DetectorError."""
        return picture_score(self.unlikeness(pixels))

    def unlikeness(self, pixels: Pixels) -> Unlikeness:
        """(rows, columns): how unlike the good ones each place is. Raises DetectorError."""
        return self._bank.unlikeness(features_of(pixels, self._engine, self._scale))

    def heat_map(self, pixels: Pixels) -> NDArray[np.float32]:
        """(height, width) as `pixels`: 0 is as the good parts, 0.5 at the threshold, 1 like nothing known.

        Raises DetectorError.
        """
        import cv2

        heat = share(self.unlikeness(pixels), self._threshold)
        wide = cv2.resize(heat, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
        return np.asarray(wide, np.float32)
