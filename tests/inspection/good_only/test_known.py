"""What is unlike the good parts is known only under what the recipe judges: at the bench and in judging models."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.frame import Frame
from camera.picture_file import read_picture_file
from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.good_only import UNLIKE_GOOD, CombinedDetector
from inspection.good_only.known import covered
from inspection.inspect_part import judge
from inspection.judged import Laps
from inspection.recipe import Recipe
from inspection.regions import Region
from inspection.score_band import ScoreBand
from inspection.setup import Setup
from inspection.verdict import Verdict
from tests.training.judging.building import band, none_of, picture, recipe, saying
from training.judging.bench_recipe import with_bands_of
from training.judging.judged_pictures import judge_pictures, verdict_under

LEFT = Region(polygon=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))  # 80 of 160 px
UNLIKE = Detection(class_name=UNLIKE_GOOD, score=0.9, xyxy=(50, 20, 110, 60))
OF_GOOD = {UNLIKE_GOOD: band(0.5, 0.5)}
SURE_ONLY, SOON_SURE = {"pore": band(0.6, 0.8)}, {"pore": band(0.25, 0.3)}


def pore(score: float, xyxy: tuple[float, float, float, float]) -> Detection:
    return Detection(class_name="pore", score=score, xyxy=xyxy)


def by(bands: dict[str, ScoreBand], *regions: Region) -> Recipe:
    return recipe(none_of("pore"), bands=bands).model_copy(update={"regions": regions})


@pytest.mark.parametrize(
    ("found", "recipe", "due"),
    [
        (pore(0.9, (50, 20, 110, 60)), by(SURE_ONLY), Verdict.FAIL),
        (pore(0.5, (50, 20, 110, 60)), by(SURE_ONLY), Verdict.REVIEW),  # below what counts: it explains nothing
        (pore(0.5, (50, 20, 110, 60)), by(SOON_SURE), Verdict.FAIL),
        (pore(0.9, (81, 20, 150, 60)), by(SURE_ONLY, LEFT), Verdict.REVIEW),  # not judged: it explains nothing
        (pore(0.9, (70, 20, 150, 60)), by(SURE_ONLY, LEFT), Verdict.FAIL),
    ],
)
def test_only_what_is_judged_and_counts_explains(
    tmp_path: Path, found: Detection, recipe: Recipe, due: Verdict
) -> None:
    shown = picture(tmp_path)
    setup = Setup.without_station(recipe)
    both = CombinedDetector(ScriptedDetector([[found]]), ScriptedDetector([[UNLIKE]], bands=OF_GOOD))
    pixels = read_picture_file(shown.picture).pixels
    frame = Frame(pixels=pixels, frame_id=1, captured_at=datetime.now(UTC), camera_id="test")
    assert judge(frame, setup, both, Laps()).verdict is due
    banded = with_bands_of(recipe, OF_GOOD, {})
    [judged] = judge_pictures(saying([[found, UNLIKE]]), [shown], replace(setup, recipe=banded))
    assert verdict_under(judged, banded) is due


BOXES = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(41, 90)] * 2).map(lambda box: pore(0.9, box))


@given(BOXES, st.lists(BOXES, max_size=4), BOXES)
def test_more_boxes_never_cover_less(one: Detection, others: list[Detection], more: Detection) -> None:
    share = covered(one, others)
    assert 0 <= share <= 1
    assert covered(one, [*others, more]) >= share - 1e-9
    assert covered(one, [one]) == 1
