"""The routes of drawing without a browser: a book with pictures, and whoever asks."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from starlette.applications import Starlette
from starlette.types import Message

from inspection.detection.detector import ScriptedDetector
from inspection.people.role import Role
from screens.door.door import Visitor
from screens.host import StationHost
from screens.labelling.desk import LabelDesk
from screens.labelling.routes import label_routes
from tests.training.labelling.building import PART
from training.labelling.book import LabelBook

ME, OTHER = "a" * 32, "b" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def said(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


class LabelServer:
    """Answers as the station does; `role` is whose PIN was given."""

    def __init__(self, home: Path, detector: ScriptedDetector, station: object | None) -> None:
        self.role: Role | None = Role.TRAINEE
        self.desk = LabelDesk(home, detector_of=lambda _station: detector)
        door = SimpleNamespace(visitor=lambda *_args, **_named: Visitor(role=self.role))
        host = SimpleNamespace(label_desk=self.desk, station=station, door=door, token="the token")
        self._app = Starlette(routes=label_routes(cast(StationHost, host)))

    @property
    def book(self) -> LabelBook:
        """The book behind it."""
        return self.desk.book

    def get(self, end: str, **headers: str) -> Answer:
        """GET of an address below the part."""
        return asyncio.run(self._ask("GET", end, b"", headers))

    def post(self, end: str, body: object) -> Answer:
        """POST of JSON, or of bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return asyncio.run(self._ask("POST", end, data, {}))

    async def _ask(self, method: str, end: str, body: bytes, headers: dict[str, str]) -> Answer:
        path, _, query = f"/api/labels/{PART}/{end}".partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        named = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        content = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(status=sent[0]["status"], body=content, headers=named)


@contextmanager
def label_server(home: Path, *answers: Any, station: object | None = None) -> Iterator[LabelServer]:
    """One that can draw `pore` and `crack`; its net answers in turn what is given."""
    server = LabelServer(home, ScriptedDetector(answers or [[]]), station)
    server.book.add_classes(PART, ["pore", "crack"])
    try:
        yield server
    finally:
        server.desk.close()
