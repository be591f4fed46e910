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

_NEEDED: Final = {"/api/overrides": Role.MASTER, "/api/models": Role.MASTER}


def needed_role(path: str) -> Role:
    """Who may ask for this path; pages that need more than an operator ask for it themselves.

    >>> needed_role("/api/overrides"), needed_role("/api/trigger")
    (<Role.MASTER: 'master'>, <Role.OPERATOR: 'operator'>)
    """
    return _NEEDED.get(path.rstrip("/"), Role.OPERATOR)


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
