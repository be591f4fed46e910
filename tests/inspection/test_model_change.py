"""A promoted model comes to a station at work; one that is refused leaves the last good one where it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.errors import ModelRefused
from inspection.model_book.changing import make_active
from inspection.record import Precision
from inspection.station import Station
from inspection.station.build import build_station, detector_for
from inspection.station.model_change import take_up_active_model
from inspection.station.settings import load_settings
from tests.inspection.detection.test_loading import with_int8
from tests.inspection.model_book.building import home_with, sound
from tests.inspection.test_station import RECIPE

SLOT = RECIPE.model


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "settings.yaml").write_text("engine: onnxruntime\n")
    return home_with(tmp_path, SLOT, "better")


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    station = build_station(home)
    yield station
    station.close()


def judges_by(station: Station) -> str:
    judge = station.state().model.judge
    assert judge is not None
    return judge.model


def events(station: Station) -> list[tuple[str, str]]:
    return [(one.event.code, one.event.detail) for one in station._records.newest_events(9)]


def test_a_promoted_model_judges_from_the_next_part_on(station: Station, home: Path) -> None:
    make_active(SLOT, home / "models" / "better", home, sound)
    assert judges_by(station) == SLOT
    take_up_active_model(station, SLOT, "model-promoted", "better, because")
    assert judges_by(station) == "better"
    assert ("model-promoted", "better, because") in events(station)


def test_a_refused_model_leaves_the_last_good_one(station: Station, home: Path) -> None:
    make_active(SLOT, home / "models" / "better", home, sound)
    (home / "models" / "better" / "model.onnx").write_bytes(b"torn")
    with pytest.raises(ModelRefused, match="changed or damaged"):
        take_up_active_model(station, SLOT, "model-promoted", "better")
    assert judges_by(station) == SLOT
    assert "model-refused" in [code for code, _ in events(station)]


def test_another_slot_is_recorded_and_changes_nothing(station: Station, home: Path) -> None:
    take_up_active_model(station, "board", "model-promoted", "board: board -> board-2")
    assert judges_by(station) == SLOT
    assert ("model-promoted", "board: board -> board-2") in events(station)


def test_after_a_restart_the_active_model_judges_or_says_why_not(home: Path) -> None:
    make_active(SLOT, home / "models" / "better", home, sound)
    judge = detector_for(RECIPE, load_settings(home), home).judge
    assert judge is not None
    assert judge.model == "better"
    (home / "models" / "active.json").write_bytes(b"?")
    assert detector_for(RECIPE, load_settings(home), home).judge is None


def test_a_precision_that_was_not_checked_is_not_calculated_in_and_the_records_say_so(home: Path) -> None:
    (home / "settings.yaml").write_text("engine: onnxruntime\nprecision: int8\n")
    station = build_station(home)
    judge = station.state().model.judge
    noted = events(station)
    station.close()
    assert judge is not None
    assert judge.precision is Precision.F32
    assert ("precision-not-offered", f"int8 for {SLOT}: it judges in f32") in noted


def test_a_precision_that_was_checked_is_calculated_in(home: Path) -> None:
    (home / "settings.yaml").write_text("engine: onnxruntime\nprecision: int8\n")
    with_int8(home / "models" / SLOT, offered_on="onnxruntime")
    judge = detector_for(RECIPE, load_settings(home), home).judge
    assert judge is not None
    assert judge.precision is Precision.INT8
