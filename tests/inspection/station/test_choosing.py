"""Part and camera are chosen while the station runs, and the choice outlives a restart."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.config import FolderConfig, SimulatedConfig, UsbConfig
from inspection.errors import RecipeInvalid, RecipeRefused
from inspection.recipe_book import Problem
from inspection.station import Recorded, Station
from inspection.station.choosing import camera_before, choose_camera, choose_part, name_of, new_part, parts_to_choose
from inspection.station.setting_up import adopt_recipe
from inspection.station.settings import load_settings
from inspection.verdict import Verdict
from tests.inspection.test_station import eventually


def judged_by(station: Station) -> str:
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded)
    return outcome.record.inspection.recipe


def events(station: Station) -> list[str]:
    return [record.event.code for record in reversed(station._records.newest_events(50))]


def test_another_part_is_judged_from_the_next_one_on_and_after_a_restart(station: Station) -> None:
    assert judged_by(station) == "weld-bead"
    choose_part(station, "board")
    eventually(lambda: station.state().camera.working)
    assert station.state().recipe == "board" and judged_by(station) == "board"
    assert load_settings(station.home).part == "board"


def test_the_simulated_camera_shows_the_chosen_part(station: Station) -> None:
    choose_part(station, "board")
    assert station.camera_id.startswith("simulated:board")
    settings = load_settings(station.home)
    assert isinstance(settings.camera, SimulatedConfig) and settings.camera.part == "board"


def test_a_real_camera_stays_when_another_part_is_chosen(station: Station, tmp_path: Path) -> None:
    folder = folder_of_one_picture(tmp_path)
    choose_camera(station, folder)
    choose_part(station, "board")
    assert station.camera_id == f"folder:{folder.path}" and load_settings(station.home).camera == folder


def test_a_part_that_is_not_there_is_refused_and_nothing_changes(station: Station) -> None:
    with pytest.raises(RecipeInvalid, match="there is no part"):
        choose_part(station, "gate-hinge")
    assert station.recipe.name == "weld-bead" and load_settings(station.home).part == "weld-bead"


def test_the_chosen_part_chosen_again_changes_nothing(station: Station) -> None:
    before = station.setup
    choose_part(station, "weld-bead")
    assert station.setup is before


def test_a_new_part_begins_as_a_copy_and_can_be_chosen(station: Station) -> None:
    made = new_part(station, "weld-bead", "  Türscharnier   links ")
    assert (made.name, made.version, made.title("de")) == ("tuerscharnier-links", 1, "Türscharnier links")
    assert made.limits == station.recipe.limits and made.model == "weld-bead"
    assert "tuerscharnier-links" in [recipe.name for recipe in parts_to_choose(station.home)]
    assert station.recipe.name == "weld-bead"
    assert choose_part(station, made.name) == made


@pytest.mark.parametrize(
    ("title", "problem"), [("Weld bead!", Problem.NAME_TAKEN), ("???", Problem.NOT_A_NAME), ("", Problem.NOT_A_NAME)]
)
def test_a_title_that_cannot_be_is_refused_and_nothing_is_written(
    station: Station, title: str, problem: Problem
) -> None:
    before = parts_to_choose(station.home)
    with pytest.raises(RecipeRefused) as refused:
        new_part(station, "weld-bead", title)
    assert refused.value.problem is problem and parts_to_choose(station.home) == before


def test_a_new_part_begins_with_the_workshops_own_version(station: Station) -> None:
    own = adopt_recipe(station, station.recipe.model_copy(update={"accepted": ("stain",)}))
    assert new_part(station, "weld-bead", "Tor").accepted == own.accepted


def test_the_longest_title_makes_a_name_that_may_be() -> None:
    assert name_of("ä" * 80) == "ae" * 31 + "a"


def folder_of_one_picture(tmp_path: Path) -> FolderConfig:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(np.full((48, 64, 3), 120, np.uint8)).save(folder / "1.png")
    return FolderConfig(path=folder)


def test_another_camera_takes_over_and_the_one_before_can_be_had_back(station: Station, tmp_path: Path) -> None:
    folder = folder_of_one_picture(tmp_path)
    choose_camera(station, folder)
    eventually(lambda: station.state().camera.working)
    assert station.snap().camera_id == f"folder:{folder.path}"
    assert load_settings(station.home).camera == folder
    before = camera_before(station.home)
    assert before == SimulatedConfig()
    choose_camera(station, before)
    eventually(lambda: station.state().camera.working)
    assert station.camera_id.startswith("simulated:") and camera_before(station.home) == folder


def test_a_camera_that_is_not_there_is_said_and_tried_again(station: Station, tmp_path: Path) -> None:
    missing = FolderConfig(path=tmp_path / "later")
    choose_camera(station, missing)
    eventually(lambda: station.state().camera.error_code == "camera-absent")
    outcome = station.trigger("test")
    assert isinstance(outcome, Recorded) and outcome.record.inspection.verdict is Verdict.NOT_JUDGED
    folder_of_one_picture(tmp_path).path.rename(missing.path)
    eventually(lambda: station.state().camera.working)


def test_a_scale_of_the_recipe_does_not_hold_under_a_camera_it_does_not_know(station: Station) -> None:
    assert station.setup.scale is not None
    choose_camera(station, UsbConfig(serial="not plugged in"))
    assert station.setup.scale is None


def test_there_is_no_camera_before_the_first_change(station: Station) -> None:
    assert camera_before(station.home) is None


def test_every_choice_leaves_an_event(station: Station, tmp_path: Path) -> None:
    new_part(station, "weld-bead", "Tor")
    choose_part(station, "tor")
    choose_camera(station, folder_of_one_picture(tmp_path))
    assert [code for code in events(station) if code in ("part-made", "part-chosen", "camera-chosen")] == [
        "part-made",
        "part-chosen",
        "camera-chosen",
    ]
