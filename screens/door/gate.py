"""What the door means for a request: who asks, what is needed for it, and how somebody is turned away."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from inspection.people.role import Role
from screens.door.door import Door, Visitor
from screens.door.throttle import is_loopback

LOGIN: Final = "/login"
LOGIN_PATHS: Final = frozenset(
    {LOGIN, f"{LOGIN}/login.css", f"{LOGIN}/login.js", f"{LOGIN}/icon.png", "/api/login", "/api/logout"}
)
"""What is answered to everybody; nothing of what is inspected is in it."""
HEALTH: Final = "/_stcore/health"
SESSION_OVER: Final = 4401
"""Code with which a WebSocket is closed when a session is over; 4000 to 4999 are free for programs (RFC 6455)."""

ROOMS: Final = {
    "": Role.OPERATOR,
    "daily": Role.OPERATOR,
    "history": Role.OPERATOR,
    "review": Role.TRAINEE,
    "scrap": Role.TRAINEE,
    "label": Role.TRAINEE,
    "learn": Role.TRAINEE,
    "system": Role.TRAINEE,
    "setup": Role.MASTER,
    "demo": Role.MASTER,
}
"""Who may enter a room, by its address; one that is not named is the master's. What is drawn in it asks, and every act
asks again: see `screens.access`."""

_ROUTES: Final = {
    "/_stcore": Role.OPERATOR,
    "/_stcore/upload_file": Role.TRAINEE,
    "/api/live": Role.OPERATOR,
    "/api/news": Role.OPERATOR,
    "/api/session": Role.OPERATOR,
    "/api/trigger": Role.OPERATOR,
    "/api/job": Role.OPERATOR,
    "/api/withdrawals": Role.OPERATOR,
    "/api/watch": Role.OPERATOR,
    "/api/pictures": Role.OPERATOR,
    "/api/protocols": Role.OPERATOR,
    "/api/taught": Role.OPERATOR,
    "/api/login": Role.OPERATOR,
    "/api/logout": Role.OPERATOR,
    "/api/labels": Role.TRAINEE,
    "/api/golden": Role.TRAINEE,
    "/api/setup": Role.MASTER,
    "/api/overrides": Role.MASTER,
    "/api/dispositions": Role.MASTER,
    "/api/records": Role.MASTER,
    "/api/models": Role.MASTER,
}
"""Who may ask for an address and all below it; the longest that fits counts. The token of `station.json` opens all."""

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def needed_role(path: str, method: str = "GET") -> Role:
    """Who may ask for this path.

    What is not in the table is the master's, where it is an address of ours or changes something.

    >>> needed_role("/api/setup/camera"), needed_role("/api/trigger", "POST"), needed_role("/setup")
    (<Role.MASTER: 'master'>, <Role.OPERATOR: 'operator'>, <Role.OPERATOR: 'operator'>)
    >>> needed_role("/api/forgotten"), needed_role("/forgotten", "POST")
    (<Role.MASTER: 'master'>, <Role.MASTER: 'master'>)
    """
    if (named := _named(path)) is not None:
        return _ROUTES[named]
    return Role.OPERATOR if method in _READING and not path.startswith("/api") else Role.MASTER


def _named(path: str) -> str | None:
    """The longest address of the table that this one is, or lies below."""
    steps = path.rstrip("/").split("/")
    above = ("/".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((one for one in above if one in _ROUTES), None)


def is_in_table(path: str) -> bool:
    """Whether somebody has said who may ask for this path."""
    return _named(path) is not None


def visitor_of(scope: Scope, door: Door) -> Visitor:
    """Who asks, by the cookie of the request."""
    connection = HTTPConnection(scope)
    return door.visitor(connection.cookies, is_local=is_loopback(address_of(scope)))


def address_of(scope: Scope) -> str:
    """From where somebody asks; "" where that is unknown."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def turned_away(scope: Scope, visitor: Visitor, needed: Role) -> Response:
    """The answer to a request that is not served: a page leads to the login, all else says 401, or 403 if logged in."""
    path = str(scope["path"])
    if path == HEALTH:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    if scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
        query = scope.get("query_string", b"").decode("latin-1")
        here = quote(f"{path}?{query}" if query else path, safe="")
        return RedirectResponse(f"{LOGIN}?next={here}", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    status = HTTPStatus.FORBIDDEN if visitor.is_logged_in else HTTPStatus.UNAUTHORIZED
    error = {"error": f"this needs the PIN of the role {needed.value}: log in at {LOGIN}", "role": needed.value}
    return JSONResponse(error, status, {"Cache-Control": "no-store"})


def while_welcome(is_welcome: Callable[[], bool], receive: Receive, send: Send) -> tuple[Receive, Send]:
    """A WebSocket that closes before the first message, in or out, after somebody has ceased to be welcome."""
    closed = False

    async def is_closed() -> bool:
        nonlocal closed
        if not closed and not is_welcome():
            closed = True
            await send({"type": "websocket.close", "code": SESSION_OVER, "reason": "logged out"})
        return closed

    async def watched_receive() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and await is_closed():
            return {"type": "websocket.disconnect", "code": SESSION_OVER, "reason": "logged out"}
        return message

    async def watched_send(message: Message) -> None:
        if not await is_closed():
            await send(message)

    return watched_receive, watched_send
