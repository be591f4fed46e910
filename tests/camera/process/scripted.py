"""A camera in a process of its own, and the hands that write its script."""

from pathlib import Path

from camera import CameraError, VideoConfig
from camera.process import ProcessCamera
from tests.camera.contract import wait_for
from tests.camera.process.scripted_driver import SCRIPTED

ROOT = Path(__file__).parents[3]


class Scripted:
    """A camera and the script that its driver follows."""

    def __init__(self, script: Path, *, on_demand: bool = False) -> None:
        self._script = script
        self.plays("ok")
        config = VideoConfig(path=script, loop=on_demand)
        self.camera = ProcessCamera(config, driver=SCRIPTED, environment={"PYTHONPATH": str(ROOT)})

    def plays(self, mode: str) -> None:
        fresh = self._script.with_suffix(".new")
        fresh.write_text(mode)
        fresh.replace(self._script)

    @property
    def lamp(self) -> str:
        path = self._script.with_suffix(".lamp")
        return path.read_text() if path.exists() else ""

    @property
    def hangs_in_open(self) -> bool:
        return self._script.with_suffix(".in-open").exists()

    def fault(self) -> CameraError:
        """What the station hears without asking the device."""
        found: list[CameraError] = []

        def faulty() -> bool:
            try:
                self.camera.check()
            except CameraError as error:
                found.append(error)
            return bool(found)

        wait_for(faulty, 20)
        return found[0]

    def reopen(self) -> None:
        self.camera.close()
        self.camera.open()
