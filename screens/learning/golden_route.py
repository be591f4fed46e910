"""`GET /api/golden/SHA256`: a picture on which models are compared, as it lies in the frozen version.

404 where none has that hash, or its file is not what was frozen.
"""

import hashlib
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from screens.api import error_answer
from screens.host import StationHost
from training.errors import TrainingError
from training.promoting.golden import golden_picture

_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


def golden_address(sha256: str) -> str:
    """Where the browser gets it."""
    return f"/api/golden/{sha256}"


def golden_route(host: StationHost) -> Route:
    """The route; see the module."""

    async def picture(request: Request) -> Response:
        return await run_in_threadpool(_picture, host.home, request.path_params["sha256"])

    return Route("/api/golden/{sha256}", picture)


def _picture(home: Path, sha256: str) -> Response:
    try:
        path = golden_picture(home, sha256)
        data = path.read_bytes() if path is not None else b""
    except (TrainingError, OSError) as error:
        return error_answer(404, str(error))
    if path is None or hashlib.sha256(data).hexdigest() != sha256:
        return error_answer(404, "no golden picture has that hash; open the page anew")
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type=_MEDIA_TYPES[path.suffix], headers=headers)
