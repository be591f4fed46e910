"""`POST /api/overrides`: the master's word on a recorded part, from the station's own page.

- body, JSON: `{"override_id": ID, "record_id": ID, "verdict": "PASS" or "FAIL", "role": "master", "reason": "..."}`;
  the page makes `override_id` (32 digits 0-9a-f) when its form opens, and sends it again when it got no answer;
- answer 200, when the word is on the disk: the `OverrideRecord`; the same request again gets the same answer;
- else `{"error": "..."}`: 404 no such part, 409 this id said something else before, 422 not such a body, 503 the
  station has not started or records nothing any more.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import RecordConflict, RecordUnknown, StorageError
from inspection.override import MastersVerdict, Override, RecordId, Role, WhyOverridden
from screens.api import error_answer
from screens.host import StationHost


def _typed(text: object) -> object:
    """As it was meant: pasted lines and blanks of any kind become single blanks."""
    return " ".join(text.split()) if isinstance(text, str) else text


class OverrideRequest(Closed):
    """Body of `POST /api/overrides`; see the module."""

    override_id: RecordId
    record_id: RecordId
    verdict: MastersVerdict
    role: Role
    reason: Annotated[WhyOverridden, BeforeValidator(_typed)]

    def given_now(self) -> Override:
        """The word, with the station's own time."""
        return Override(**self.model_dump(), given_at=datetime.now(UTC))


def override_route(host: StationHost) -> Route:
    """The route `POST /api/overrides`; see the module."""

    async def override(request: Request) -> Response:
        try:
            asked = OverrideRequest.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            return error_answer(422, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
        return await run_in_threadpool(_record, host, asked.given_now())

    return Route("/api/overrides", override, methods=["POST"])


def _record(host: StationHost, override: Override) -> Response:
    if host.station is None:
        return error_answer(503, "the station has not started; its page says why")
    try:
        record = host.station.override(override)
    except RecordUnknown as error:
        return error_answer(404, str(error))
    except RecordConflict as error:
        return error_answer(409, str(error))
    except StorageError as error:
        return error_answer(503, str(error))
    return JSONResponse(record.model_dump(mode="json"))
