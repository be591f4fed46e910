"""A command finds the running station by `station.json`; over TLS it speaks to that certificate and to no other."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from commands.asking import StationUnreachable, ask_station
from screens.presence import FILE_NAME, Presence
from tests.tls import self_signed


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked; keeps it."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append({"path": self.path, "token": self.headers["Authorization"], "body": body})
        said = json.dumps({"is": body}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def answering(tls: tuple[Path, Path] | None = None) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Something that answers at a port; gives the port, and what it was asked."""
    asked: list[dict[str, Any]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Echo,), {"asked": asked}))
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_file_of_before_is_still_read(tmp_path: Path) -> None:
    with answering() as (port, asked):
        (tmp_path / FILE_NAME).write_text(json.dumps({"pid": 1, "port": port, "token": "t"}), encoding="utf-8")
        answer = ask_station(tmp_path, "/api/records", {"a": 1}, 10)
    assert answer.is_good and json.loads(answer.body) == {"is": {"a": 1}}
    assert asked == [{"path": "/api/records", "token": "Bearer t", "body": {"a": 1}}]


def test_a_certificate_signed_by_oneself_is_trusted_where_the_station_names_it(tmp_path: Path) -> None:
    tls = self_signed(tmp_path)
    with answering(tls) as (port, asked):
        Presence.of_this_process(port, "t", "0.0.0.0", tls[0]).write(tmp_path)
        assert ask_station(tmp_path, "/api/models", {}, 10).is_good
    assert len(asked) == 1


def test_who_shows_another_certificate_never_sees_the_token(tmp_path: Path) -> None:
    mine, other = self_signed(tmp_path), self_signed(tmp_path, "other")
    with answering(other) as (port, asked):
        Presence.of_this_process(port, "t", certificate=mine[0]).write(tmp_path)
        with pytest.raises(StationUnreachable, match="certificate"):
            ask_station(tmp_path, "/api/records", {}, 10)
    assert asked == []


def test_a_certificate_that_was_changed_since_is_named(tmp_path: Path) -> None:
    tls = self_signed(tmp_path)
    with answering(tls) as (port, asked):
        Presence.of_this_process(port, "t", certificate=tls[0]).write(tmp_path)
        tls[0].write_text(tls[0].read_text() + "\n", encoding="utf-8")
        with pytest.raises(StationUnreachable, match="start the station again"):
            ask_station(tmp_path, "/api/records", {}, 10)
    assert asked == []


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(StationUnreachable, match="not there"):
        ask_station(tmp_path, "/api/records", {}, 1)
    with answering() as (port, _):
        Presence(pid=1, port=port, token="t").write(tmp_path)
    with pytest.raises(StationUnreachable, match="no answer over http"):
        ask_station(tmp_path, "/api/records", {}, 1)
