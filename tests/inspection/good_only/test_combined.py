"""Two detectors: both are told, and where one gives no answer there is none."""

import pytest

from inspection.detection.detector import Detector, ScriptedDetector, UnavailableDetector
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.good_only.combined import CombinedDetector
from inspection.good_only.unlike import UNLIKE_GOOD
from tests.inspection.good_only.simple import detector, grey

STAIN = Detection(class_name="stain", score=0.9, xyxy=(64, 32, 160, 96))


def combined(first: Detector) -> CombinedDetector:
    return CombinedDetector(first, detector())


def test_both_are_told_the_surest_first() -> None:
    pixels = grey()
    pixels[32:96, 64:160] = 20
    found = combined(ScriptedDetector([[STAIN]])).find(pixels)
    assert {one.class_name for one in found} == {"stain", UNLIKE_GOOD}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_half_an_answer_is_none() -> None:
    with pytest.raises(DetectorError):
        combined(ScriptedDetector([DetectorError("torn")])).find(grey())
    broken = UnavailableDetector(ModelRefused("changed"))
    with pytest.raises(DetectorError, match="changed"):
        CombinedDetector(ScriptedDetector([[]]), broken).find(grey())
    assert CombinedDetector(ScriptedDetector([[]]), broken).judge is None


def test_it_says_who_judged_and_what_it_can_find() -> None:
    both = combined(ScriptedDetector([[STAIN]]))
    assert both.classes == ("stain", UNLIKE_GOOD)
    assert UNLIKE_GOOD in both.bands
    judge = both.judge
    assert judge is not None
    assert judge.model == "scripted+taught"
    assert judge.sha256 not in {"0" * 64, "a" * 64}
