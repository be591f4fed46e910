"""What is asked for twice, as by a double click, is done once: whatever Streamlit's session remembers of it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.calibration import calibrate_by_ruler
from inspection.calibration.storing import FOLDER
from inspection.cards import Card, find_card
from inspection.detection.detector import ScriptedDetector
from inspection.errors import RecipeRefused
from inspection.recipe_book import keep_in_force, versions
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Station
from screens.setup.desk import SetupDesk


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    camera = SimulatedCamera(SimulatedConfig())
    station = Station(
        home=tmp_path,
        setup=Setup.of(keep_in_force("weld-bead", tmp_path), tmp_path, camera.camera_id),
        cameras={"top": camera},
        detector=ScriptedDetector([[]]),
        records=RecordStore.open(tmp_path),
    )
    yield station
    station.close()


def test_two_threads_that_save_the_same_change_make_one_version(station: Station) -> None:
    desk, before = SetupDesk(), station.recipe
    changed = before.model_copy(update={"titles": {"de": "Naht"}})
    with ThreadPoolExecutor(4) as clicks:
        saved = list(clicks.map(lambda _: desk.save_recipe(station, changed), range(4)))
    assert {recipe.version for recipe in saved} == {before.version + 1}
    assert versions("weld-bead", station.home) == (before.version, before.version + 1)


def test_another_change_that_began_with_an_older_version_is_still_refused(station: Station) -> None:
    desk, before = SetupDesk(), station.recipe
    desk.save_recipe(station, before.model_copy(update={"titles": {"de": "Naht"}}))
    with pytest.raises(RecipeRefused):
        desk.save_recipe(station, before.model_copy(update={"titles": {"de": "Bolzen"}}))


def test_the_same_two_clicks_on_a_ruler_are_one_calibration(station: Station) -> None:
    desk, wh = SetupDesk(), (640, 480)
    for _ in range(2):
        made = calibrate_by_ruler((0, 0), (500, 0), 50, camera_id=station.camera_id, resolution_wh=wh)
        desk.save_calibration(station, made)
    assert len(list((station.home / FOLDER).iterdir())) == 1
    other = calibrate_by_ruler((0, 0), (500, 0), 51, camera_id=station.camera_id, resolution_wh=wh)
    desk.save_calibration(station, other)
    assert len(list((station.home / FOLDER).iterdir())) == 2


def test_the_same_card_is_saved_once(station: Station) -> None:
    desk, shipped = SetupDesk(), find_card("pore", "weld-bead", station.home, "de")
    assert shipped is not None
    changed = shipped.model_copy(update={"text": shipped.text.model_copy(update={"title": "Loch"})})
    for _ in range(2):
        desk.save_card(station, changed)
    own = find_card("pore", "weld-bead", station.home, "de")
    assert own == Card.model_validate({**changed.model_dump(), "is_own": True})
    assert len(list((station.home / "cards" / "versions").rglob("v*.yaml"))) == 1


def test_a_token_is_worked_off_once_and_one_that_failed_again() -> None:
    desk, done = SetupDesk(), list[int]()

    def fail() -> int:
        done.append(0)
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            desk.once("a", fail)
    assert len(done) == 2
    assert [desk.once("a", lambda: 7), desk.once("a", lambda: 8), desk.once("b", lambda: 9)] == [7, 7, 9]


def test_a_second_start_joins_the_test_that_is_at_work(station: Station) -> None:
    desk, ready = SetupDesk(), threading.Event()
    while not ready.is_set():  # until the camera gives pictures
        if station.state().camera.working:
            ready.set()
    desk.start_repeat(station)
    job = desk.repeat_job
    assert job is not None
    desk.start_repeat(station)
    assert desk.repeat_job is job
    while job.is_running:
        job._thread.join(0.1)
    assert job.found is not None and job.found.times == job.done == 25
