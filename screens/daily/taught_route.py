"""`GET /api/taught/{sha256}`: pictures that the station was taught for its part, by their hash."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from inspection.border_samples import load_border_samples
from inspection.errors import InspectionError
from inspection.setup import taught_folder
from inspection.station import Station
from inspection.taught_pictures import kept_picture
from screens.api import error_answer
from screens.host import StationHost


def taught_address(sha256: str) -> str:
    """Where the browser gets a taught picture."""
    return f"/api/taught/{sha256}"


def taught_route(host: StationHost) -> Route:
    """The route; only what the recipe in force names is given out."""

    async def taught(request: Request) -> Response:
        return await run_in_threadpool(_answer, host.station, request.path_params["sha256"])

    return Route("/api/taught/{sha256}", taught)


def _answer(station: Station | None, sha256: str) -> Response:
    if station is None:
        return error_answer(503, "the station has not started")
    folder = taught_folder(station.home, station.recipe.name)
    known = {part.picture_sha256 for part in station.setup.known.parts}
    try:
        if sha256 not in known | {one.picture_sha256 for one in load_border_samples(folder).samples}:
            return error_answer(404, "nothing that was taught has this picture")
        data = kept_picture(sha256, folder).read_bytes()
    except (InspectionError, OSError) as error:
        return error_answer(404, str(error))
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(data, media_type="image/jpeg", headers=headers)
