"""Whatever breaks between trigger and record: the part has a record that says so, or the station is locked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Recorded, Station, Stopped
from inspection.station.at_hand import AtHand
from inspection.verdict import Code, Verdict
from tests.inspection.test_station import eventually

IN_THE_WAY = "it broke here"


def broken(*_: object, **__: object) -> object:
    raise ZeroDivisionError(IN_THE_WAY)


@contextmanager
def broken_block(*_: object) -> Iterator[None]:
    raise ZeroDivisionError(IN_THE_WAY)
    yield


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    station = Station(
        home=tmp_path,
        setup=Setup.without_station(load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")),
        cameras={"top": SimulatedCamera(SimulatedConfig(seed=5))},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(tmp_path),
        lock_out_ms=0,
    )
    eventually(lambda: station.state().camera.working)
    yield station
    station.close()


def refuses_to_judge(station: Station) -> None:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    inspection = outcome.record.inspection
    assert (inspection.verdict, inspection.reasons[0].code) == (Verdict.NOT_JUDGED, Code.PROGRAM_ERROR)
    assert IN_THE_WAY in (inspection.reasons[0].detail or "")
    assert {view.verdict for view in inspection.views} == {Verdict.NOT_JUDGED}
    assert station.newest(1) == (outcome.record,)
    assert station.find(inspection.record_id) == outcome.record


@pytest.mark.parametrize("stage", ["judge", "keep", "_exposure", "_referring_to", "lowest_grade", "software_version"])
def test_a_mistake_while_the_part_is_judged_is_recorded(
    station: Station, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(f"inspection.inspect_part.{stage}", broken)
        refuses_to_judge(station)
    again = station.trigger("test")
    assert isinstance(again, Recorded)
    assert again.record.inspection.verdict is Verdict.PASS


def test_a_part_that_the_records_refuse_is_recorded_as_not_judged(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspection.records.store.named_pictures", broken_once())
    refuses_to_judge(station)


def broken_once() -> Callable[..., object]:
    from inspection.records.pictures import named_pictures

    met: list[int] = []

    def once(*given: object) -> object:
        met.append(1)
        return broken() if len(met) == 1 else named_pictures(*given)  # type: ignore[arg-type]

    return once


@pytest.mark.parametrize(
    ("where", "what", "fails"),
    [
        (RecordStore, "save", broken),
        (AtHand, "add", broken),
        (AtHand, "job", property(broken)),
        (Station, "_snaps", broken),
        ("inspection.station.station.inspect_part", None, broken),
        ("inspection.precedence.Precedence.held", None, broken_block),
    ],
)
def test_what_cannot_be_recorded_locks_the_station(
    station: Station, monkeypatch: pytest.MonkeyPatch, where: object, what: str | None, fails: object
) -> None:
    with monkeypatch.context() as patched:
        if what is None:
            patched.setattr(where, fails)  # type: ignore[call-overload]
        else:
            patched.setattr(where, what, fails)
        outcome = station.trigger("test")
    assert isinstance(outcome, Stopped)
    assert IN_THE_WAY in outcome.why
    assert station.trigger("test") == outcome, "until somebody has looked nothing is judged"
    assert station.state().phase == "stopped"


def test_a_lamp_that_fails_costs_no_part_its_record(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("camera.simulated.SimulatedCamera.show", broken)
    assert isinstance(station.trigger("test"), Recorded)
