"""What was taught from good parts judges behind the same Protocol, and asks the master."""

from datetime import UTC, datetime

import numpy as np
import pytest

from camera.frame import Frame, Pixels
from inspection.detection.detector import Detector, ScriptedDetector, find_with_distance
from inspection.errors import DetectionsImplausible
from inspection.good_only.combined import CombinedDetector
from inspection.good_only.unlike import UNLIKE_GOOD
from inspection.inspect_part import judge
from inspection.judged import Judged, Laps
from inspection.recipe import PictureChecks, Recipe
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.inspection.good_only.simple import Nowhere, detector, grey

ANYTHING = PictureChecks(min_focus=0, min_texture=0)


def stained() -> Pixels:
    pixels = grey()
    pixels[32:96, 64:160] = (30, 20, 10)
    return pixels


def judged(pixels: Pixels, by: Detector) -> Judged:
    recipe = Recipe(name="plate", version=1, part_type="plate", model="taught", checks=ANYTHING)
    frame = Frame(pixels=pixels, frame_id=1, captured_at=datetime.now(UTC), camera_id="test")
    return judge(frame, Setup.without_station(recipe), by, Laps())


def test_a_good_part_passes_and_one_unlike_it_goes_to_the_master() -> None:
    by: Detector = detector()
    assert judged(grey(), by).verdict is Verdict.PASS
    asked = judged(stained(), by)
    assert asked.verdict is Verdict.REVIEW
    assert [(one.code, one.class_name) for one in asked.reasons] == [(Code.NO_LIMIT_FOR_CLASS, UNLIKE_GOOD)]
    assert asked.findings[0].detection.xyxy == (64, 32, 160, 96)


def test_no_band_of_a_recipe_lets_what_is_unlike_pass() -> None:
    by = detector()
    band = by.bands[UNLIKE_GOOD]
    assert all(one.score >= band.clear_from for one in by.find(stained()))


def test_nan_is_no_answer() -> None:
    with pytest.raises(DetectionsImplausible):
        detector(Nowhere()).find(grey())


def test_the_heat_map_has_the_pictures_size_and_the_threshold_at_a_half() -> None:
    by = detector()
    heat = by.heat_map(stained())
    assert heat.shape == (160, 320) and heat.dtype == np.float32
    assert heat[64, 112] > 0.5 > heat[140, 300]
    assert heat.min() >= 0 and heat.max() <= 1


def test_the_record_says_how_far_the_picture_is_from_the_good_parts() -> None:
    near, far = (judged(pixels, detector()).light for pixels in (grey(), stained()))
    assert near is not None and far is not None
    assert near.unlike is not None and far.unlike is not None
    assert near.unlike < 0.5 < far.unlike


def test_beside_another_net_it_says_the_same_and_without_good_parts_nothing() -> None:
    alone, beside = detector(), CombinedDetector(ScriptedDetector([[]]), detector())
    assert find_with_distance(beside, stained())[1] == find_with_distance(alone, stained())[1]
    assert find_with_distance(ScriptedDetector([[]]), grey()) == ((), None)
