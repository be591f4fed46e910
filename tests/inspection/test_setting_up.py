"""What the master does at the bench takes effect from the next part on, and outlives a restart."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from camera.config import FolderConfig, SimulatedConfig
from camera.disturbances import Disturbances
from camera.folder import FolderCamera
from camera.protocol import Camera
from camera.simulated import SimulatedCamera
from inspection.calibration import calibrate_by_ruler, save_calibration
from inspection.daily_check import NotComparable
from inspection.detection.detector import ScriptedDetector
from inspection.errors import RecipeRefused
from inspection.finding import Detection
from inspection.locating import FeatureAlignment
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import Recipe, load_recipe
from inspection.record import Inspection
from inspection.records import RecordStore
from inspection.scale import CameraScale
from inspection.setup import Setup
from inspection.station import Recorded, Station
from inspection.station.checking_day import check_day, teach_reference
from inspection.station.setting_up import (
    adopt_calibration,
    adopt_recipe,
    repeat,
    require_daily_check,
    teach_golden_part,
)
from inspection.station.settings import load_settings
from inspection.verdict import Code, Verdict
from tests.inspection.test_station import eventually

RECIPE = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
PORE = Detection(class_name="pore", score=0.9, xyxy=(300, 200, 312, 212))

Opens = Callable[..., Station]


@pytest.fixture
def camera() -> SimulatedCamera:
    return SimulatedCamera(SimulatedConfig(seed=8, same_part=True))


@pytest.fixture
def opens(tmp_path: Path, camera: SimulatedCamera) -> Iterator[Opens]:
    """Opens a station in the same folder, as after a start of the program."""
    at_work: list[Station] = []

    def open_station(recipe: Recipe = RECIPE, *, required: bool = False, camera: Camera = camera) -> Station:
        for station in at_work:
            station.close()
        at_work.clear()
        station = Station(
            home=tmp_path,
            setup=Setup.of(recipe, tmp_path, camera.camera_id, daily_check_required=required),
            cameras={"top": camera},
            detector=ScriptedDetector([[PORE]]),
            records=RecordStore.open(tmp_path),
            lock_out_ms=0,
        )
        at_work.append(station)
        eventually(lambda: station.state().camera.working)
        return station

    yield open_station
    for station in at_work:
        station.close()


def judged(station: Station) -> Inspection:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    return outcome.record.inspection


def events(station: Station) -> list[str]:
    station.close()
    records = RecordStore.open(station.home)
    try:
        return [record.event.code for record in records.newest_events(20)]
    finally:
        records.close()


def test_a_stricter_level_counts_from_the_next_part_on(opens: Opens) -> None:
    station = opens()
    assert judged(station).recipe_version == 2
    assert RECIPE.norm is not None
    saved = adopt_recipe(station, RECIPE.model_copy(update={"norm": RECIPE.norm.model_copy(update={"level": "B"})}))
    part = judged(station)
    assert part.recipe_version == saved.version == 3
    assert part.verdict is Verdict.FAIL
    assert part.reasons[0].level == "B"
    with pytest.raises(RecipeRefused, match="nothing changed"):
        adopt_recipe(station, saved)
    with pytest.raises(RecipeRefused, match="version 3 of weld-bead is in force"):
        adopt_recipe(station, RECIPE)
    assert events(station).count("recipe-changed") == 1


def test_nothing_is_measured_before_the_camera_is_calibrated(opens: Opens, camera: SimulatedCamera) -> None:
    recipe = RECIPE.model_copy(update={"scale": CameraScale()})
    station = opens(recipe)
    part = judged(station)
    assert (part.verdict, part.reasons[0].code) == (Verdict.NOT_JUDGED, Code.NOT_CALIBRATED)
    assert part.views[0].picture is not None
    ruler = calibrate_by_ruler((20, 240), (620, 240), 60, camera_id=camera.camera_id, resolution_wh=(640, 480))
    adopt_calibration(station, ruler)
    measured = judged(station)
    assert measured.verdict is not Verdict.NOT_JUDGED
    assert measured.views[0].scale == ruler.scale
    again = opens(recipe)
    assert judged(again).verdict is measured.verdict


def test_a_calibration_for_another_picture_size_is_not_used(opens: Opens, camera: SimulatedCamera) -> None:
    station = opens(RECIPE.model_copy(update={"scale": CameraScale()}))
    other = calibrate_by_ruler((20, 240), (620, 240), 60, camera_id=camera.camera_id, resolution_wh=(1280, 960))
    adopt_calibration(station, other)
    assert judged(station).reasons[0].code is Code.CALIBRATION_DOES_NOT_FIT


def test_a_scale_too_coarse_for_the_limit_locks_the_part(opens: Opens, camera: SimulatedCamera) -> None:
    station = opens(RECIPE.model_copy(update={"scale": CameraScale()}))
    coarse = calibrate_by_ruler((20, 240), (620, 240), 300, camera_id=camera.camera_id, resolution_wh=(640, 480))
    adopt_calibration(station, coarse)  # 0.5 mm a pixel: a pore of 1.0 mm would be two
    reasons = judged(station).reasons
    assert reasons[0].code is Code.LIMIT_TOO_FINE
    assert (reasons[0].class_name, reasons[0].value) == ("pore", 2.0)


def test_a_failed_daily_check_locks_until_one_passes_even_over_a_restart(opens: Opens, camera: SimulatedCamera) -> None:
    station = opens()
    teach_reference(station)
    assert judged(station).verdict is not Verdict.NOT_JUDGED
    camera.disturb(Disturbances(lamp=0.6))
    assert any(drift.beyond for drift in check_day(station))
    camera.disturb(Disturbances())
    assert judged(station).reasons[0].code is Code.DAILY_CHECK_FAILED
    again = opens()
    assert judged(again).reasons[0].code is Code.DAILY_CHECK_FAILED
    assert not any(drift.beyond for drift in check_day(again))
    assert judged(again).verdict is not Verdict.NOT_JUDGED
    assert events(again)[:2] == ["daily-check", "camera-ready"]


def test_where_the_check_is_required_no_part_is_judged_before_it(opens: Opens) -> None:
    station = opens(required=True)
    assert judged(station).reasons[0].code is Code.DAILY_CHECK_DUE


def test_a_part_is_compared_with_the_golden_one_once_it_is_taught(opens: Opens, camera: SimulatedCamera) -> None:
    recipe = RECIPE.model_copy(update={"alignment": FeatureAlignment()})
    station = opens(recipe)
    assert judged(station).reasons[0].code is Code.GOLDEN_MISSING
    golden = teach_golden_part(station)
    assert station.recipe.alignment is not None
    assert station.recipe.alignment.golden_sha256 == golden.sha256
    there = judged(station)
    assert there.verdict is not Verdict.NOT_JUDGED
    assert there.views[0].placement is not None
    camera.disturb(Disturbances(shift_px=(30, 10)))
    moved = judged(station).views[0].placement
    assert moved is not None
    assert moved.shift_px == pytest.approx((30, 10), abs=3)


def test_without_an_alignment_there_is_nothing_to_teach(opens: Opens) -> None:
    with pytest.raises(RecipeRefused, match="does not align"):
        teach_golden_part(opens())


def test_a_part_is_judged_25_times_and_none_is_recorded(opens: Opens) -> None:
    station = opens()
    heard: list[int] = []
    found = repeat(station, on_part=heard.append)
    assert heard == list(range(1, 26))
    assert (found.times, sum(found.verdicts.values())) == (25, 25)
    assert [spread.seen for spread in found.spreads] == [25]
    assert station.newest() == ()
    assert events(station)[0] == "repeatability"


def test_a_folder_that_ends_is_said_and_not_counted(opens: Opens, tmp_path: Path) -> None:
    from PIL import Image

    from tests.pictures import patchwork

    pictures = tmp_path / "pictures-to-judge"
    pictures.mkdir()
    Image.fromarray(patchwork(640, 480)).save(pictures / "1.png")
    station = opens(camera=FolderCamera(FolderConfig(path=pictures, loop=False)))
    found = repeat(station, times=3)
    assert found.verdicts[Verdict.NOT_JUDGED] == 2


def test_a_part_that_is_triggered_during_setting_up_waits_for_its_turn(opens: Opens) -> None:
    station = opens()
    outcomes: list[object] = []
    trigger = threading.Thread(target=lambda: outcomes.append(station.trigger("key")))

    def press(done: int) -> None:
        if done == 3:
            trigger.start()

    repeat(station, on_part=press)
    trigger.join(timeout=20)
    assert [type(outcome) for outcome in outcomes] == [Recorded]
    assert len(station.newest()) == 1


def test_the_recipes_own_scale_does_not_hold_under_a_camera_it_knows_nothing_of(tmp_path: Path) -> None:
    foreign = Setup.of(RECIPE, tmp_path, "usb:123", own_scale_holds=False)
    assert foreign.scale is None
    assert foreign.obstacles((640, 480))[0].code is Code.NOT_CALIBRATED
    ruler = calibrate_by_ruler((20, 240), (620, 240), 60, camera_id="usb:123", resolution_wh=(640, 480))
    save_calibration(tmp_path, ruler)
    assert Setup.of(RECIPE, tmp_path, "usb:123", own_scale_holds=False).scale == ruler.scale
    assert Setup.of(RECIPE, tmp_path, "simulated:weld-bead:1").scale == RECIPE.scale


def test_a_damaged_reference_locks_and_does_not_unlock(opens: Opens, tmp_path: Path) -> None:
    station = opens()
    teach_reference(station)
    (tmp_path / "taught" / RECIPE.name / "daily.json").write_bytes(b"{")
    assert judged(opens()).reasons[0].code is Code.DAILY_CHECK_FAILED


def test_a_reference_that_is_not_found_locks_too(opens: Opens, camera: SimulatedCamera) -> None:
    station = opens()
    teach_reference(station)
    camera.disturb(Disturbances(part_missing=True))
    with pytest.raises(NotComparable):
        check_day(station)
    camera.disturb(Disturbances())
    assert judged(station).reasons[0].code is Code.DAILY_CHECK_FAILED


def test_a_recipe_may_call_its_view_as_it_likes(opens: Opens) -> None:
    station = opens()
    adopt_recipe(station, RECIPE.model_copy(update={"views": ("oben",)}))
    assert judged(station).verdict is not Verdict.NOT_JUDGED


def test_without_the_daily_check_nothing_is_judged_where_the_master_wants_it_so(opens: Opens) -> None:
    station = opens()
    assert judged(station).verdict is not Verdict.NOT_JUDGED
    for _ in range(2):
        require_daily_check(station, True)
    part = judged(station)
    assert part.verdict is Verdict.NOT_JUDGED and part.reasons[0].code is Code.DAILY_CHECK_DUE
    require_daily_check(station, False)
    assert judged(station).verdict is not Verdict.NOT_JUDGED
    assert not load_settings(station.home).daily_check_required
    assert events(station).count("daily-check-required") == 2
