"""Every route that the server has is closed without login once it is opened; the walk asks it for its routes."""

import asyncio
import re
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Message

from inspection.people import Role
from inspection.station import Station
from screens.application import PAGE, guarded
from screens.door.gate import LOGIN_PATHS, ROOMS, SESSION_OVER, is_in_table, needed_role
from screens.door.session import LASTS_S
from screens.host import StationHost
from screens.pages import Room
from screens.routes import station_routes
from tests.screens.door.doors import PINS, Bench, with_pins

HOST = "192.168.1.5:8501"
Walk = list[tuple[str, str]]
"""Method ("WS" for a WebSocket) and path."""
T = TypeVar("T")


def never_built(_home: Path) -> Station:
    raise AssertionError("nobody who is not logged in reaches the station")


def run(task: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the browser tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, task).result()


class Server:
    """The whole application without a network: what it answers to one request."""

    def __init__(self, home: Path) -> None:
        with_pins(home)
        self.bench = Bench(home)
        self.host = StationHost(never_built, home, opened=True)
        self.host.door = self.bench.door
        app = st.App(PAGE, routes=station_routes(self.host), middleware=guarded(self.host))
        self.app: Starlette = app._build_starlette_app()
        self.routes: Walk = sorted(set(walk(self.app.routes)))

    def ask(self, method: str, path: str, accept: str = "*/*", **headers: str) -> list[Message]:
        """Everything that comes back."""
        named = {"host": HOST, "origin": f"http://{HOST}", "accept": accept} | headers
        scope: dict[str, Any] = {
            "type": "websocket" if method == "WS" else "http",
            "method": method,
            "scheme": "ws" if method == "WS" else "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("192.168.1.99", 50000),
            "server": ("192.168.1.5", 8501),
            "subprotocols": [],
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"} if method == "WS" else {"type": "http.request", "body": b"{}"}

        async def send(message: Message) -> None:
            sent.append(message)

        run(self.app(scope, receive, send))
        return sent

    def cookie(self, cookies: Mapping[str, str]) -> str:
        return "; ".join(f"{name}={value}" for name, value in cookies.items())


def walk(routes: list[BaseRoute], below: str = "") -> Iterator[tuple[str, str]]:
    """All methods and paths; parameters are filled in."""
    for route in routes:
        match route:
            case Mount():
                yield "GET", f"{below}{route.path}/x"
                yield from walk(list(route.routes or []), below + route.path)
            case WebSocketRoute():
                yield "WS", below + filled(route.path)
            case Route():
                yield from ((method, below + filled(route.path)) for method in route.methods or {"GET"})
            case _:
                raise AssertionError(f"how is {route!r} to be asked?")


def filled(path: str) -> str:
    return re.sub(r"{\w+(:\w+)?}", "0" * 32, path)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(tmp_path_factory.mktemp("opened"))


def strangers(server: Server) -> dict[str, str]:
    """Cookies that must not open anything."""
    bench = server.bench
    ((name, good),) = bench.cookies(Role.MASTER).items()
    bench.clock.now_s -= LASTS_S[Role.MASTER]
    (expired,) = bench.cookies(Role.MASTER).values()
    bench.clock.now_s += LASTS_S[Role.MASTER]
    with_pins(bench.home / "foreign")
    (foreign,) = Bench(bench.home / "foreign").cookies(Role.MASTER).values()
    body, _, seal = good.partition(".")
    return {
        "none": "",
        "tampered": f"{name}={body[:-2]}AA.{seal}",
        "unsealed": f"{name}={body}",
        "expired": f"{name}={expired}",
        "foreign": f"{name}={foreign}",
    }


def is_closed(answer: list[Message], *, leads_to_login: bool = False) -> bool:
    """No content: a refusal in one sentence, a way to the login, or nothing at all."""
    first, body = answer[0], b"".join(message.get("body", b"") for message in answer[1:])
    if first["type"] == "websocket.close":
        return len(answer) == 1
    if first["status"] == 303:
        location = dict(first["headers"])[b"location"]
        return leads_to_login and body == b"" and location.startswith(b"/login?next=%2F")
    return (first["status"] == 204 and body == b"") or (
        first["status"] == 401 and body.startswith(b'{"error":"this needs')
    )


def test_the_walk_sees_our_routes_and_streamlits(server: Server) -> None:
    paths = {path for _, path in server.routes}
    assert {"/api/live", "/api/news", "/api/trigger", "/api/overrides", "/_stcore/stream", "/_stcore/health"} <= paths
    assert any(path.startswith("/media/") for path in paths)
    assert any(path.startswith("/api/pictures/") for path in paths)
    assert len(paths) > 20


@pytest.mark.parametrize("who", ["none", "tampered", "unsealed", "expired", "foreign"])
def test_without_a_good_cookie_every_route_is_closed(server: Server, who: str) -> None:
    cookie = strangers(server)[who]
    asked = [(method, path) for method, path in server.routes if path not in LOGIN_PATHS]
    asked += [("GET", path) for path in ("/", "/setup", "/system", "/review", "/static/js/index.js", "/nothing")]
    for method, path in asked:
        for accept in ("*/*", "text/html"):
            answer = server.ask(method, path, accept, cookie=cookie)
            assert is_closed(answer, leads_to_login=accept == "text/html" and method == "GET"), (method, path, answer)


def test_the_tokens_holder_and_whoever_logged_in_are_served(server: Server) -> None:
    cookie = server.cookie(server.bench.cookies(Role.OPERATOR))
    for headers in ({"cookie": cookie}, {"authorization": f"Bearer {server.host.token}"}):
        assert server.ask("GET", "/api/session", **headers)[0]["status"] == 200
        assert server.ask("POST", "/api/trigger", **headers)[0]["status"] == 422
    assert server.ask("GET", "/api/session", authorization="Bearer wrong")[0]["status"] == 401


def test_somebody_has_said_who_may_ask_for_what(server: Server) -> None:
    changing = {path for method, path in server.routes if method not in ("GET", "HEAD", "OPTIONS")}
    ours = {path for _, path in server.routes if path.startswith("/api/")}
    assert {"/api/trigger", "/api/overrides", "/_stcore/stream"} <= changing
    assert [path for path in sorted(changing | ours) if not is_in_table(path)] == []
    assert set(ROOMS) == {room.value for room in Room}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/overrides"),
        ("POST", "/api/dispositions"),
        ("POST", "/api/models"),
        ("POST", "/api/records"),
        ("GET", "/api/setup/camera"),
        ("GET", "/api/setup/pictures/x"),
        ("POST", "/api/forgotten"),
    ],
)
def test_what_is_the_masters_is_closed_to_others(server: Server, method: str, path: str) -> None:
    assert needed_role(path, method) is Role.MASTER
    for role in (Role.OPERATOR, Role.TRAINEE):
        assert server.ask(method, path, cookie=server.cookie(server.bench.cookies(role)))[0]["status"] == 403, role
    # some want a token of their own, too, and say so themselves
    answer = server.ask(method, path, cookie=server.cookie(server.bench.cookies(Role.MASTER)))
    assert b"needs the PIN" not in answer[1]["body"]


def test_pictures_are_brought_by_trainees_and_not_by_operators(server: Server) -> None:
    for method in ("PUT", "DELETE"):
        path = "/_stcore/upload_file/0/0"
        assert needed_role(path, method) is Role.TRAINEE
        assert server.ask(method, path, cookie=server.cookie(server.bench.cookies(Role.OPERATOR)))[0]["status"] == 403
        answer = server.ask(method, path, cookie=server.cookie(server.bench.cookies(Role.TRAINEE)))
        assert b"needs the PIN" not in answer[1]["body"]


def test_what_is_open_tells_nothing_of_what_is_inspected(server: Server) -> None:
    page = b"".join(message.get("body", b"") for message in server.ask("GET", "/login", "text/html")[1:])
    assert b"master" in page and b"/api/pictures" not in page
    assert PINS[Role.MASTER].encode() not in page and b"argon2" not in page


def test_an_open_socket_closes_when_its_session_ends(server: Server) -> None:
    from screens.door.gate import while_welcome

    welcome = [True]
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.receive", "text": "more"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def talk() -> list[str]:
        watched_receive, watched_send = while_welcome(lambda: welcome[0], receive, send)
        await watched_send({"type": "websocket.accept"})
        first = await watched_receive()
        welcome[0] = False
        await watched_send({"type": "websocket.send", "text": "secret"})
        return [first["type"], (await watched_receive())["type"]]

    assert run(talk()) == ["websocket.receive", "websocket.disconnect"]
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert sent[1]["code"] == SESSION_OVER
