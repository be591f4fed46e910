"""What the strip knows of a picture: what the station found on it, and what can be drawn at all."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from inspection.errors import StorageFailed
from inspection.finding import Detection
from inspection.recipe import Recipe
from inspection.station import Station
from screens.labelling.queue import found_on, known_classes
from tests.screens.building import RECIPE, inspection, recorded
from tests.training.labelling.building import PART, png
from training.labelling.book import LabelBook
from training.labelling.drawing import LabelPicture, MadeBy

PORE = Detection(class_name="pore", score=0.9, xyxy=(30, 30, 40, 42))


@pytest.fixture
def picture(tmp_path: Path) -> LabelPicture:
    book = LabelBook.open(tmp_path)
    added = book.add_picture(PART, png(1), record_id="ab" * 16)
    book.close()
    return added.model_copy(update={"sha256": "cd" * 32})  # that of the recorded part


def station(**parts: object) -> Station:
    return cast(Station, SimpleNamespace(**parts))


def test_what_the_station_found_is_told_as_shapes(picture: LabelPicture) -> None:
    at_work = station(find=lambda _id: recorded(inspection(PORE)))
    found = found_on(picture, at_work)
    assert found is not None
    assert [(one.class_name, one.xyxy, one.made_by) for one in found] == [("pore", PORE.xyxy, MadeBy.MODEL)]


def test_a_picture_that_was_never_inspected_or_whose_record_is_gone_has_nothing_beside_it(
    picture: LabelPicture,
) -> None:
    def lost(_id: str) -> None:
        raise StorageFailed("the disk is gone")

    assert found_on(picture, None) is None
    assert found_on(picture.model_copy(update={"record_id": None}), station()) is None
    assert found_on(picture, station(find=lambda _id: None)) is None
    assert found_on(picture, station(find=lost)) is None
    assert (
        found_on(picture.model_copy(update={"sha256": "0" * 64}), station(find=lambda _id: recorded(inspection())))
        is None
    )


def recipe(model: str) -> Recipe:
    return RECIPE.model_copy(update={"model": model})


def test_what_the_recipe_decides_on_comes_before_what_the_model_finds_besides(tmp_path: Path) -> None:
    limited = {limit.class_name for limit in RECIPE.applied}
    names = known_classes(station(recipe=recipe("weld-bead"), home=tmp_path))
    assert set(names[: len(limited)]) == limited and set(names) > limited


def test_without_its_model_a_part_has_the_classes_of_its_limits(tmp_path: Path) -> None:
    limited = {limit.class_name for limit in RECIPE.applied}
    assert set(known_classes(station(recipe=recipe("not-there"), home=tmp_path))) == limited
