"""A station for browser tests: simulated camera, a detector that answers by script, and routes that disturb it.

Run by Python with `--port`, `--home`, and optionally `--answers`, `--build-slowly SECONDS`, `--opened`.
"""

import argparse
import signal
import time
from pathlib import Path
from typing import cast

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.frame import Pixels
from camera.simulated import SimulatedCamera
from inspection.detection.detector import Detector, ScriptedDetector, Within
from inspection.errors import DetectorError, StorageFailed
from inspection.finding import Detection
from inspection.places import find_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Station
from inspection.station.build import detector_for
from inspection.station.settings import StationSettings
from screens.application import PAGE, guarded, station_lifespan
from screens.host import StationHost
from screens.labelling.desk import LabelDesk
from screens.options import OPTIONS
from screens.routes import station_routes

BIG_PORE = Detection(class_name="pore", score=0.93, xyxy=(300, 214, 318, 231))
PORE_AT_LIMIT = Detection(class_name="pore", score=0.88, xyxy=(180, 236, 190, 246))
SMALL_PORE = Detection(class_name="pore", score=0.81, xyxy=(420, 228, 425, 233))
CRACK = Detection(class_name="crack", score=0.9, xyxy=(350, 244, 452, 262))
SPATTER = Detection(class_name="spatter", score=0.7, xyxy=(90, 120, 101, 131))
ANSWERS: dict[str, list[list[Detection] | DetectorError]] = {
    "pass": [[]],
    "fail": [[BIG_PORE, SMALL_PORE, CRACK, SPATTER]],
    "review": [[PORE_AT_LIMIT]],
    "error": [DetectorError("the model gave no answer within 5 s")],
    "mixed": [
        [],
        [BIG_PORE, SMALL_PORE, CRACK, SPATTER],
        [SMALL_PORE],
        [PORE_AT_LIMIT],
        DetectorError("the model gave no answer within 5 s"),
    ],
}


class TruthDetector(ScriptedDetector):
    """Answers with the defects that were rendered into the part under the simulated camera."""

    def __init__(self, camera: SimulatedCamera) -> None:
        super().__init__([[]])
        self._camera = camera

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        return tuple(
            Detection(class_name=defect.class_name, score=0.99, xyxy=defect.xyxy)
            for defect in self._camera.part.defects
        )


class FailingRecords:
    """Passes everything on to real records until it is told to fail."""

    def __init__(self, records: RecordStore) -> None:
        self.records = records
        self.fails = False

    def __getattr__(self, name: str) -> object:
        if self.fails and name.startswith("save"):
            raise StorageFailed("No space left on device: make room on the disk, then start the station again")
        return getattr(self.records, name)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--home", type=Path, required=True)
    arguments.add_argument("--answers", choices=[*ANSWERS, "truth", "model"], default="pass")
    arguments.add_argument("--build-slowly", type=float, default=0)
    arguments.add_argument("--lock-out-ms", type=int, default=300)
    arguments.add_argument("--opened", action="store_true", help="nobody is served without a login")
    given = arguments.parse_args()
    camera = SimulatedCamera(SimulatedConfig())
    built: dict[str, FailingRecords] = {}

    def build(home: Path) -> Station:
        time.sleep(given.build_slowly)
        records = built["records"] = FailingRecords(RecordStore.open(home))
        recipe = find_recipe("weld-bead", home)
        detector: Detector
        match given.answers:
            case "truth":
                detector = TruthDetector(camera)
            case "model":
                detector = detector_for(recipe, StationSettings(), home)
            case name:
                detector = ScriptedDetector(ANSWERS[name])
        return Station(
            home=home,
            setup=Setup.without_station(recipe),
            cameras={"top": camera},
            detector=detector,
            records=cast(RecordStore, records),
            lock_out_ms=given.lock_out_ms,
        )

    async def disturb(request: Request) -> Response:
        camera.disturb(Disturbances.model_validate_json(await request.body()))
        return JSONResponse({})

    async def fail_storage(_request: Request) -> Response:
        built["records"].fails = True
        return JSONResponse({})

    host = StationHost(build, given.home, opened=given.opened)
    if given.answers in ANSWERS:  # the net that suggests what to draw answers by the same script
        host.label_desk = LabelDesk(given.home, detector_of=lambda _station: ScriptedDetector(ANSWERS[given.answers]))
    stage = [Route("/stage/disturb", disturb, methods=["POST"]), Route("/stage/fail", fail_storage, methods=["POST"])]
    app = st.App(
        PAGE, routes=[*station_routes(host), *stage], lifespan=station_lifespan(host), middleware=guarded(host)
    )
    signal.signal(signal.SIGTERM, lambda *_: None)
    app.run(config={**OPTIONS, "server.port": given.port})


if __name__ == "__main__":
    main()
