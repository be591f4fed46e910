"""The main path: whatever happens, a part comes out with a verdict and a reason."""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from camera.errors import CameraError, CameraLost, FrameBroken, FrameStale, SnapTimeout
from camera.figures import focus_score, grey_of, light_of
from camera.frame import Frame, Pixels
from inspection.detection.detector import ScriptedDetector, UnavailableDetector
from inspection.errors import DetectionsImplausible, DetectorError, ModelRefused
from inspection.finding import Characteristic, Detection, Unit
from inspection.inspect_part import inspect_part, software_version
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.record import PictureLight
from inspection.score_band import ScoreBand
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.pictures import patchwork

RECIPE = Recipe(name="plate", version=3, part_type="plate", views=("front", "back"), model="none", limits=())
SETUP = Setup.without_station(RECIPE)
CRACK = Detection(class_name="crack", score=0.9, xyxy=(10, 10, 30, 12))


def good_picture() -> Pixels:
    return patchwork(160, 120)


def snap(pixels: Pixels | None = None) -> Frame:
    shown = good_picture() if pixels is None else pixels
    return Frame(pixels=shown, frame_id=1, captured_at=datetime.now(UTC), camera_id="test")


def failing(error: Exception) -> Frame:
    raise error


def test_a_part_is_as_bad_as_its_worst_view() -> None:
    judged = inspect_part({"front": snap, "back": snap}, SETUP, ScriptedDetector([[], [CRACK]]))
    assert [view.verdict for view in judged.inspection.views] == [Verdict.PASS, Verdict.REVIEW]
    assert judged.inspection.verdict is Verdict.REVIEW
    assert judged.inspection.reasons[0].code is Code.NO_LIMIT_FOR_CLASS
    assert len(judged.pictures) == 2


def test_a_part_of_which_a_view_is_missing_was_not_judged() -> None:
    judged = inspect_part({"front": snap}, SETUP, ScriptedDetector([[]]))
    assert judged.inspection.verdict is Verdict.NOT_JUDGED
    assert [view.view for view in judged.inspection.views] == ["front", "back"]
    assert judged.inspection.reasons[0].code is Code.VIEW_MISSING


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, Verdict.PASS),  # the model was calibrated: below 0.95 a crack is no finding
        ({"crack": ScoreBand(ignored_below=0.3, clear_from=0.5)}, Verdict.FAIL),
        ({"pore": ScoreBand(ignored_below=0.3, clear_from=0.5)}, Verdict.PASS),
    ],
)
def test_a_models_calibrated_band_counts_unless_the_recipe_has_its_own(
    own: dict[str, ScoreBand], expected: Verdict
) -> None:
    limit = Limit(class_name="crack", characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="shop")
    recipe = RECIPE.model_copy(update={"views": ("front",), "bands": own, "limits": (limit,)})
    detector = ScriptedDetector([[CRACK]], bands={"crack": ScoreBand(ignored_below=0.95, clear_from=0.97)})
    judged = inspect_part({"front": snap}, Setup.without_station(recipe), detector)
    assert judged.inspection.verdict is expected


@pytest.mark.parametrize("error", [CameraLost("gone"), SnapTimeout("late"), FrameBroken("torn"), FrameStale("old")])
def test_a_camera_that_fails_gives_a_record_without_a_picture(error: CameraError) -> None:
    judged = inspect_part({"front": snap, "back": lambda: failing(error)}, SETUP, ScriptedDetector([[]]))
    back = judged.inspection.views[1]
    assert (back.verdict, back.picture) == (Verdict.NOT_JUDGED, None)
    assert back.reasons[0].code == error.code
    assert back.reasons[0].detail == str(error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DetectorError("no answer"), Code.DETECTOR_FAILED),
        (DetectionsImplausible("NaN"), Code.DETECTIONS_IMPLAUSIBLE),
    ],
)
def test_a_detector_that_fails_gives_a_record_with_its_picture(error: DetectorError, code: Code) -> None:
    judged = inspect_part({"front": snap, "back": snap}, SETUP, ScriptedDetector([error]))
    assert judged.inspection.verdict is Verdict.NOT_JUDGED
    assert {view.reasons[0].code for view in judged.inspection.views} == {code}
    assert len(judged.pictures) == 2


def test_a_refused_model_judges_nothing() -> None:
    detector = UnavailableDetector(ModelRefused("model.onnx was changed"))
    judged = inspect_part({"front": snap, "back": snap}, SETUP, detector)
    assert judged.inspection.verdict is Verdict.NOT_JUDGED
    assert judged.inspection.judge is None
    assert judged.inspection.reasons[0].detail == "model.onnx was changed"


def test_a_mistake_in_the_program_does_not_make_a_part_vanish() -> None:
    snaps = {"front": snap, "back": lambda: failing(ZeroDivisionError("oops"))}
    judged = inspect_part(snaps, SETUP, ScriptedDetector([[]]))
    assert judged.inspection.reasons[0].code is Code.PROGRAM_ERROR
    assert "ZeroDivisionError" in (judged.inspection.reasons[0].detail or "")


def test_an_unfit_picture_is_not_given_to_the_detector() -> None:
    dark = np.zeros((120, 160, 3), np.uint8)
    detector = ScriptedDetector([AssertionError("must not be asked")])  # type: ignore[list-item]
    judged = inspect_part({"front": lambda: snap(dark), "back": lambda: snap(dark)}, SETUP, detector)
    assert {reason.code for reason in judged.inspection.reasons} == {Code.TOO_DARK}


def test_a_judged_view_says_how_its_picture_looked() -> None:
    """Its own light and focus, by the figures that setting up a camera shows."""
    pictures = [good_picture(), good_picture() // 2 + 60]
    views = inspect_part(
        {"front": lambda: snap(pictures[0]), "back": lambda: snap(pictures[1])}, SETUP, ScriptedDetector([[], []])
    ).inspection.views
    for view, pixels in zip(views, pictures, strict=True):
        assert view.light is not None and view.light.focus is not None
        assert view.light.mean_grey == pytest.approx(light_of(grey_of(pixels)).mean_grey, abs=0.01)
        assert view.light.focus == pytest.approx(focus_score(pixels), abs=0.01)


def test_a_dark_picture_has_light_and_no_focus_and_a_missing_one_has_neither() -> None:
    dark = {"front": lambda: snap(np.zeros((120, 160, 3), np.uint8)), "back": lambda: failing(CameraLost("gone"))}
    front, back = inspect_part(dark, SETUP, ScriptedDetector([[]])).inspection.views
    assert front.light == PictureLight(mean_grey=0, focus=None)
    assert back.light is None


def test_a_picture_that_stays_where_it_is_is_referred_to() -> None:
    judged = inspect_part({"front": snap, "back": snap}, SETUP, ScriptedDetector([[]]), kept_at="/pictures/7.png")
    assert judged.pictures == ()
    assert all(view.picture and view.picture.path == "/pictures/7.png" for view in judged.inspection.views)


def test_every_step_is_timed() -> None:
    judged = inspect_part({"front": snap, "back": snap}, SETUP, ScriptedDetector([[]]))
    laps = judged.inspection.views[0].timings_ms
    assert list(laps) == ["capture", "check", "find", "measure", "decide", "total"]
    assert laps["total"] == pytest.approx(sum(list(laps.values())[:-1]), abs=0.01)


def test_the_programs_version_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = software_version()

    def lost(_name: str) -> str:
        raise PackageNotFoundError("meisterblick")

    monkeypatch.setattr("inspection.inspect_part.version", lost)
    assert software_version() == said
