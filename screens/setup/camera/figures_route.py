"""What the camera step draws beside the live picture, several times a second: focus and light."""

import threading
import time
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from camera.errors import CameraError
from inspection.camera_aid import LiveFigures, live_figures
from inspection.station import Station
from screens.host import StationHost

ADDRESS: Final = "/api/setup/camera"
LEAST_INTERVAL_S: Final = 0.2


class CameraFigures:
    """Calculates them at most five times a second for all browsers together, and never while a part is judged."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._kept: tuple[str, LiveFigures] | None = None
        self._made_at = -float("inf")

    def now(self, station: Station) -> tuple[str, LiveFigures] | None:
        """Camera and figures; None while there are none. Raises CameraError while the camera gives no picture."""
        with self._alone:
            fresh = time.monotonic() - self._made_at < LEAST_INTERVAL_S
            if not fresh and not station.judging:
                self._made_at, self._kept = time.monotonic(), None
                frame = station.live_frame()
                self._kept = frame.camera_id, live_figures(frame.pixels, station.recipe.checks)
            return self._kept

    def answer(self, station: Station | None) -> Response:
        """`{"camera": ..., "figures": ...}`, both null while there is no picture."""
        found = None
        if station is not None:
            try:
                found = self.now(station)
            except CameraError:  # the live picture says why
                found = None
        camera, figures = (None, None) if found is None else (found[0], found[1].model_dump(mode="json"))
        return JSONResponse({"camera": camera, "figures": figures}, headers={"Cache-Control": "no-store"})


def camera_figures_route(host: StationHost) -> Route:
    """`GET /api/setup/camera`."""
    figures = CameraFigures()

    async def answer(_request: Request) -> Response:
        return await run_in_threadpool(figures.answer, host.station)

    return Route(ADDRESS, answer)
