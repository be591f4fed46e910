"""Pictures that were taken for setting up: kept in memory for a while, shown by an address nobody can guess."""

import threading
from collections import OrderedDict
from secrets import token_urlsafe
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from camera.frame import Frame, Pixels
from inspection.closed import Closed
from inspection.pictures import jpeg_to_show

KEPT: Final = 24
_ADDRESS: Final = "/api/setup/pictures"


class ShownFrame(Closed):
    """A picture from the camera by its address on this server, with its size in pixels."""

    key: str
    camera_id: str
    width_px: int
    height_px: int

    @property
    def address(self) -> str:
        """Where the browser gets it."""
        return f"{_ADDRESS}/{self.key}"

    @property
    def resolution_wh(self) -> tuple[int, int]:
        """Width and height."""
        return self.width_px, self.height_px


class SetupPictures:
    """The JPEGs taken last, by key. May be asked from any thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def show(self, pixels: Pixels, camera_id: str) -> ShownFrame:
        """Keep a picture (height, width, 3; RGB) to be shown; the oldest makes room."""
        key = token_urlsafe(24)
        jpeg = jpeg_to_show(pixels)
        with self._lock:
            self._kept[key] = jpeg
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        height, width = pixels.shape[:2]
        return ShownFrame(key=key, camera_id=camera_id, width_px=width, height_px=height)

    def show_frame(self, frame: Frame) -> ShownFrame:
        """Keep a frame to be shown."""
        return self.show(frame.pixels, frame.camera_id)

    def find(self, key: str) -> bytes | None:
        """The JPEG of a key; None for one that is unknown, or was long ago."""
        with self._lock:
            return self._kept.get(key)

    def route(self) -> Route:
        """`GET /api/setup/pictures/KEY`."""

        async def picture(request: Request) -> Response:
            jpeg = await run_in_threadpool(self.find, request.path_params["key"])
            if jpeg is None:
                return Response(status_code=404)
            headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'"}
            return Response(jpeg, media_type="image/jpeg", headers=headers)

        return Route(_ADDRESS + "/{key}", picture)
