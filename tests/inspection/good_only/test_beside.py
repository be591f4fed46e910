"""A recipe that names a model of good parts is judged by both; one of them missing judges nothing."""

import shutil
from pathlib import Path

import pytest

from inspection.detection.detector import UnavailableDetector
from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.good_only import UNLIKE_GOOD, CombinedDetector, beside_good_only
from inspection.model_book.changing import make_active
from inspection.places import SHIPPED_MODELS, find_recipe
from inspection.recipe import Recipe, content_sha256
from inspection.recipe_book.checking import check_recipe
from inspection.setup import Setup
from inspection.station.build import build_station, detector_for
from inspection.station.model_change import take_up_active_model
from inspection.station.settings import StationSettings
from tests.inspection.model_book.building import sound
from tests.training.teaching.conftest import write
from training.teaching import teach


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    teach(write(home / "good", 10), "mine", home, threads=1)
    return home


def board(**changes: object) -> Recipe:
    return find_recipe("board", Path("nowhere")).model_copy(update=changes)


def test_a_recipe_without_one_keeps_its_hash_and_its_detector(home: Path) -> None:
    plain = board()
    assert content_sha256(board(good_only=None)) == content_sha256(plain)
    assert content_sha256(board(good_only="mine")) != content_sha256(plain)
    detector = UnavailableDetector(ModelRefused("changed"))
    assert beside_good_only(detector, plain, home) is detector


def test_both_look(home: Path) -> None:
    detector = detector_for(board(good_only="mine"), StationSettings(), home)
    assert isinstance(detector, CombinedDetector)
    assert detector.classes == (*load_manifest(SHIPPED_MODELS / "board").classes, UNLIKE_GOOD)
    judge = detector.judge
    assert judge is not None and judge.model == "board+mine"


def test_a_promoted_model_of_good_parts_takes_its_slot(home: Path) -> None:
    with_second = Path(shutil.copytree(home, home.parent / "promoted"))
    teach(home / "good", "other", with_second, seed=2, threads=1)
    named = board(good_only="mine", name="sawn")
    (with_second / "recipes").mkdir()
    (with_second / "recipes" / "sawn.yaml").write_text(named.model_dump_json(exclude_defaults=True))
    (with_second / "settings.yaml").write_text("part: sawn\n")
    station = build_station(with_second)
    try:
        make_active("mine", with_second / "models" / "other", with_second, sound)
        take_up_active_model(station, "mine", "model-promoted", "mine: other")
        judge = station.state().model.judge
        assert judge is not None and judge.model == "board+other"
    finally:
        station.close()


@pytest.mark.parametrize("name", ["nowhere", "board"])
def test_without_the_second_nothing_is_judged(home: Path, name: str) -> None:
    detector = detector_for(board(good_only=name), StationSettings(), home)
    assert isinstance(detector, UnavailableDetector)


def problems(recipe: Recipe, home: Path) -> list[str]:
    remarks = check_recipe(recipe, home, Setup.without_station(recipe), "en")
    return [remark.text for remark in remarks if remark.is_problem]


def test_checking_a_recipe_knows_both_kinds(home: Path) -> None:
    assert problems(board(good_only="mine"), home) == []
    assert "no part can be judged" in problems(board(good_only="nowhere"), home)[0]
    plain = Recipe(name="plate", version=1, part_type="plate", model="mine")
    assert not [text for text in problems(plain, home) if "model" in text]
    said = problems(plain.model_copy(update={"accepted": ("pore",)}), home)
    assert [text for text in said if "does not know the class “pore”; it knows: unlike_good" in text]
