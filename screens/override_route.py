"""`POST /api/overrides`: the master's word on a recorded part, from the station's own page.

- body, JSON: `{"override_id": ID, "record_id": ID, "verdict": "PASS" or "FAIL", "role": "master", "reason": "..."}`;
  the page makes `override_id` (32 digits 0-9a-f) when its form opens, and sends it again when it got no answer;
  with `"words_seen": N` it says that it knew of N words on this part, and wants nothing written if there are more;
- answer 200, when the word is on the disk: the `OverrideRecord`; the same request again gets the same answer;
- else `{"error": "..."}`: 404 no such part, 409 this id said something else before, 412 somebody was faster, 422 not
  such a body, 503 the station has not started or records nothing any more.
"""

import threading
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import RecordConflict, RecordUnknown, StorageError
from inspection.override import MastersVerdict, Override, RecordId, Role, WhyOverridden
from inspection.station import Station
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
    words_seen: int | None = Field(default=None, ge=0)

    def given_now(self) -> Override:
        """The word, with the station's own time."""
        return Override(**self.model_dump(exclude={"words_seen"}), given_at=datetime.now(UTC))


def override_route(host: StationHost) -> Route:
    """The route `POST /api/overrides`; see the module."""
    one_at_a_time = threading.Lock()

    async def override(request: Request) -> Response:
        try:
            asked = OverrideRequest.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            return error_answer(422, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
        return await run_in_threadpool(record, asked)

    def record(asked: OverrideRequest) -> Response:
        with one_at_a_time:  # between looking at what was said and saying more nobody else speaks
            return _record(host, asked)

    return Route("/api/overrides", override, methods=["POST"])


def _record(host: StationHost, asked: OverrideRequest) -> Response:
    if host.station is None:
        return error_answer(503, "the station has not started; its page says why")
    try:
        if asked.words_seen is not None and _others_spoke(host.station, asked, asked.words_seen):
            return error_answer(
                412, "somebody spoke about this part meanwhile: read it, then say more; nothing was written"
            )
        record = host.station.override(asked.given_now())
    except RecordUnknown as error:
        return error_answer(404, str(error))
    except RecordConflict as error:
        return error_answer(409, str(error))
    except StorageError as error:
        return error_answer(503, str(error))
    return JSONResponse(record.model_dump(mode="json"))


def _others_spoke(station: Station, asked: OverrideRequest, seen: int) -> bool:
    """Whether there are more words than were seen, and none of them is this one, sent again."""
    given = station.overrides_of([asked.record_id]).get(asked.record_id, ())
    return len(given) > seen and all(one.override.override_id != asked.override_id for one in given)
