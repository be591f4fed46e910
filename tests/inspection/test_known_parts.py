"""Red rabbit: a station that no longer sees what is known lets nothing pass."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.daily_check import KnownPartRefused, Quality, problem_sentence
from inspection.daily_check.known_parts import FILE_NAME
from inspection.daily_check.state import FILE_NAME as STATE
from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore, audit
from inspection.records.search import Search
from inspection.setup import Setup, taught_folder
from inspection.station import Recorded, Station
from inspection.station.checking_day import check_day, check_known_part, forget_known, teach_known_part, teach_reference
from inspection.station.settings import StationSettings, save_settings
from inspection.taught_pictures import kept_picture
from inspection.verdict import Code, Verdict
from tests.inspection.test_station import eventually

RECIPE = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
CRACK = Detection(class_name="crack", score=0.95, xyxy=(300, 200, 380, 212))
TOMORROW = timedelta(days=1)


class Eyes(ScriptedDetector):
    """Sees a crack while `see` is set."""

    see = True

    def find(self, pixels: object, within: object = None) -> tuple[Detection, ...]:
        return (CRACK,) if self.see else ()


class Bench:
    """A station whose net sees a crack, or nothing, as a test says."""

    def __init__(self, home: Path) -> None:
        self.home, self.eyes, self.station = home, Eyes([[]]), None  # type: Path, Eyes, Station | None

    def open(self, *, required: bool = False) -> Station:
        if self.station is not None:
            self.station.close()
        save_settings(self.home, StationSettings(daily_check_required=required))
        camera = SimulatedCamera(SimulatedConfig(seed=8, same_part=True))
        station = Station(
            home=self.home,
            setup=Setup.of(RECIPE, self.home, camera.camera_id, daily_check_required=required),
            cameras={"top": camera},
            detector=self.eyes,
            records=RecordStore.open(self.home),
            lock_out_ms=0,
        )
        eventually(lambda: station.state().camera.working)
        self.station = station
        return station

    def known(self, quality: Quality) -> None:
        """Lay that part down."""
        self.eyes.see = quality is Quality.BAD


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    if bench.station is not None:
        bench.station.close()


def code(station: Station) -> Code:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    return outcome.record.inspection.reasons[0].code


def test_a_known_part_is_taught_only_where_it_comes_out_as_known(bench: Bench) -> None:
    station = bench.open()
    bench.known(Quality.GOOD)
    with pytest.raises(KnownPartRefused) as refused:
        teach_known_part(station, Quality.BAD)
    assert "i.O." in problem_sentence(refused.value, "de") and "n.i.O." in problem_sentence(refused.value, "de")
    assert station.setup.known.parts == ()
    part = teach_known_part(station, Quality.GOOD)
    assert station.setup.known.of(Quality.GOOD) == part
    assert kept_picture(part.picture_sha256, taught_folder(bench.home, RECIPE.name)).read_bytes()[:2] == b"\xff\xd8"


def test_a_station_gone_blind_is_locked_until_it_sees_again(bench: Bench) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    bench.known(Quality.GOOD)  # the net no longer sees the crack
    check = check_known_part(station, Quality.BAD)
    assert not check.as_expected
    assert code(station) is Code.KNOWN_BAD_PASSED
    station = bench.open()
    assert code(station) is Code.KNOWN_BAD_PASSED  # the lock outlives a start
    bench.known(Quality.BAD)
    assert check_known_part(station, Quality.BAD).as_expected
    assert code(station) is Code.LIMIT_EXCEEDED


def test_a_station_that_sees_ghosts_is_locked_as_well(bench: Bench) -> None:
    station = bench.open()
    bench.known(Quality.GOOD)
    teach_known_part(station, Quality.GOOD)
    bench.known(Quality.BAD)
    check_known_part(station, Quality.GOOD)
    assert code(station) is Code.KNOWN_GOOD_FAILED


def test_a_check_is_recorded_and_is_no_part_of_the_order(bench: Bench) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    station.take_order("A-1")
    station.take_serial("7")
    check = check_known_part(station, Quality.BAD)
    [found] = station.search(Search(source="check"))
    assert (found.inspection.record_id, found.inspection.verdict) == (check.record_id, Verdict.FAIL)
    assert found.inspection.views[0].picture is not None
    assert sum(station.state().order_counts.values()) == 0
    assert station.newest() == ()
    assert station.job.serial == "7"
    station.close()
    assert audit(bench.home).ok


def test_what_was_taught_is_due_every_day_anew(bench: Bench) -> None:
    station = bench.open(required=True)
    now = datetime.now(UTC)
    assert station.setup.lock(now) is Code.DAILY_CHECK_DUE  # nothing was taught
    teach_known_part(station, Quality.BAD)
    assert station.setup.lock(now) is None
    assert station.setup.lock(now + TOMORROW) is Code.DAILY_CHECK_DUE
    bench.known(Quality.GOOD)
    teach_known_part(station, Quality.GOOD)
    assert not station.setup.is_due(now) and station.setup.is_due(now + TOMORROW)
    forget_known(station, Quality.BAD)
    forget_known(station, Quality.GOOD)
    assert station.setup.lock(now) is Code.DAILY_CHECK_DUE


def test_a_reference_checked_anew_leaves_what_the_known_parts_said(bench: Bench) -> None:
    station = bench.open()
    teach_reference(station)
    teach_known_part(station, Quality.BAD)
    bench.known(Quality.GOOD)
    check_known_part(station, Quality.BAD)
    check_day(station)
    assert code(station) is Code.KNOWN_BAD_PASSED
    teach_reference(station)
    assert code(station) is Code.KNOWN_BAD_PASSED


def test_another_part_taught_ends_the_lock_of_the_one_before(bench: Bench) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    bench.known(Quality.GOOD)
    check_known_part(station, Quality.BAD)
    bench.known(Quality.BAD)
    teach_known_part(station, Quality.BAD)
    assert code(station) is Code.LIMIT_EXCEEDED


@pytest.mark.parametrize("damaged", [FILE_NAME, STATE])
def test_what_cannot_be_read_locks(bench: Bench, damaged: str) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    check_known_part(station, Quality.BAD)
    (taught_folder(bench.home, RECIPE.name) / damaged).write_text("{")
    station = bench.open()
    assert code(station) is Code.DAILY_CHECK_FAILED


def test_a_damaged_state_is_written_anew_once_every_known_part_was_seen(bench: Bench) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    bench.known(Quality.GOOD)
    teach_known_part(station, Quality.GOOD)
    (taught_folder(bench.home, RECIPE.name) / STATE).write_text("{")
    station = bench.open()
    check_known_part(station, Quality.GOOD)
    assert code(station) is Code.DAILY_CHECK_FAILED
    bench.known(Quality.BAD)
    check_known_part(station, Quality.BAD)
    assert code(station) is Code.LIMIT_EXCEEDED


def test_a_station_gone_blind_is_locked_although_the_disk_takes_no_outcome(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = bench.open()
    teach_known_part(station, Quality.BAD)
    bench.known(Quality.GOOD)

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("inspection.daily_check.reference.write_durably", full)
    with pytest.raises(OSError, match="No space"):
        check_known_part(station, Quality.BAD)
    assert code(station) is Code.KNOWN_BAD_PASSED
