"""The machine interface: what a command beside the running station may ask of it.

`POST /api/records` records parts that were judged elsewhere on this computer, as one group:

- header `Authorization: Bearer TOKEN`, with the token from `station.json` in the station's folder;
- body, JSON: `{"inspections": [INSPECTION, ...]}`, 1 to 64 of them, each as `Inspection.model_dump(mode="json")`;
  their pictures are not sent: they stay where `PictureRef.path` says, which must be set;
- answer 200, when all are on the disk: `{"sequences": [12, 13, ...]}` in the order given;
- else `{"error": "..."}`: 401 wrong token, 409 a record with this id exists and says something else, 413 body above
  16 MB, 422 not such a body, 503 the station has not started or records nothing any more.

A group that was recorded, but whose answer got lost, may be sent again: it is recorded once.
"""

from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import RecordConflict, StorageError
from inspection.inspect_part import JudgedPart
from inspection.record import Inspection
from screens.guard import has_token
from screens.host import StationHost

BATCH_LIMIT = 64
BODY_LIMIT_BYTES = 16_000_000


class BatchRequest(Closed):
    """Body of `POST /api/records`."""

    inspections: tuple[Inspection, ...] = Field(min_length=1, max_length=BATCH_LIMIT)


class BatchAnswer(Closed):
    """The recorded parts' places in the record, in the order of the request."""

    sequences: tuple[int, ...]


def record_batch_route(host: StationHost) -> Route:
    """The route `POST /api/records`; see the module."""

    async def record_batch(request: Request) -> Response:
        if not has_token(request, host.token):
            return error_answer(401, "wrong or missing token; it is in station.json in the station's folder")
        body = await limited_body(request, BODY_LIMIT_BYTES)
        if body is None:
            return error_answer(
                413, f"the body is larger than {BODY_LIMIT_BYTES} bytes; send fewer inspections at once"
            )
        try:
            batch = BatchRequest.model_validate_json(body)
        except ValidationError as error:
            first = error.errors()[0]
            return error_answer(422, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
        return await run_in_threadpool(_record, host, batch)

    return Route("/api/records", record_batch, methods=["POST"])


def error_answer(status: int, why: str) -> JSONResponse:
    """An error as every route of the station gives it."""
    return JSONResponse({"error": why}, status_code=status)


def _record(host: StationHost, batch: BatchRequest) -> Response:
    station = host.station
    if station is None:
        return error_answer(503, "the station has not started; its page says why")
    parts = [JudgedPart(inspection=inspection, pictures=()) for inspection in batch.inspections]
    try:
        records = station.record_batch(parts)
    except RecordConflict as error:
        return error_answer(409, str(error))
    except ValueError as error:  # a picture that is neither stored nor named by its path
        return error_answer(422, str(error))
    except StorageError as error:
        return error_answer(503, str(error))
    return JSONResponse(BatchAnswer(sequences=tuple(record.sequence for record in records)).model_dump(mode="json"))


async def limited_body(request: Request, most_bytes: int) -> bytes | None:
    """The body; None where it is larger, however large it says it is."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            return None
    return bytes(body)
