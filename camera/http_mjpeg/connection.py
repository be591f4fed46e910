"""One HTTP connection to a camera, from the address to the bytes of its stream.

Python's own `http.client` asks and reads the answer's head. From there on the socket is read without blocking: a
time-out in the middle of a part must not lose what has come of it, and `http.client` cannot go on after one.
"""

import http.client
import selectors
import socket
import ssl
from typing import Final, Self

from camera.errors import CameraAbsent, CameraLost
from camera.http_mjpeg.address import Address
from camera.http_mjpeg.chunked import ChunkedBody
from camera.http_mjpeg.multipart import boundary_of

ANSWER_TIMEOUT_S: Final = 2.0
"""So long a camera may take to accept the connection, and again to begin its answer."""
MAX_REDIRECTS: Final = 3
PIECE_BYTES: Final = 262_144

_STREAM_TYPE: Final = "multipart/x-mixed-replace"
_WAKE_UP: Final = "is the phone awake, in the same Wi-Fi, and the camera app started?"
_PATHS: Final = "the path of the stream is /video in the apps IP Webcam and DroidCam, /?action=stream in mjpg-streamer"


class StreamConnection:
    """An open stream: `receive` gives what has come, `wait` sleeps until something comes."""

    def __init__(self, sock: socket.socket, answer: http.client.HTTPResponse, boundary: str, name: str) -> None:
        """Use `StreamConnection.to`. Takes over `sock` behind the head that `answer` has read."""
        self.boundary, self.name = boundary, name
        self._sock, self._answer = sock, answer
        self._left = _rest_of_head(sock, answer)
        chunked = answer.headers.get("Transfer-Encoding", "").lower() == "chunked"
        self._chunks = ChunkedBody() if chunked else None
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ)

    @classmethod
    def to(cls, url: str) -> Self:
        """Ask `url` for its stream. Raises CameraAbsent with what came instead."""
        address = Address.of(url)
        for _ in range(MAX_REDIRECTS + 1):
            sock, answer = _ask(address)
            try:
                location = answer.headers["Location"]
                if answer.status not in (301, 302, 303, 307, 308) or location is None:
                    return cls(sock, answer, _boundary(answer, address.name), address.name)
                address = address.redirected(location)
            except BaseException:
                _hang_up(sock, answer)
                raise
            _hang_up(sock, answer)
        raise CameraAbsent(f"{address.name} sends on to another address again and again; check the address")

    def receive(self) -> bytes:
        """What has come, at most 256 KiB; nothing where nothing has. Raises CameraLost at the end of the stream."""
        while data := self._received():
            if self._chunks is None:
                return data
            try:
                body = self._chunks.feed(data)
            except ValueError as error:
                raise CameraLost(f"{self.name} sent a stream that cannot be read: {error}; {_WAKE_UP}") from error
            if body:
                return body
            if self._chunks.ended:
                raise CameraLost(f"{self.name} has ended its stream; {_WAKE_UP}")
        return b""

    def wait(self, timeout_s: float) -> None:
        """Until something has come, at most `timeout_s`."""
        self._selector.select(max(0.0, timeout_s))

    def close(self) -> None:
        """Hang up; harmless twice."""
        self._selector.close()
        _hang_up(self._sock, self._answer)

    def _received(self) -> bytes:
        if self._left:
            left, self._left = self._left, b""
            return left
        try:
            data = self._sock.recv(PIECE_BYTES)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return b""
        except OSError as error:
            raise CameraLost(f"the connection to {self.name} broke ({_words(error)}); {_WAKE_UP}") from error
        if not data:
            raise CameraLost(f"{self.name} has closed the connection; {_WAKE_UP}")
        return data


def _ask(address: Address) -> tuple[socket.socket, http.client.HTTPResponse]:
    """The socket, and the answer whose head has been read from it."""
    if address.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            address.host, address.port, timeout=ANSWER_TIMEOUT_S, context=context
        )
    else:
        connection = http.client.HTTPConnection(address.host, address.port, timeout=ANSWER_TIMEOUT_S)
    headers = {"User-Agent": "Meisterblick", "Accept": f"{_STREAM_TYPE}, image/jpeg"}
    if address.authorization is not None:
        headers["Authorization"] = address.authorization
    try:
        connection.connect()
        sock: socket.socket = connection.sock  # the connection forgets it where the answer ends with it
        connection.request("GET", address.target, headers=headers)
        return sock, connection.getresponse()
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        connection.close()
        raise CameraAbsent(f"{address.name}: {_why_no_answer(error)}") from error


def _why_no_answer(error: Exception) -> str:
    match error:
        case TimeoutError():
            return f"no answer within {ANSWER_TIMEOUT_S:g} s; {_WAKE_UP}"
        case ConnectionRefusedError():
            return "a computer is there, but nothing answers at that port; is the camera app started, the port right?"
        case socket.gaierror() | UnicodeError():
            return "no such name in this network; check the address, or write it in numbers like 192.168.1.20"
        case ssl.SSLCertVerificationError():
            return "its certificate is not trusted; in the workshop's own network write http:// instead of https://"
        case ssl.SSLError():
            return "it does not speak https; write http:// instead"
        case http.client.RemoteDisconnected():
            return f"it hung up without an answer; {_WAKE_UP}"
        case OSError():
            return f"it cannot be reached ({_words(error)}); {_WAKE_UP}"
        case _:
            return f"what answers there does not speak HTTP ({type(error).__name__}); check the port"


def _boundary(answer: http.client.HTTPResponse, name: str) -> str:
    """The boundary of the stream. Raises CameraAbsent where the answer is none."""
    is_stream = answer.status == 200 and not answer.isclosed() and answer.headers.get_content_type() == _STREAM_TYPE
    boundary = boundary_of(answer.headers["Content-Type"]) if is_stream else None
    if boundary is None:
        got, next_step = _what_came(answer)
        raise CameraAbsent(f"expected an MJPEG stream ({_STREAM_TYPE}) from {name}, got {got}; {next_step}")
    return boundary


def _what_came(answer: http.client.HTTPResponse) -> tuple[str, str]:
    """In words, and what to try."""
    kind = answer.headers.get_content_type()
    match answer.status:
        case 200 if kind == _STREAM_TYPE:
            return "one without a boundary between its pictures", "choose another app, or another path of this one"
        case 200 if kind == "text/html":
            return "a web page", _PATHS
        case 200 if kind.startswith("image/"):
            return f"one still picture ({kind})", _PATHS
        case 200:
            return kind, _PATHS
        case 401 if answer.headers.get("WWW-Authenticate", "").lower().startswith("digest"):
            return "the answer 401: it asks for Digest authentication", "set it to Basic in the camera's own settings"
        case 401 | 403:
            return f"the answer {answer.status}", "write the right user and password: http://user:password@address"
        case 404:
            return "the answer 404: nothing is at that path", _PATHS
        case 503:
            return "the answer 503: busy", "close other programs and browsers that show this camera"
        case _:
            return f"the answer {answer.status}", _PATHS


def _rest_of_head(sock: socket.socket, answer: http.client.HTTPResponse) -> bytes:
    """What came together with the head and lies in the answer's own buffer; from here on the socket does not block."""
    sock.setblocking(False)
    try:
        return answer.fp.read1()
    except OSError:  # TLS has nothing yet, or the connection broke: `receive` will meet it
        return b""


def _hang_up(sock: socket.socket, answer: http.client.HTTPResponse) -> None:
    answer.close()
    sock.close()


def _words(error: OSError) -> str:
    return error.strerror or type(error).__name__
