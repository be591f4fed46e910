"""The page's logic without a browser: what is shown in which state of the station."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from camera.config import SimulatedConfig
from camera.protocol import Camera
from camera.simulated import SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.errors import StoreInUse
from inspection.finding import Detection
from inspection.places import find_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Station
from inspection.withdrawal import WhyWithdrawn, Withdrawal
from screens import components
from screens import host as hosting
from screens.application import PAGE
from screens.components import TriggerData
from screens.host import AtWork, NotStarted, StationHost, put_to_work
from tests.camera.basler.emulator import Faults, waiting_for_parts

PORE = Detection(class_name="pore", score=0.9, xyxy=(300, 214, 318, 231))


def station_in(home: Path, *found: Detection, camera: Camera | None = None) -> Station:
    return Station(
        home=home,
        setup=Setup.without_station(find_recipe("weld-bead", home)),
        cameras={"top": camera or SimulatedCamera(SimulatedConfig())},
        detector=ScriptedDetector([[*found]]),
        records=RecordStore.open(home),
        lock_out_ms=0,
    )


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., StationHost]]:
    """Puts a host to work, and waits until it knows how it stands."""
    monkeypatch.setattr(hosting, "_at_work", None)
    loop, hosts = asyncio.new_event_loop(), list[StationHost]()

    def start(build: Callable[[Path], Station] = station_in, *, wait: bool = True) -> StationHost:
        host = StationHost(build, tmp_path)
        hosts.append(host)
        put_to_work(host)
        if wait:
            host.start(loop, 8501)
            while not isinstance(host.phase, AtWork | NotStarted):
                time.sleep(0.01)
        return host

    yield start
    for host in hosts:
        if not isinstance(host.phase, hosting.Starting):
            host.close()
    loop.close()


def page(language: str = "de") -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=20)
    test.query_params["lang"] = language
    test.run()
    assert not test.exception
    return test


def said(test: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def test_while_the_station_starts_the_page_says_so(start: Callable[..., StationHost]) -> None:
    start(wait=False)
    assert "Die Station startet" in said(page())


def test_a_station_that_could_not_start(start: Callable[..., StationHost]) -> None:
    def refuse(home: Path) -> Station:
        raise StoreInUse("held by <process 7>")

    start(refuse)
    shown = said(page("en"))
    assert "The station could not start" in shown
    assert "Another station is already running" in shown
    assert "held by &lt;process 7&gt;" in shown


def test_at_work_it_tells_the_state_and_after_a_part_the_numbers(start: Callable[..., StationHost]) -> None:
    station = start().station
    assert station is not None
    test = page()
    assert "<b>Kamera:</b> liefert Bilder" in said(test)
    assert not test.expander
    station.trigger("button")
    test.run()
    assert not test.exception
    assert test.expander[0].label == "Zahlen und Zeiten"
    assert "Kein Fehler gefunden." in said(test)


def test_where_parts_trigger_the_camera_nothing_is_to_be_pressed(
    start: Callable[..., StationHost], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypylon", reason="the emulated camera comes with pypylon")
    (tmp_path / "hands").mkdir()
    camera = waiting_for_parts(tmp_path / "hands")
    station = start(lambda home: station_in(home, camera=camera)).station
    assert station is not None
    drawn: list[TriggerData] = []
    monkeypatch.setattr(components, "trigger", lambda data, on_news: drawn.append(data))
    page()
    assert (drawn[0].texts["inspect"], drawn[0].enabled) == ("Die Kamera löst aus", False)
    Faults(tmp_path / "hands").inject("line")
    assert station.wait_for_news(0, timeout_s=20) > 0
    assert len(station.newest()) == 1


def test_the_language_can_be_changed(start: Callable[..., StationHost]) -> None:
    start()
    test = page()
    test.segmented_control(key="language_switch").set_value("en").run()
    assert "gives pictures" in said(test)
    assert test.query_params["lang"] in ("en", ["en"])


def test_commands_find_the_station_while_it_is_at_work(start: Callable[..., StationHost], tmp_path: Path) -> None:
    host = start()
    assert host.station is not None
    assert (tmp_path / "station.json").exists()
    host.close()
    assert not (tmp_path / "station.json").exists()


def test_a_part_taken_back_is_no_reason_to_say_again_and_again(start: Callable[..., StationHost]) -> None:
    station = start(lambda home: station_in(home, PORE)).station
    assert station is not None
    for _ in range(3):
        station.trigger("button")
    test = page()
    assert [card.label for card in test.expander if "Immer wieder" in card.label]
    assert not any(card.proto.expanded for card in test.expander)  # what opens below the fold is not seen
    last = station.newest(1)[0].inspection.record_id
    given_at = datetime.now(UTC)
    station.withdraw(Withdrawal(withdrawal_id="ab" * 16, record_id=last, why=WhyWithdrawn.LAY_WRONG, given_at=given_at))
    test.run()
    assert not [card.label for card in test.expander if "Immer wieder" in card.label]
