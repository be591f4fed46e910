"""What the operator's page sends beside the trigger. Each body is JSON; an error is `{"error": "..."}`.

- `POST /api/job` with `{"kind": KIND, "text": "..." or null}`: parts belong to this `order`, `machine`, `lot` or
  `material` from now on, or the next part has this `serial` number; null is none. Answer 200: the `Job` as it is now;
  422 not such a body or no number.
- `POST /api/withdrawals` with `{"withdrawal_id": ID, "record_id": ID, "why": "lay-wrong", ...}`: the last part does
  not count. The page makes the id when it asks, and sends it again when it got no answer: recorded once. Answer 200:
  the `WithdrawalRecord`; 404 no such part, 409 there is a newer part or the id said something else, 422 not such a
  body.
- `POST /api/watch` with `{"on": true or false}`: the automatic trigger. Answer 200: the `WatchState`.

All answer 503 while the station has not started; taking back also when nothing can be recorded.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import RecordConflict, RecordUnknown, StorageError
from inspection.job import Dimension, Tag
from inspection.motion import PartWatch
from inspection.override import RecordId
from inspection.station import Station
from inspection.withdrawal import WhyWithdrawn, Withdrawal
from screens.api import error_answer
from screens.host import StationHost

Asked = TypeVar("Asked", bound=Closed)


def _typed(text: object) -> object:
    """As it was meant: blanks of any kind become single ones; nothing but blanks is none."""
    return (" ".join(text.split()) or None) if isinstance(text, str) else text


class JobRequest(Closed):
    """Body of `POST /api/job`; see the module."""

    kind: Dimension | Literal["serial"]
    text: Annotated[Tag | None, BeforeValidator(_typed)]


class WithdrawalRequest(Closed):
    """Body of `POST /api/withdrawals`; see the module."""

    withdrawal_id: RecordId
    record_id: RecordId
    why: WhyWithdrawn

    def given_now(self) -> Withdrawal:
        """The withdrawal, with the station's own time."""
        return Withdrawal(**self.model_dump(), given_at=datetime.now(UTC))


class WatchRequest(Closed):
    """Body of `POST /api/watch`; see the module."""

    on: bool


def inspecting_routes(host: StationHost) -> list[Route]:
    """The three routes; see the module."""
    return [
        _route("/api/job", host, JobRequest, _take),
        _route("/api/withdrawals", host, WithdrawalRequest, _withdraw),
        _route("/api/watch", host, WatchRequest, _switch),
    ]


def _route(
    address: str, host: StationHost, body: type[Asked], act: Callable[[Station, PartWatch, Asked], Response]
) -> Route:
    async def answer(request: Request) -> Response:
        try:
            asked = body.model_validate_json(await request.body())
        except ValidationError as error:
            return error_answer(422, str(error.errors()[0]["msg"]))
        if host.station is None or host.part_watch is None:
            return error_answer(503, "the station has not started; its page says why")
        return await run_in_threadpool(act, host.station, host.part_watch, asked)

    return Route(address, answer, methods=["POST"])


def _take(station: Station, _watch: PartWatch, asked: JobRequest) -> Response:
    try:
        if asked.kind == "serial":
            station.take_serial(asked.text)
        else:
            station.take(asked.kind, asked.text)
    except (StorageError, OSError) as error:
        return error_answer(503, str(error))
    return JSONResponse(station.job.model_dump(mode="json"))


def _withdraw(station: Station, _watch: PartWatch, asked: WithdrawalRequest) -> Response:
    try:
        record = station.withdraw(asked.given_now())
    except RecordUnknown as error:
        return error_answer(404, str(error))
    except RecordConflict as error:
        return error_answer(409, str(error))
    except StorageError as error:
        return error_answer(503, str(error))
    return JSONResponse(record.model_dump(mode="json"))


def _switch(_station: Station, watch: PartWatch, asked: WatchRequest) -> Response:
    watch.switch(asked.on)
    return JSONResponse(watch.state.model_dump(mode="json"))
