"""`POST /api/models`: a command beside the station has changed which model is active.

- header `Authorization: Bearer TOKEN`, with the token from `station.json` in the station's folder;
- body, JSON: `{"slot": "board", "code": "model-promoted" or "model-rolled-back", "detail": "..."}`;
- answer 200, when it is recorded, and the station judges by that model where it is its own: `{"model": NAME}`, what it
  judges by now;
- else `{"error": "..."}`: 401 wrong token, 409 the model is refused and the station judges on with the one it has,
  422 not such a body, 503 the station has not started.
"""

from typing import Annotated, Literal

from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import InspectionError
from inspection.model_book.active import ModelName
from inspection.station.model_change import take_up_active_model
from screens.api import error_answer
from screens.guard import has_token
from screens.host import StationHost


class ModelChange(Closed):
    """Body of `POST /api/models`; see the module."""

    slot: ModelName
    code: Literal["model-promoted", "model-rolled-back"]
    detail: Annotated[str, Field(max_length=4000)]


def model_route(host: StationHost) -> Route:
    """The route `POST /api/models`; see the module."""

    async def change(request: Request) -> Response:
        if not has_token(request, host.token):
            return error_answer(401, "wrong or missing token; it is in station.json in the station's folder")
        try:
            asked = ModelChange.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            return error_answer(422, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
        return await run_in_threadpool(_take_up, host, asked)

    return Route("/api/models", change, methods=["POST"])


def _take_up(host: StationHost, asked: ModelChange) -> Response:
    station = host.station
    if station is None:
        return error_answer(503, "the station has not started; its page says why")
    try:
        take_up_active_model(station, asked.slot, asked.code, asked.detail)
    except InspectionError as error:
        return error_answer(409, str(error))
    judge = station.state().model.judge
    return JSONResponse({"model": judge.model if judge else None})
