"""A bench that is being set up: one part lies still under the camera until a test lays something else there.

Run by Python with `--port`, `--home`, and optionally `--recipe NAME`, `--answers NAME`. The station is built as the
real one is: what it is taught lies in its folder, and a restart knows it.
"""

import argparse
import shutil
import signal
import threading
import time
from datetime import UTC, datetime
from math import cos, pi, sin
from pathlib import Path

import numpy as np
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from camera.config import SimulatedConfig
from camera.decoding import decode_picture
from camera.disturbances import Disturbances, disturbed
from camera.driver import Lamp
from camera.errors import CameraAbsent, CameraLost
from camera.frame import Frame, Pixels
from camera.health import CameraHealth
from camera.settings import CameraSettings
from camera.simulated import SimulatedCamera
from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.places import find_recipe
from inspection.recipe_book import keep_in_force
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Station
from inspection.station.setting_up import adopt_recipe
from screens.application import PAGE, guarded, station_lifespan
from screens.host import StationHost
from screens.options import OPTIONS
from screens.routes import station_routes


def pore(x: float, y: float, diameter_px: float) -> Detection:
    """A round pore, with the outline that a model would give."""
    r = diameter_px / 2
    corners = [(x + r * cos(i * pi / 12), y + r * sin(i * pi / 12)) for i in range(24)]
    return Detection(class_name="pore", score=0.9, xyxy=(x - r, y - r, x + r, y + r), polygon=tuple(corners))


SMALL_PORE = pore(422, 230, 5)
PORE_AT_LIMIT = pore(185, 241, 10)
ANSWERS: dict[str, list[list[Detection]]] = {
    "small-pore": [[SMALL_PORE]],
    "wavering": [[SMALL_PORE], [SMALL_PORE], [PORE_AT_LIMIT]],
    "nothing": [[]],
}


class StillCamera:
    """Shows one picture, with fresh noise in every exposure, until `lay` brings another."""

    camera_id = "still:bench"

    def __init__(self) -> None:
        simulated = SimulatedCamera(SimulatedConfig())
        simulated.open()
        self._picture: Pixels = simulated.part.pixels.copy()
        simulated.close()
        self._faults = Disturbances()
        self._lock = threading.Lock()
        self._count = 0
        self._live: Frame | None = None
        self._is_open = False

    @property
    def settings(self) -> CameraSettings:
        return CameraSettings(exposure_time_us=10_000, gain_db=0)

    def lay(self, picture: Pixels) -> None:
        self._picture = picture

    def disturb(self, faults: Disturbances) -> None:
        self._faults = faults

    def open(self) -> None:
        if self._faults.camera_unplugged:
            raise CameraAbsent("the camera is unplugged; plug it in")
        self._is_open = True

    def close(self) -> None:
        self._is_open = False

    def configure(self, settings: CameraSettings) -> None:
        """Nothing can be set."""

    def snap(self, timeout_ms: int = 1000) -> Frame:
        self.check()
        picture = self._picture
        with self._lock:
            self._count += 1
            count = self._count
        pixels = disturbed(picture, self._faults, np.full_like(picture, 90), 1.0)
        noise = np.random.default_rng(count).integers(-2, 3, pixels.shape, np.int16)
        self._live = Frame(
            pixels=np.clip(pixels + noise, 0, 255).astype(np.uint8),
            frame_id=count,
            captured_at=datetime.now(UTC),
            camera_id=self.camera_id,
            exposure_time_us=10_000,
            gain_db=0,
        )
        return self._live

    def latest(self, max_age_ms: int) -> Frame:
        live = self._live
        if live is None or (datetime.now(UTC) - live.captured_at).total_seconds() > 0.2:
            live = self.snap()
        return live

    def check(self) -> None:
        if self._faults.camera_unplugged:
            self._is_open = False
        if not self._is_open:
            raise CameraLost("the camera was unplugged; plug it in")

    def show(self, lamp: Lamp) -> None:
        """It has no lamp."""

    def health(self) -> CameraHealth:
        return CameraHealth(frames=self._count)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--home", type=Path, required=True)
    arguments.add_argument("--recipe", default="weld-bead")
    arguments.add_argument("--answers", choices=list(ANSWERS), default="small-pore")
    arguments.add_argument("--build-slowly", type=float, default=0)
    given = arguments.parse_args()
    camera = StillCamera()

    first = find_recipe(given.recipe, given.home)

    def build(home: Path) -> Station:
        time.sleep(given.build_slowly)
        return Station(
            home=home,
            setup=Setup.of(keep_in_force(given.recipe, home), home, camera.camera_id),
            cameras={"top": camera},
            detector=ScriptedDetector(ANSWERS[given.answers]),
            records=RecordStore.open(home),
        )

    async def restore(_request: Request) -> Response:
        """The bench as it was at first, its recipe as the next version: no test meets what another one left."""
        camera.disturb(Disturbances())
        station = host.station
        if station is not None:
            shutil.rmtree(given.home / "taught", ignore_errors=True)
            again = first.model_copy(update={"version": station.recipe.version})
            recipe = station.recipe if station.recipe == again else adopt_recipe(station, again)
            station.take_up(Setup.of(recipe, given.home, camera.camera_id))
        return JSONResponse({})

    async def disturb(request: Request) -> Response:
        camera.disturb(Disturbances.model_validate_json(await request.body()))
        return JSONResponse({})

    async def lay(request: Request) -> Response:
        camera.lay(decode_picture(await request.body())[0])
        return JSONResponse({})

    host = StationHost(build, given.home)
    asked = {"disturb": disturb, "lay": lay, "restore": restore}
    stage = [Route(f"/stage/{name}", answer, methods=["POST"]) for name, answer in asked.items()]
    app = st.App(
        PAGE, routes=[*station_routes(host), *stage], lifespan=station_lifespan(host), middleware=guarded(host)
    )
    signal.signal(signal.SIGTERM, lambda *_: None)
    app.run(config={**OPTIONS, "server.port": given.port})


if __name__ == "__main__":
    main()
