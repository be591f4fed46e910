"""A picture is judged as at the bench, whatever the score bands; the net is asked once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from camera.errors import FrameBroken
from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.detection.detector import ScriptedDetector
from inspection.errors import DetectionsImplausible, DetectorError
from inspection.finding import Characteristic, Detection, Unit
from inspection.inspect_part import judge
from inspection.judged import Laps
from inspection.limit import Limit
from inspection.locating import Golden, LocatingError
from inspection.locating.alignment import FeatureAlignment
from inspection.recipe import PictureChecks, Recipe
from inspection.regions import Region
from inspection.scale import CameraScale
from inspection.score_band import ScoreBand
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.pictures import patchwork
from tests.training.judging.building import at_most_px, band, none_of, picture, recipe, saying, seen
from training.data.labels import LabelledPicture
from training.judging.judged_pictures import (
    JudgedPicture,
    decided_under,
    findings_under,
    judge_pictures,
    verdict_under,
)

WIDTH, HEIGHT = 160, 120
LEFT_HALF = Region(polygon=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
DISTANCE = Limit(class_name="pore", characteristic=Characteristic.DISTANCE, lower=30, unit=Unit.PX, source="shop")
BY_SIZE = recipe(at_most_px("pore", 24), DISTANCE, at_most_px("crack", 30, Characteristic.LENGTH), none_of("stain"))


def spotted() -> Pixels:
    """Dark spots of several sizes on a patchwork."""
    pixels = patchwork(WIDTH, HEIGHT).copy()
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    for cx, cy, radius in ((30, 30, 9), (70, 40, 14), (110, 80, 6), (40, 90, 12)):
        pixels[(x - cx) ** 2 + (y - cy) ** 2 <= radius**2] = 12
    return pixels


def judged_one(found: list[Detection], labelled: LabelledPicture, by: Recipe) -> JudgedPicture:
    [one] = judge_pictures(saying([found]), [labelled], Setup.without_station(by))
    return one


@st.composite
def detections(draw: st.DrawFn) -> Detection:
    x, y = draw(st.floats(0, WIDTH - 8)), draw(st.floats(0, HEIGHT - 8))
    width, height = draw(st.floats(2, WIDTH - x)), draw(st.floats(2, HEIGHT - y))
    return Detection(
        class_name=draw(st.sampled_from(["pore", "crack", "stain", "dent"])),
        score=draw(st.floats(0.01, 1)),
        xyxy=(x, y, x + width, y + height),
    )


BANDS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda both: band(min(both), max(both)))


@given(
    found=st.lists(detections(), max_size=8),
    bands=st.lists(st.fixed_dictionaries({"pore": BANDS, "crack": BANDS, "stain": BANDS}), min_size=2, max_size=3),
    regions=st.sampled_from([(), (LEFT_HALF,)]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_verdict_is_that_of_the_bench_whatever_the_bands(
    tmp_path_factory: pytest.TempPathFactory,
    found: list[Detection],
    bands: list[dict[str, ScoreBand]],
    regions: tuple[Region, ...],
) -> None:
    labelled = picture(tmp_path_factory.mktemp("spotted"), pixels=spotted())
    by = BY_SIZE.model_copy(update={"regions": regions})
    one = judged_one(found, labelled, by)
    frame = read_picture_file(labelled.picture)
    for some in bands:
        tried = by.model_copy(update={"bands": some})
        at_bench = judge(frame, Setup.without_station(tried), ScriptedDetector([one.detections]), Laps())
        assert decided_under(one, tried) == (at_bench.verdict, at_bench.reasons)
        assert findings_under(one, tried) == at_bench.findings


def test_what_is_too_unsure_to_be_found_does_not_change_what_another_measures(tmp_path: Path) -> None:
    """Over a pore that is too large lies a second box of 0.05: with it, it might be two that are small enough."""
    labelled = picture(tmp_path, pixels=spotted())
    found = [seen("pore", 0.9, (56, 26, 84, 54)), seen("pore", 0.05, (60, 30, 84, 54))]
    by = recipe(at_most_px("pore", 22), bands={"pore": band(0.25, 0.5)})
    one = judged_one(found, labelled, by)
    assert verdict_under(one, by) is Verdict.FAIL
    assert verdict_under(one, by.model_copy(update={"bands": {"pore": band(0.01, 0.5)}})) is Verdict.REVIEW
    assert verdict_under(one, by) is Verdict.FAIL


def test_bands_turn_the_verdict_and_the_net_is_asked_once(tmp_path: Path) -> None:
    labelled = picture(tmp_path, ("pore", (10, 10, 30, 30)))
    by = recipe(none_of("pore"))
    one = judged_one([seen("pore", 0.4)], labelled, by)  # a second question would raise StopIteration
    given_with = {
        bounds: verdict_under(one, by.model_copy(update={"bands": {"pore": band(*bounds)}}))
        for bounds in ((0.2, 0.3), (0.2, 0.4), (0.2, 0.41), (0.4, 0.5), (0.41, 0.5))
    }
    assert list(given_with.values()) == [Verdict.FAIL, Verdict.FAIL, Verdict.REVIEW, Verdict.REVIEW, Verdict.PASS]
    assert one.truth is Verdict.FAIL


def test_the_truth_is_what_the_recipe_says_of_the_labels(tmp_path: Path) -> None:
    """Spots of 18, 28 and 24 px against a limit of 24 px: clearly within, clearly beyond, inside the guard band."""
    by = recipe(at_most_px("pore", 24))
    small, large, near = (21, 21, 39, 39), (56, 26, 84, 54), (28, 78, 52, 102)
    pictures = [picture(tmp_path, ("pore", xyxy), pixels=spotted()) for xyxy in (small, large, near)]
    pictures += [picture(tmp_path), picture(tmp_path, ("dent", small))]
    judged = judge_pictures(saying([[]] * 5), pictures, Setup.without_station(by))
    assert [one.truth for one in judged] == [
        Verdict.PASS,
        Verdict.FAIL,
        Verdict.REVIEW,
        Verdict.PASS,
        Verdict.REVIEW,  # a class without a limit: at the bench the master is asked, too
    ]


def test_labels_outside_of_what_is_judged_make_no_part_bad(tmp_path: Path) -> None:
    by = recipe(none_of("pore")).model_copy(update={"regions": (LEFT_HALF,)})
    pictures = [picture(tmp_path, ("pore", (x, 10, x + 20, 30))) for x in (10, 120)]
    judged = judge_pictures(saying([[seen("pore", 0.9, (120, 10, 140, 30))]] * 2), pictures, Setup.without_station(by))
    assert [one.truth for one in judged] == [Verdict.FAIL, Verdict.PASS]
    assert [verdict_under(one, by) for one in judged] == [Verdict.PASS, Verdict.PASS]
    assert all(len(one.detections) == 1 for one in judged)  # for mAP they are there


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DetectorError("no answer"), Code.DETECTOR_FAILED),
        (DetectionsImplausible("301 boxes"), Code.DETECTIONS_IMPLAUSIBLE),
    ],
)
def test_a_picture_without_an_answer_gets_no_verdict_but_deserves_one(
    tmp_path: Path, error: DetectorError, code: Code
) -> None:
    by = recipe(none_of("pore"))
    [one] = judge_pictures(saying([error]), [picture(tmp_path, ("pore", (10, 10, 30, 30)))], Setup.without_station(by))
    assert one.truth is Verdict.FAIL
    verdict, reasons = decided_under(one, by)
    assert (verdict, reasons[0].code) == (Verdict.NOT_JUDGED, code)


def test_what_the_bench_refuses_is_refused_for_the_same_reason(tmp_path: Path) -> None:
    labelled = picture(tmp_path, ("pore", (10, 10, 30, 30)))
    dark = recipe(none_of("pore")).model_copy(update={"checks": PictureChecks(min_mean_grey=250)})
    uncalibrated = Recipe(name="plate", version=1, part_type="plate", model="none", scale=CameraScale())
    untaught = recipe(none_of("pore")).model_copy(update={"alignment": FeatureAlignment()})
    for by, truth in ((dark, Verdict.FAIL), (uncalibrated, Verdict.NOT_JUDGED), (untaught, Verdict.FAIL)):
        one = judged_one([seen("pore", 0.9)], labelled, by)
        at_bench = judge(read_picture_file(labelled.picture), Setup.without_station(by), ScriptedDetector([[]]), Laps())
        assert at_bench.verdict is Verdict.NOT_JUDGED
        assert decided_under(one, by) == (at_bench.verdict, at_bench.reasons)
        assert one.truth is truth
        assert len(one.detections) == 1


def test_regions_move_with_the_part_for_labels_and_detections_alike(tmp_path: Path) -> None:
    """The part lies 48 px to the right of where it was taught: what is judged ends at 168 px instead of 120."""
    large = patchwork(400, 300)
    golden, moved, foreign = large[20:180, 80:320], large[20:180, 32:272], patchwork(240, 160, seed=9)
    by = recipe(none_of("pore")).model_copy(
        update={"regions": (LEFT_HALF,), "alignment": FeatureAlignment(max_shift=0.25)}
    )
    setup = replace(Setup.without_station(by), golden=Golden.of(golden))
    box = (140, 60, 160, 80)
    pictures = [picture(tmp_path, ("pore", box), pixels=pixels) for pixels in (golden, moved, foreign)]
    judged = judge_pictures(saying([[seen("pore", 0.9, box)]] * 3), pictures, setup)
    for one in judged:
        try:
            at_bench = judge(
                read_picture_file(one.picture.picture), setup, ScriptedDetector([[seen("pore", 0.9, box)]]), Laps()
            ).verdict
        except LocatingError:
            at_bench = Verdict.NOT_JUDGED
        assert verdict_under(one, by) is at_bench
    assert [one.truth for one in judged] == [Verdict.PASS, Verdict.FAIL, Verdict.NOT_JUDGED]
    assert [verdict_under(one, by) for one in judged] == [Verdict.PASS, Verdict.FAIL, Verdict.NOT_JUDGED]
    assert judged[2].refused[0].code is Code.PART_NOT_FOUND


def test_a_torn_picture_is_named(tmp_path: Path) -> None:
    labelled = picture(tmp_path)
    labelled.picture.write_bytes(labelled.picture.read_bytes()[:200])
    with pytest.raises(FrameBroken, match=r"000\.png"):
        judged_one([], labelled, recipe(none_of("pore")))
