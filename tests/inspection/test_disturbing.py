"""Faults are made on the simulated camera only."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image

from camera.config import FolderConfig, SimulatedConfig
from camera.disturbances import Disturbances
from camera.folder import FolderCamera
from camera.simulated import SimulatedCamera
from inspection.errors import NotSimulated
from inspection.verdict import Code
from tests.inspection.test_station import make_station, recorded


def test_what_is_disturbed_is_seen_and_mended(tmp_path: Path) -> None:
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        assert station.is_simulated
        station.disturb(Disturbances(lamp=0))
        assert recorded(station).reasons[0].code is Code.TOO_DARK
        station.disturb(Disturbances())
        assert recorded(station).reasons[0].code is not Code.TOO_DARK
    finally:
        station.close()


def test_a_real_camera_is_left_alone(tmp_path: Path) -> None:
    Image.fromarray(np.full((48, 64, 3), 128, np.uint8)).save(tmp_path / "part.png")
    folder = cast(SimulatedCamera, FolderCamera(FolderConfig(path=tmp_path)))
    station = make_station(folder, tmp_path / "home")
    try:
        assert not station.is_simulated
        with pytest.raises(NotSimulated, match="got folder"):
            station.disturb(Disturbances(lamp=0))
    finally:
        station.close()
