"""What a page asks for beside its own text: live picture, news, trigger, pictures of recorded parts."""

import asyncio
from contextlib import suppress
from typing import Literal, assert_never

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from camera.errors import CameraError
from inspection.closed import Closed
from inspection.errors import StorageError
from inspection.language import Language
from inspection.station import Ignored, Recorded, Stopped
from screens.access.routes import access_routes
from screens.api import error_answer, record_batch_route
from screens.daily.taught_route import taught_route
from screens.disposition_route import disposition_route
from screens.host import StationHost
from screens.inspecting.routes import inspecting_routes
from screens.labelling.routes import label_routes
from screens.learning.golden_route import golden_route
from screens.model_route import model_route
from screens.override_route import override_route
from screens.part_view import part_view
from screens.protocol_route import protocol_answer
from screens.setup.camera.figures_route import camera_figures_route
from screens.shown_pictures import Thumbnails
from screens.texts import language_of

LIVE_POLL_S = 0.01
NO_PICTURE_AFTER_S = 0.5
"""So long a browser waits for a live picture before it is told that there is none."""


class TriggerRequest(Closed):
    """Body of `POST /api/trigger`."""

    source: Literal["button", "key"]


def station_routes(host: StationHost) -> list[BaseRoute]:
    """All routes of the station; Streamlit adds its own."""
    thumbnails = Thumbnails()

    async def live(socket: WebSocket) -> None:
        await _live(socket, host)

    async def news(socket: WebSocket) -> None:
        await _news(socket, host)

    async def trigger(request: Request) -> Response:
        return await _trigger(request, host)

    async def picture(request: Request) -> Response:
        return await run_in_threadpool(_picture, host, request.path_params["sha256"])

    async def thumbnail(request: Request) -> Response:
        return await run_in_threadpool(_thumbnail, host, thumbnails, request.path_params["sha256"])

    async def protocol(request: Request) -> Response:
        language = language_of(request.query_params.get("lang"), None)
        return await run_in_threadpool(protocol_answer, host, request.path_params["record_id"], language)

    return [
        WebSocketRoute("/api/live", live),
        WebSocketRoute("/api/news", news),
        Route("/api/trigger", trigger, methods=["POST"]),
        Route("/api/pictures/{sha256}", picture),
        Route("/api/pictures/{sha256}/small", thumbnail),
        Route("/api/protocols/{record_id}", protocol),
        host.desk.pictures.route(),
        taught_route(host),
        camera_figures_route(host),
        record_batch_route(host),
        override_route(host),
        disposition_route(host),
        model_route(host),
        *inspecting_routes(host),
        *label_routes(host),
        golden_route(host),
        *access_routes(host.door),
    ]


async def _live(socket: WebSocket, host: StationHost) -> None:
    """One JPEG for every word from the browser, so that a slow or hidden page is never flooded."""
    await socket.accept()
    seen: int | None = None
    with suppress(
        WebSocketDisconnect, RuntimeError
    ):  # RuntimeError: the server closed the socket while we were sending
        while True:
            newer = await _next_live_picture(host, seen)
            if newer is None:
                await socket.send_text("no picture")
            else:
                seen, jpeg = newer
                await socket.send_bytes(jpeg)
            await socket.receive_text()


async def _next_live_picture(host: StationHost, seen: int | None) -> tuple[int, bytes] | None:
    deadline = asyncio.get_running_loop().time() + NO_PICTURE_AFTER_S
    while asyncio.get_running_loop().time() < deadline:
        with suppress(CameraError):
            if newer := await run_in_threadpool(host.live_picture, seen):
                return newer
        await asyncio.sleep(LIVE_POLL_S)
    return None


async def _news(socket: WebSocket, host: StationHost) -> None:
    """Tells the host's news, and every change of them; with a newly recorded part, the part itself.

    So the verdict is on the screen before Streamlit has run the page again.
    """
    await socket.accept()
    language = language_of(socket.query_params.get("lang"), None)
    telling = asyncio.create_task(_tell(socket, host, language))
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await telling


async def _tell(socket: WebSocket, host: StationHost, language: Language) -> None:
    news, shown = host.news, _newest_sequence(host)
    while True:
        part = None
        if _newest_sequence(host) > shown and host.station is not None:
            newest = host.station.newest(1)[0]
            shown = newest.sequence
            part = part_view(newest, language, is_newest=True).model_dump(mode="json")
        await socket.send_json({"version": news.version, "watching": news.watching, "part": part})
        news = await host.news_after(news)


def _newest_sequence(host: StationHost) -> int:
    newest = host.station.newest(1) if host.station else ()
    return newest[0].sequence if newest else 0


async def _trigger(request: Request, host: StationHost) -> Response:
    try:
        asked = TriggerRequest.model_validate_json(await request.body())
    except ValidationError as error:
        return error_answer(422, str(error.errors()[0]["msg"]))
    if host.station is None:
        return JSONResponse({"outcome": "not-started"}, status_code=503)
    match await run_in_threadpool(host.station.trigger, asked.source):
        case Recorded(record=record, elapsed_ms=elapsed_ms):
            answer = {"outcome": "recorded", "sequence": record.sequence, "elapsed_ms": round(elapsed_ms, 1)}
            return JSONResponse(answer)
        case Ignored(since_last_ms=since_ms):
            return JSONResponse({"outcome": "ignored", "since_last_ms": round(since_ms, 1)})
        case Stopped(why=why):
            return JSONResponse({"outcome": "stopped", "why": why}, status_code=503)
        case unknown:
            assert_never(unknown)


def _picture(host: StationHost, sha256: str) -> Response:
    if host.station is None:
        return error_answer(503, "the station has not started")
    try:
        data, media_type = host.station.picture_bytes(sha256)
    except (StorageError, ValueError) as error:
        return error_answer(404, str(error))
    return _kept_by_browser(data, media_type)


def _thumbnail(host: StationHost, thumbnails: Thumbnails, sha256: str) -> Response:
    small = thumbnails.find(sha256)
    if small is None:
        if host.station is None:
            return error_answer(503, "the station has not started")
        try:
            small = thumbnails.make(sha256, host.station.picture_bytes(sha256)[0])
        except (StorageError, ValueError) as error:
            return error_answer(404, str(error))
    return _kept_by_browser(small, "image/jpeg")


def _kept_by_browser(data: bytes, media_type: str) -> Response:
    """A picture named by its hash never changes."""
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type=media_type, headers=headers)
