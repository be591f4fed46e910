"""Two detectors: what the first has found for sure is known, the rest is the master's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.detection.detector import Detector, ScriptedDetector, UnavailableDetector
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.good_only.combined import CombinedDetector, covered
from inspection.good_only.unlike import UNLIKE_GOOD
from tests.inspection.good_only.simple import detector, grey

STAIN = (64.0, 32.0, 160.0, 96.0)


def found(score: float, xyxy: tuple[float, float, float, float] = STAIN) -> Detection:
    return Detection(class_name="stain", score=score, xyxy=xyxy)


def combined(first: Detector) -> CombinedDetector:
    return CombinedDetector(first, detector(), lambda class_name: 0.5)


def classes_on_a_stain(first: Detection | None) -> list[str]:
    pixels = grey()
    pixels[32:96, 64:160] = 20
    answers = [[first]] if first else [[]]
    return sorted(one.class_name for one in combined(ScriptedDetector(answers)).find(pixels))


def test_what_nobody_has_found_is_unlike_good() -> None:
    assert classes_on_a_stain(None) == [UNLIKE_GOOD]


def test_what_the_first_has_found_is_known() -> None:
    assert classes_on_a_stain(found(0.9)) == ["stain"]


@pytest.mark.parametrize("first", [found(0.4), found(0.9, (64, 32, 80, 96)), found(0.9, (200, 100, 240, 140))])
def test_doubtful_small_or_elsewhere_explains_nothing(first: Detection) -> None:
    assert classes_on_a_stain(first) == ["stain", UNLIKE_GOOD]


def test_half_an_answer_is_none() -> None:
    with pytest.raises(DetectorError):
        combined(ScriptedDetector([DetectorError("torn")])).find(grey())
    broken = UnavailableDetector(ModelRefused("changed"))
    with pytest.raises(DetectorError, match="changed"):
        CombinedDetector(ScriptedDetector([[]]), broken, lambda name: 0.5).find(grey())
    assert CombinedDetector(ScriptedDetector([[]]), broken, lambda name: 0.5).judge is None


def test_it_says_who_judged_and_what_it_can_find() -> None:
    both = combined(ScriptedDetector([[found(0.9)]]))
    assert both.classes == ("stain", UNLIKE_GOOD)
    assert UNLIKE_GOOD in both.bands
    judge = both.judge
    assert judge is not None
    assert judge.model == "scripted+taught"
    assert judge.sha256 not in {"0" * 64, "a" * 64}


BOXES = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(41, 90)] * 2).map(lambda box: found(0.9, box))


@given(BOXES, st.lists(BOXES, max_size=4), BOXES)
def test_more_boxes_never_cover_less(one: Detection, others: list[Detection], more: Detection) -> None:
    share = covered(one, others)
    assert 0 <= share <= 1
    assert covered(one, [*others, more]) >= share - 1e-9
    assert covered(one, [one]) == 1
