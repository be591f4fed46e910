"""Logging in and out.

- `GET /login`: the page; `?next=/setup` is where it leads to afterwards, `?lang=en` its language.
- `POST /api/login`, JSON `{"who": ENTRY, "pin": "2750", "language": "de"}`; ENTRY is an entry's id, or a role. Answer
  200 `{"role": "master"}` with the cookie; else `{"error": "...", "wait_s": 30}`: 401 a wrong PIN, 429 too early (with
  `Retry-After`), 422 not such a body, 503 `people.json` cannot be read.
- `POST /api/logout`: 200 `{}`; the session is over, whoever has a copy of its cookie.
- `GET /api/session`: 200 `{"role": "master", "ends_in_s": 1800}`, by which a page learns that it has to be loaded anew.
"""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Final, assert_never

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from inspection.closed import Closed
from inspection.errors import PeopleUnreadable
from inspection.language import Language
from screens.access.login_page import login_html, waiting_sentence, wrong_sentence
from screens.api import error_answer
from screens.door.door import Door, Refused, Visitor, Welcome
from screens.door.gate import LOGIN, address_of, visitor_of
from screens.texts import language_of

ASSETS: Final = Path(__file__).parents[1] / "assets"
BODY_LIMIT_BYTES: Final = 1000
WAITING_AT_MOST: Final = 8
"""So many PINs may wait for the one that is being checked; more than people have hands are refused at once."""
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class LoginRequest(Closed):
    """Body of `POST /api/login`; see the module."""

    who: Annotated[str, Field(min_length=1, max_length=16)]
    pin: Annotated[str, Field(max_length=64)]
    language: Language = "de"


def access_routes(door: Door) -> list[BaseRoute]:
    """All of them, and what the login page is made of."""
    check_pin = _in_turn(door)

    async def page(request: Request) -> Response:
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language"))
        visitor = visitor_of(request.scope, door)
        page = login_html(door, visitor, language, request.query_params.get("next", "/"))
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"})

    async def log_in(request: Request) -> Response:
        body = await _short_body(request)
        try:
            asked = LoginRequest.model_validate_json(body)
        except ValidationError as error:
            return error_answer(422, str(error.errors()[0]["msg"]))
        try:
            answer = await check_pin(asked, address_of(request.scope))
        except PeopleUnreadable as error:
            return error_answer(503, str(error))
        match answer:
            case Welcome():
                return _with_cookie(JSONResponse({"role": answer.role.value}), door, request, answer)
            case Refused(wait_s=wait_s, too_early=too_early):
                said = waiting_sentence(wait_s, asked.language) if wait_s else ""
                if too_early:
                    return JSONResponse({"error": said, "wait_s": wait_s}, 429, {"Retry-After": str(wait_s)})
                wrong = f"{wrong_sentence(asked.language)} {said}".strip()
                return JSONResponse({"error": wrong, "wait_s": wait_s}, 401)
            case _:
                assert_never(answer)

    async def log_out(request: Request) -> Response:
        if (session := visitor_of(request.scope, door).session) is not None:
            door.log_out(session)
        response = JSONResponse({})
        response.delete_cookie(door.cookie_name, path="/", httponly=True, samesite="strict")
        return response

    async def session(request: Request) -> Response:
        return JSONResponse(_told(visitor_of(request.scope, door)), headers={"Cache-Control": "no-store"})

    assets = [Route(f"{LOGIN}/{name}", partial(_asset, name)) for name in ("login.css", "login.js", "icon.png")]
    return [
        Route(LOGIN, page),
        *assets,
        Route("/api/login", log_in, methods=["POST"]),
        Route("/api/logout", log_out, methods=["POST"]),
        Route("/api/session", session),
    ]


def _in_turn(door: Door) -> Callable[[LoginRequest, str], Awaitable[Welcome | Refused]]:
    """Check one PIN after the other, in a thread of its own: whoever tries thousands takes no thread from a trigger."""
    from anyio import CapacityLimiter, to_thread

    one = CapacityLimiter(1)

    async def check(asked: LoginRequest, address: str) -> Welcome | Refused:
        if one.statistics().tasks_waiting >= WAITING_AT_MOST:
            return Refused(wait_s=1, too_early=True)
        return await to_thread.run_sync(door.log_in, asked.who, asked.pin, address, limiter=one)

    return check


def _with_cookie(response: Response, door: Door, request: Request, welcome: Welcome) -> Response:
    response.set_cookie(
        door.cookie_name,
        welcome.cookie,
        max_age=welcome.lasts_s,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _told(visitor: Visitor) -> dict[str, object]:
    role = visitor.role.value if visitor.role else None
    ends_in_s = None if visitor.ends_at_s is None else max(0, round(visitor.ends_at_s - time.time()))
    return {"role": role, "ends_in_s": ends_in_s}


async def _asset(name: str, _request: Request) -> Response:
    return FileResponse(ASSETS / name, headers={"Cache-Control": "no-cache"})


async def _short_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            return b""
    return bytes(body)
