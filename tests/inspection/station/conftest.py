"""A station as the program builds it, with the simulated camera, and its model replaced by a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.detection.detector import ScriptedDetector
from inspection.station import Station, build, choosing
from inspection.station.build import build_station
from inspection.station.settings import StationSettings, save_settings
from tests.inspection.test_station import eventually


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """No net is loaded: what is chosen here does not depend on what it finds."""
    for module in (build, choosing):
        monkeypatch.setattr(module, "detector_for", lambda recipe, settings, home: ScriptedDetector([[]]))
    save_settings(tmp_path / "home", StationSettings(lock_out_ms=0))
    station = build_station(tmp_path / "home")
    eventually(lambda: station.state().camera.working)
    yield station
    station.close()
