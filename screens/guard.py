"""Who may talk to this server: pages that it served itself, and commands that know its token. Then: who they are.

Any website that a person opens runs in a browser on the same computer or in the same network. Three headers tell it
apart, because a page cannot forge them: Host (against DNS rebinding), Origin and Sec-Fetch-Site (against requests from
another site). Whoever passes comes to the station's door (`screens.door`). One middleware holds every route,
Streamlit's own included.
"""

import hmac
from collections.abc import Iterable
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspection.people.role import Role
from screens.door.door import Door
from screens.door.gate import LOGIN_PATHS, needed_role, turned_away, visitor_of, while_welcome

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_ASKED_WHILE_RECONNECTING = frozenset({"/_stcore/health", "/_stcore/host-config"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """ASGI middleware that refuses what does not come from our own page, or from somebody who may not ask for it."""

    def __init__(self, app: ASGIApp, door: Door, token: str, host_names: Iterable[str] = LOCAL_NAMES) -> None:
        """`host_names` are the names under which this server may be asked; `token` is that of `station.json`."""
        self._app = app
        self._door = door
        self._token = token
        self._host_names = frozenset(host_names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: with status 403 and the reason, or as `turned_away` says."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        why = refusal(scope, self._host_names, any_address=self._door.opened)
        if why is not None:
            return await self._refuse(scope, receive, send, why)
        needed = needed_role(scope["path"], scope.get("method", "GET"))
        with_headers = _with_headers(scope["path"], send)
        if scope["path"] in LOGIN_PATHS or self._may(scope, needed):
            if scope["type"] == "websocket":
                receive, with_headers = self._watched(scope, receive, with_headers)
            return await self._app(scope, receive, with_headers)
        if scope["type"] == "websocket":
            return await self._refuse(scope, receive, send, "nobody is logged in")
        return await turned_away(scope, visitor_of(scope, self._door), needed)(scope, receive, with_headers)

    def _may(self, scope: Scope, needed: Role) -> bool:
        return visitor_of(scope, self._door).may(needed) or bears(Headers(scope=scope), self._token)

    def _watched(self, scope: Scope, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """Closed once whoever opened it may do less than then: a page acts over its WebSocket alone."""
        role = visitor_of(scope, self._door).role
        return (receive, send) if role is None else while_welcome(partial(self._may, scope, role), receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, why: str) -> None:
        if scope["type"] == "websocket":
            await receive()
            return await send({"type": "websocket.close", "code": 4403, "reason": why})
        return await JSONResponse({"error": why}, status_code=403)(scope, receive, send)


def refusal(scope: Scope, host_names: frozenset[str], *, any_address: bool = False) -> str | None:
    """Why a request is not served; None when it is.

    `any_address`: a bare IP address is served, too. It may change with the network, and no site can pretend to be one.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    name = _host_name(host)
    if name not in host_names and not (any_address and _is_address(name)):
        return f"this station is asked as {' or '.join(sorted(host_names))}; got Host {host!r}"
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return f"requests come from the station's own page; got Origin {origin!r}"
    if scope["type"] == "websocket":
        return None if origin is not None else "a WebSocket needs an Origin header"
    own_page = headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    if scope["path"].startswith("/api/") and not own_page:
        return "pictures and commands are given to the station's own page only"
    if scope["method"] not in _READING and origin is None and "authorization" not in headers:
        return "a command needs an Origin header or the station's token"
    return None


def has_token(request: Request, token: str) -> bool:
    """Whether the request carries `Authorization: Bearer` with this token; takes the same time for every wrong one."""
    return bears(request.headers, token)


def bears(headers: Headers, token: str) -> bool:
    """The same of the headers alone."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_address(name: str | None) -> bool:
    try:
        ip_address(name or "")
    except ValueError:
        return False
    return True


def _with_headers(path: str, send: Send) -> Send:
    """No other site may show the page in a frame and have its button pressed.

    A page that lost its server asks for its health again and again. Over a connection that came in while the server
    was ending, these requests would keep it from ending; so they get a connection of their own each.
    """
    last = [(b"connection", b"close")] if path in _ASKED_WHILE_RECONNECTING else []

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message["headers"],
                (b"x-frame-options", b"DENY"),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
                *last,
            ]
        await send(message)

    return send_with_headers
