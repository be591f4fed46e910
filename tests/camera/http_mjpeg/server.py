"""A phone that sends MJPEG, and every way in which it can fail: a real HTTP server on this computer."""

import hashlib
import socket
import ssl
import struct
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from tests.camera.http_mjpeg.modes import Framing, Mode

__all__ = ["BURST_PICTURES", "Framing", "MjpegServer", "Mode"]

SLOW_INTERVAL_S: Final = 0.5
BURST_PICTURES: Final = 12


class MjpegServer:
    """Serves pictures with fresh noise each at `url`, to any number of clients, until the `with` block ends.

    `grey` is what lies under the camera: the pictures' mean grey value, to be changed at any time. With
    `authorization`, the value of that header, everyone else gets 401. `certificate` is a file with key and certificate,
    for https. After REFUSE another mode listens at the same port again.
    """

    def __init__(
        self,
        *,
        frames_per_second: float = 30,
        width_px: int = 320,
        height_px: int = 240,
        framing: Framing | None = None,
        authorization: str | None = None,
        certificate: Path | None = None,
    ) -> None:
        self.grey = 120
        self.interval_s = 1 / frames_per_second
        self.size_wh = (width_px, height_px)
        self.framing = framing or Framing()
        self.authorization = authorization
        self.certificate = certificate
        self.port = 0
        self._mode = Mode.OK
        self._random = np.random.default_rng(1)
        self._changed = threading.Condition()
        self._sent_s: dict[bytes, float] = {}
        self._last = b""
        self._connections: set[socket.socket] = set()
        self._server: _Server | None = None
        self._serving: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Address of the stream."""
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}/video"

    @property
    def clients(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    @property
    def pictures_sent(self) -> int:
        """How many pictures were begun to be sent."""
        return len(self._sent_s)

    @property
    def newest(self) -> bytes:
        """The JPEG that was begun to be sent last."""
        return self._last

    @property
    def mode(self) -> Mode:
        """What the camera does now."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Holds from the next picture or the next request on; REFUSE at once."""
        was, self._mode = self._mode, mode
        if mode is Mode.REFUSE and was is not Mode.REFUSE:
            self._stop()
        elif mode is not Mode.REFUSE and was is Mode.REFUSE:
            self._start()
        with self._changed:
            self._changed.notify_all()

    def sent_s(self, jpeg: bytes) -> float:
        """The `time.monotonic()` when that picture was taken; sending begins right after. KeyError for others."""
        return self._sent_s[hashlib.sha256(jpeg).digest()]

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.set_mode(Mode.REFUSE)

    # --- for the handler

    def next_picture(self) -> bytes:
        """One JPEG, taken now and damaged as the mode says."""
        if self._mode is Mode.REPEAT and self._last:
            return self._last
        width_px, height_px = self.size_wh
        if self._mode is Mode.OTHER_SIZE:
            width_px, height_px = width_px // 2, height_px // 2
        with self._changed:
            noise = self._random.integers(-8, 9, (height_px, width_px, 3), np.int16)
        grey = 0 if self._mode is Mode.BLACK else self.grey
        jpeg = damaged(_encoded((noise + grey).clip(0, 255).astype(np.uint8)), self._mode)
        self._sent_s[hashlib.sha256(jpeg).digest()] = time.monotonic()
        self._last = jpeg
        return jpeg

    def pause(self, mode: Mode) -> None:
        """Until the next picture is due, or the mode changes."""
        endless = mode in (Mode.STALL, Mode.HALF, Mode.BURST, Mode.SILENT)
        due_s = None if endless else SLOW_INTERVAL_S if mode is Mode.SLOW else self.interval_s
        with self._changed:
            self._changed.wait_for(lambda: self._mode is not mode, due_s)

    def joined(self, connection: socket.socket) -> None:
        """A client came."""
        self._connections.add(connection)

    def left(self, connection: socket.socket) -> None:
        """A client went."""
        self._connections.discard(connection)

    def _start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), self)
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self._serving = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._serving.start()

    def _stop(self) -> None:
        assert self._server is not None
        assert self._serving is not None
        self._server.shutdown()
        self._serving.join()
        self._server.server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], camera: MjpegServer) -> None:
        self.camera = camera
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        camera = self.server.camera
        camera.joined(self.connection)
        with suppress(OSError):
            if camera.authorization not in (None, self.headers["Authorization"]):
                self._answer(401, authenticate="Basic")
            else:
                self._answer_in(camera.mode)
        camera.left(self.connection)

    def _answer_in(self, mode: Mode) -> None:
        match mode:
            case Mode.HTML:
                self._answer(200, "text/html", b"<html><title>IP Webcam</title></html>")
            case Mode.STILL:
                self._answer(200, "image/jpeg", self.server.camera.next_picture())
            case Mode.UNAUTHORIZED:
                self._answer(401, authenticate="Basic")
            case Mode.DIGEST:
                self._answer(401, authenticate='Digest qop="auth", nonce="1"')
            case Mode.NOT_FOUND:
                self._answer(404)
            case Mode.BUSY:
                self._answer(503)
            case Mode.REDIRECT_HERE if self.path == "/":
                self._answer(302, location="/video")
            case Mode.REDIRECT_AWAY:
                self._answer(302, location="http://elsewhere.invalid/video")
            case Mode.NO_HTTP:
                self.wfile.write(b"220 mail.example ESMTP\r\n")
            case Mode.SILENT:
                self.server.camera.pause(mode)
            case Mode.CLOSE:
                pass
            case _:
                self._stream()

    def _answer(
        self, status: int, kind: str = "text/plain", body: bytes = b"", location: str = "", authenticate: str = ""
    ) -> None:
        self.send_response(status)
        fields = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in {**fields, "Location": location, "WWW-Authenticate": authenticate}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        camera = self.server.camera
        self.protocol_version = "HTTP/1.1" if camera.framing.chunked else "HTTP/1.0"
        self.send_response(200)
        self.send_header("Content-Type", camera.framing.content_type)
        if camera.framing.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.close_connection = True
        self.end_headers()
        while True:
            mode = camera.mode
            match mode:
                case Mode.CLOSE | Mode.REFUSE:
                    return
                case Mode.RESET:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    return
                case Mode.END:
                    self._send(camera.framing.delimiter + b"--" + camera.framing.line_end)
                    self._send(b"")
                    return
                case Mode.STALL:
                    pass
                case Mode.BURST:
                    self._send(b"".join(self._part(camera.next_picture(), mode) for _ in range(BURST_PICTURES)))
                case Mode.HALF:
                    part = self._part(camera.next_picture(), mode)
                    self._send(part[: len(part) // 2])
                    camera.pause(mode)
                    self._send(part[len(part) // 2 :])
                case _:
                    self._send(self._part(camera.next_picture(), mode))
            camera.pause(mode)

    def _part(self, jpeg: bytes, mode: Mode) -> bytes:
        framing = self.server.camera.framing
        head = [framing.delimiter, b"Content-Type: image/jpeg"]
        if framing.with_length:
            head.append(b"Content-Length: %d" % (len(jpeg) + 400 * (mode is Mode.TOO_LONG)))
        return framing.line_end.join([*head, b"", jpeg, b""])

    def _send(self, data: bytes) -> None:
        if self.server.camera.framing.chunked:
            data = b"%x\r\n%b\r\n" % (len(data), data)
        self.wfile.write(data)


def _encoded(pixels: np.ndarray) -> bytes:
    import cv2

    return cv2.imencode(".jpg", pixels)[1].tobytes()


def damaged(jpeg: bytes, mode: Mode) -> bytes:
    """The JPEG as it is sent in that mode."""
    match mode:
        case Mode.TRUNCATED:
            return jpeg[: len(jpeg) // 2]
        case Mode.CORRUPT:
            return jpeg[: len(jpeg) // 2] + b"\xff\xd9"
        case _:
            return jpeg
