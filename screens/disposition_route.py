"""`POST /api/dispositions`: what becomes of a recorded part, from the station's own page.

- body, JSON: `{"disposition_id": ID, "record_id": ID, "fate": "good", "rework" or "scrap", "cause": CLASS or null,
  "reason": "..." or null, "cost_cents": 1250, "role": "master"}`; the page makes `disposition_id` (32 digits 0-9a-f)
  when its form opens, and sends it again when it got no answer; rework and scrap need a reason, and good costs 0;
- answer 200, when it is on the disk: the `DispositionRecord`; the same request again gets the same answer;
- else `{"error": "..."}`: 404 no such part, 409 this id said something else before, 422 not such a body, 503 the
  station has not started or records nothing any more.

A correction is another request with an id of its own; the newest counts.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.disposition import Cause, Disposition, Fate, WhyDisposed
from inspection.errors import RecordConflict, RecordUnknown, StorageError
from inspection.override import RecordId, Role
from screens.api import error_answer
from screens.host import StationHost


def _typed(text: object) -> object:
    """As it was meant: blanks of any kind become single ones; nothing but blanks is none."""
    return (" ".join(text.split()) or None) if isinstance(text, str) else text


class DispositionRequest(Closed):
    """Body of `POST /api/dispositions`; see the module."""

    disposition_id: RecordId
    record_id: RecordId
    fate: Fate
    cause: Cause | None = None
    reason: Annotated[WhyDisposed | None, BeforeValidator(_typed)] = None
    cost_cents: int = Field(ge=0)
    role: Role

    def given_now(self) -> Disposition:
        """The disposition, with the station's own time. Raises ValidationError where it does not fit its fate."""
        return Disposition(**self.model_dump(), given_at=datetime.now(UTC))


def disposition_route(host: StationHost) -> Route:
    """The route `POST /api/dispositions`; see the module."""

    async def dispose(request: Request) -> Response:
        try:
            said = DispositionRequest.model_validate_json(await request.body()).given_now()
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            return error_answer(422, f"{where}: {first['msg']}" if where else str(first["msg"]))
        return await run_in_threadpool(_record, host, said)

    return Route("/api/dispositions", dispose, methods=["POST"])


def _record(host: StationHost, said: Disposition) -> Response:
    if host.station is None:
        return error_answer(503, "the station has not started; its page says why")
    try:
        record = host.station.dispose(said)
    except RecordUnknown as error:
        return error_answer(404, str(error))
    except RecordConflict as error:
        return error_answer(409, str(error))
    except StorageError as error:
        return error_answer(503, str(error))
    return JSONResponse(record.model_dump(mode="json"))
