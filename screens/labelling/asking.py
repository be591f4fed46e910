"""A request of the room of drawing, and how it is answered when something is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inspection.closed import Closed
from inspection.errors import StorageFailed
from inspection.people.role import Role
from inspection.station import Station
from screens.api import error_answer, limited_body
from screens.door.gate import visitor_of
from screens.guard import has_token
from screens.labelling.desk import LabelDesk

if TYPE_CHECKING:
    from screens.host import StationHost
    from training.labelling.drawing import LabelPicture

MOST_BYTES: Final = 8_000_000
"""500 outlines of 1,000 corners would be more; nobody draws them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request; `station` is None until it has started, `sha256` is empty where no picture is meant."""

    desk: LabelDesk
    station: Station | None
    role: Role
    part: str
    sha256: str
    query: QueryParams
    body: bytes

    def picture(self) -> "LabelPicture":
        """The picture that is asked for."""
        if (picture := self.desk.book.picture(self.part, self.sha256)) is None:
            raise _NoSuchPicture(f"there is no picture {self.sha256[:12]} of {self.part}; open the page anew")
        return picture


class _NoSuchPicture(Exception):
    """It is not in the book."""


Answer = Callable[[Asked], Closed | Response]


def label_route(host: "StationHost", method: str, end: str, answer: Answer) -> Route:
    """The route `/api/labels/PART` with this end; `answer` runs in a thread of its own."""

    async def route(request: Request) -> Response:
        if (role := _role(request, host)) is None:
            return error_answer(403, "this needs the PIN of a trainee or of the master: log in")
        if (body := await limited_body(request, MOST_BYTES)) is None:
            return error_answer(413, f"the body is larger than {MOST_BYTES} bytes; draw less finely")
        asked = Asked(
            desk=host.label_desk,
            station=host.station,
            role=role,
            part=request.path_params["part"],
            sha256=request.path_params.get("sha256", ""),
            query=request.query_params,
            body=body,
        )
        return await run_in_threadpool(_answered, answer, asked)

    return Route(f"/api/labels/{{part}}{end}", route, methods=[method])


def _role(request: Request, host: "StationHost") -> Role | None:
    visitor = visitor_of(request.scope, host.door)
    if visitor.may(Role.TRAINEE):
        return visitor.role
    return Role.MASTER if has_token(request, host.token) else None


def _answered(answer: Answer, asked: Asked) -> Response:
    from training.errors import BookRefused, DrawingOvertaken, DrawingRefused

    try:
        said = answer(asked)
    except _NoSuchPicture as error:
        return error_answer(404, str(error))
    except ValidationError as error:
        first = error.errors()[0]
        return error_answer(422, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
    except DrawingOvertaken as error:
        now = None if error.now is None else error.now.model_dump(mode="json")
        return JSONResponse({"error": str(error), "now": now}, 409)
    except DrawingRefused as error:
        return error_answer(422, str(error))
    except (StorageFailed, BookRefused) as error:
        return error_answer(503, str(error))
    return said if isinstance(said, Response) else JSONResponse(said.model_dump(mode="json"))
