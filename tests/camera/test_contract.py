"""The contract, run against every backend. A new backend adds a rig here and nothing else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from camera import Camera, FolderConfig, SimulatedConfig, VideoConfig
from camera.folder import FolderCamera
from camera.opening import make_camera
from camera.process import ProcessCamera
from camera.simulated import Disturbances, SimulatedCamera
from tests.camera.contract import CameraContract, Rig
from tests.camera.process.scripted_driver import SCRIPTED

ROOT = Path(__file__).parents[2]


class SimulatedRig:
    """The cable is one of its disturbances."""

    def __init__(self, config: SimulatedConfig) -> None:
        self._config = config
        self._made: list[SimulatedCamera] = []
        self._plugged = True

    def make(self) -> Camera:
        camera = make_camera(self._config)
        assert isinstance(camera, SimulatedCamera)
        self._made.append(camera)
        return camera

    def pull(self) -> None:
        for camera in self._made:
            camera.disturb(Disturbances(camera_unplugged=True))

    def put(self) -> None:
        for camera in self._made:
            camera.disturb(Disturbances())


class FolderRig:
    """The plug of a folder: it is moved away and back."""

    def __init__(self, root: Path) -> None:
        from PIL import Image

        self._folder, self._elsewhere = root / "pictures", root / "elsewhere"
        self._folder.mkdir()
        rng = np.random.default_rng(5)
        for number in range(3):
            pixels = rng.integers(0, 255, (60, 80, 3), np.uint8)
            Image.fromarray(pixels).save(self._folder / f"{number}.{'jpg' if number % 2 else 'PNG'}")

    def make(self) -> Camera:
        camera = make_camera(FolderConfig(path=self._folder))
        assert isinstance(camera, FolderCamera)
        return camera

    def pull(self) -> None:
        self._folder.rename(self._elsewhere)

    def put(self) -> None:
        self._elsewhere.rename(self._folder)


class ScriptedRig:
    """A driver in a process of its own; its plug is a word in a file."""

    def __init__(self, root: Path, *, on_demand: bool) -> None:
        self._script, self._on_demand = root / "script", on_demand
        self.put()

    def make(self) -> Camera:
        config = VideoConfig(path=self._script, loop=self._on_demand)
        return ProcessCamera(config, driver=SCRIPTED, environment={"PYTHONPATH": str(ROOT)})

    def pull(self) -> None:
        self._script.write_text("absent")

    def put(self) -> None:
        self._script.write_text("ok")


RIGS: dict[str, Callable[[Path], Rig]] = {
    "simulated-weld-bead": lambda _: SimulatedRig(SimulatedConfig(width_px=160, height_px=120)),
    "simulated-board": lambda _: SimulatedRig(SimulatedConfig(part="board", width_px=160, height_px=64)),
    "folder": FolderRig,
    "process-stream": lambda root: ScriptedRig(root, on_demand=False),
    "process-on-demand": lambda root: ScriptedRig(root, on_demand=True),
}


class TestContract(CameraContract):
    @pytest.fixture(params=list(RIGS))
    def rig(self, request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
        return RIGS[request.param](tmp_path)
