"""What finds defects on a picture."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from camera.frame import Pixels
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.record import Judge, Precision
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen

Within = Sequence[tuple[float, float, float, float]] | None
"""Boxes xyxy in px of a picture; None is all of it."""


class Detector(Protocol):
    """Ready when it exists; blocks for the time of one picture. One thread calls it at a time."""

    @property
    def judge(self) -> Judge | None:
        """Model, engine and precision, as a record keeps them; None where no net could be loaded."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names it can answer with."""
        ...

    @property
    def bands(self) -> Mapping[str, ScoreBand]:
        """From which score on each class counts, where that was calibrated."""
        ...

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """Down to which size it was measured to find each class, in pixels of a picture of that size."""
        ...

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """The defects on `pixels` (height, width, 3; RGB; uint8), best score first, boxes in its pixels.

        What lies outside of the boxes `within` does not count, so it need not be looked at; it may be found all the
        same. Raises DetectorError when the net gave no usable answer; never returns a guess.
        """
        ...


@runtime_checkable
class DistanceDetector(Protocol):
    """A Detector that has also been taught good parts: it says how far from them the whole picture is."""

    def find_with_distance(self, pixels: Pixels, within: Within = None) -> tuple[tuple[Detection, ...], float | None]:
        """As `Detector.find`, and the distance: 0 is as the good parts, 0.5 at the threshold, 1 like nothing known."""
        ...


def find_with_distance(
    detector: Detector, pixels: Pixels, within: Within = None
) -> tuple[tuple[Detection, ...], float | None]:
    """What the detector finds, and the distance to the good parts; None where it has been taught none."""
    if isinstance(detector, DistanceDetector):
        return detector.find_with_distance(pixels, within)
    return detector.find(pixels, within), None


class UnavailableDetector:
    """Stands in for a net that was refused: every part is recorded as not judged, with the reason."""

    judge: Judge | None = None
    classes: tuple[str, ...] = ()
    bands: Mapping[str, ScoreBand] = MappingProxyType({})

    def __init__(self, why: ModelRefused) -> None:
        self.why = str(why)

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """Nothing."""
        return ()

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """Raises DetectorError."""
        raise DetectorError(self.why)


class ScriptedDetector:
    """A detector that answers what it was told, per picture in turn: for demonstrations and tests of what follows."""

    def __init__(
        self,
        answers: Sequence[Sequence[Detection] | DetectorError],
        bands: Mapping[str, ScoreBand] = MappingProxyType({}),
    ) -> None:
        """`answers` are given one after the other, then from the start again; an error is raised."""
        if not answers:
            raise ValueError("a scripted detector needs at least one answer, even an empty one: [[]]")
        self.bands = bands
        self._answers = tuple(answers)
        self._asked = 0

    @property
    def judge(self) -> Judge:
        """Says openly that no net looked."""
        return Judge(model="scripted", sha256="0" * 64, engine="scripted", engine_version="1", precision=Precision.F32)

    @property
    def classes(self) -> tuple[str, ...]:
        """All classes in its answers."""
        known: Mapping[str, None] = {
            detection.class_name: None
            for answer in self._answers
            if not isinstance(answer, DetectorError)
            for detection in answer
        }
        return tuple(known)

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """Nobody has measured it."""
        return ()

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """The next answer."""
        answer = self._answers[self._asked % len(self._answers)]
        self._asked += 1
        if isinstance(answer, DetectorError):
            raise answer.with_traceback(None)  # it is raised again and again: else it would keep every picture it met
        return tuple(answer)
