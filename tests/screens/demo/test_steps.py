"""What the page says of a part's way, and of a fault."""

from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.simulated import SimulatedCamera
from inspection.demonstration import Demonstrated, DemonstrationState, Doing, Fault
from inspection.record import InspectionRecord
from inspection.station import CameraState, Recorded
from inspection.verdict import Verdict
from screens.demo.html import fault_html
from screens.demo.noticed import Noticed, noticed_of
from screens.demo.steps import steps
from tests.inspection.test_station import make_station

WORKS = CameraState(camera_id="simulated:weld-bead:1", working=True)
LOST = CameraState(camera_id="simulated:weld-bead:1", working=False, error_code="camera-lost", detail="unplugged")


def showing(record: InspectionRecord) -> DemonstrationState:
    total_ms = record.inspection.views[0].timings_ms["total"]
    last = Demonstrated(sequence=record.sequence, elapsed_ms=total_ms + 12)
    return DemonstrationState(running=True, doing=Doing.SHOWING, pace_s=6, last=last)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, InspectionRecord]:
    """A part that was judged, one in the dark, and one without a camera."""
    home: Path = tmp_path_factory.mktemp("home")
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), home)
    found = {}
    try:
        for name, faults in (("good", {}), ("dark", {"lamp": 0}), ("unplugged", {"camera_unplugged": True})):
            station.disturb(Disturbances.model_validate(faults))
            outcome = station.trigger("test")
            assert isinstance(outcome, Recorded)
            found[name] = outcome.record
    finally:
        station.close()
    return found


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("good", ["done", "done", "done", "left-out", "done", "done", "done", "done"]),
        ("dark", ["done", "done", "stopped", "left-out", "left-out", "left-out", "left-out", "done"]),
        ("unplugged", ["done", "stopped", "left-out", "left-out", "left-out", "left-out", "left-out", "done"]),
    ],
)
def test_the_way_ends_where_the_part_was_refused(
    records: dict[str, InspectionRecord], name: str, states: list[str]
) -> None:
    shown = steps(showing(records[name]), records[name], "de")
    assert [step.state for step in shown] == states
    assert shown[-1].took == "12 ms"


def test_what_happens_now_is_shown_without_old_times(records: dict[str, InspectionRecord]) -> None:
    judging = showing(records["good"]).model_copy(update={"doing": Doing.JUDGING})
    shown = steps(judging, records["good"], "en")
    assert {step.state for step in shown[1:]} == {"now"}
    assert {step.took for step in shown} == {""}


def test_before_the_first_part_nothing_was_done() -> None:
    state = DemonstrationState(running=True, doing=Doing.LAYING, pace_s=6)
    assert [step.state for step in steps(state, None, "de")] == ["now", *["left-out"] * 7]


def made(fault: Fault, since: int) -> DemonstrationState:
    return DemonstrationState(running=True, doing=Doing.SHOWING, pace_s=6, fault=fault, fault_since=since)


def test_what_was_noticed_is_what_the_record_says(records: dict[str, InspectionRecord]) -> None:
    dark = records["dark"]
    noticed = noticed_of(made(Fault.LAMP_OUT, dark.sequence - 1), [dark, records["good"]], WORKS, "de")
    assert noticed.verdict is Verdict.NOT_JUDGED
    assert "zu dunkel" in noticed.said
    assert "Lampe" in noticed.to_try


def test_what_was_not_noticed_is_said(records: dict[str, InspectionRecord]) -> None:
    good = records["good"]
    noticed = noticed_of(made(Fault.WRONG_PART, good.sequence - 1), [good], WORKS, "de")
    assert not noticed.is_noticed
    assert "nichts bemerkt" in noticed.said


def test_parts_from_before_the_fault_show_nothing(records: dict[str, InspectionRecord]) -> None:
    dark = records["dark"]
    assert noticed_of(made(Fault.LAMP_OUT, dark.sequence), [dark], WORKS, "de").verdict is None


def test_a_lost_camera_is_noticed_before_a_part_comes() -> None:
    noticed = noticed_of(made(Fault.UNPLUGGED, 3), [], LOST, "de")
    assert (noticed.verdict, noticed.is_noticed) == (None, True)
    assert "nicht verbunden" in noticed.said
    assert "anschließen" in noticed.to_try


def test_words_from_data_are_no_html() -> None:
    noticed = Noticed(verdict=None, said="<b>!</b>", is_noticed=False)
    assert "<b>!" not in fault_html(Fault.LAMP_OUT, noticed, "de")
