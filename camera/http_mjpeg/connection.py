"""One HTTP connection to a camera, from the address to the bytes of its stream.

Python's own `http.client` asks and reads the answer's head. From there on the socket is read without blocking: a
time-out in the middle of a part must not lose what has come of it, and `http.client` cannot go on after one.
"""

import base64
import http.client
import selectors
import socket
import ssl
from typing import Final, NoReturn, Self
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from camera.errors import CameraAbsent, CameraLost
from camera.http_mjpeg.multipart import boundary_of

ANSWER_TIMEOUT_S: Final = 2.0
"""So long a camera may take to accept the connection, and again for each piece of the answer's head."""
MAX_REDIRECTS: Final = 3
PIECE_BYTES: Final = 262_144

_WAKE_UP: Final = "is the phone awake, in the same Wi-Fi, and the camera app started?"
_PATHS: Final = "the path of the stream is /video in the apps IP Webcam and DroidCam, /?action=stream in mjpg-streamer"


class StreamConnection:
    """An open stream: `receive` gives what has come, `wait` sleeps until something comes."""

    def __init__(self, sock: socket.socket, answer: http.client.HTTPResponse, boundary: str, name: str) -> None:
        """Takes over `sock` behind the head that `answer` has read; `name` is the address without secrets."""
        self._sock = sock
        self._answer = answer
        self.boundary = boundary
        self.name = name
        self._left = _rest_of_head(sock, answer)
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ)

    @classmethod
    def to(cls, url: str) -> Self:
        """Ask `url` for its stream. Raises CameraAbsent with what came instead."""
        address = _split(url)
        for _ in range(MAX_REDIRECTS + 1):
            connection = _connection(address)
            name = _name(address)
            try:
                sock, answer = _ask(connection, address, name)
            except BaseException:
                connection.close()
                raise
            location = answer.getheader("Location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                answer.close()
                connection.close()
                address = _redirected(address, location, name)
                continue
            try:
                return cls(sock, answer, _boundary(answer, name), name)
            except BaseException:
                answer.close()
                connection.close()
                raise
        raise CameraAbsent(f"{_name(address)} sends on to another address again and again; check the address")

    def receive(self) -> bytes:
        """What has come, at most 256 KiB; nothing when nothing has. Raises CameraLost at the end of the stream."""
        if self._left:
            left, self._left = self._left, b""
            return left
        try:
            data = self._sock.recv(PIECE_BYTES)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return b""
        except OSError as error:
            raise CameraLost(f"the connection to {self.name} broke: {error.strerror or error}; {_WAKE_UP}") from error
        if not data:
            raise CameraLost(f"{self.name} has closed the connection; {_WAKE_UP}")
        return data

    def wait(self, timeout_s: float) -> None:
        """Until something has come, at most `timeout_s`."""
        self._selector.select(max(0, timeout_s))

    def close(self) -> None:
        """Hang up; harmless twice."""
        self._selector.close()
        self._answer.close()
        self._sock.close()


def _split(url: str) -> SplitResult:
    """The address taken apart; whatever is wrong with it is not repeated, for it may be half a password."""
    try:
        address = urlsplit(url)
        port_is_sound = address.port != 0
    except ValueError:
        port_is_sound = False
    if not port_is_sound or not address.hostname or ("@" in url and "@" not in address.netloc):
        raise CameraAbsent(
            "the camera's address cannot be understood; expected http://192.168.1.20:8080/video, or with a password "
            "http://user:password@192.168.1.20:8080/video, where / : @ # ? % in a password are written as %2F %3A %40 "
            "%23 %3F %25"
        )
    return address


def _name(address: SplitResult) -> str:
    """The address without user, password and query, for messages."""
    host = address.netloc.rpartition("@")[2]
    return f"{address.scheme}://{host}{address.path}"


def _connection(address: SplitResult) -> http.client.HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=ANSWER_TIMEOUT_S, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=ANSWER_TIMEOUT_S)


def _ask(
    connection: http.client.HTTPConnection, address: SplitResult, name: str
) -> tuple[socket.socket, http.client.HTTPResponse]:
    """The socket and the answer whose head has been read from it."""
    target = quote(address.path or "/", safe="/%:=&?~+!$,;'@()*")
    if address.query:
        target += "?" + quote(address.query, safe="/%:=&?~+!$,;'@()*")
    headers = {"User-Agent": "Meisterblick", "Accept": "multipart/x-mixed-replace, image/jpeg"}
    if address.username is not None:
        secret = f"{unquote(address.username)}:{unquote(address.password or '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"
    try:
        connection.connect()
        sock: socket.socket = connection.sock
        connection.request("GET", target, headers=headers)
        return sock, connection.getresponse()
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise CameraAbsent(f"{name}: {_why_no_answer(error)}") from error


def _why_no_answer(error: Exception) -> str:
    match error:
        case TimeoutError():
            return f"no answer within {ANSWER_TIMEOUT_S:g} s; {_WAKE_UP}"
        case ConnectionRefusedError():
            return "the computer there answers, but no camera does; is the camera app started, and the port right?"
        case socket.gaierror() | UnicodeError():
            return "no such name in this network; check the address, or write it in numbers like 192.168.1.20"
        case ssl.SSLCertVerificationError():
            return "its certificate is not trusted; in the workshop's own network use http:// instead of https://"
        case ssl.SSLError():
            return "it does not speak https; use http:// instead"
        case OSError():
            return f"it cannot be reached ({error.strerror or type(error).__name__}); {_WAKE_UP}"
        case _:
            return f"what answers there does not speak HTTP ({type(error).__name__}); check the port"


def _redirected(address: SplitResult, location: str, name: str) -> SplitResult:
    """Where a redirect leads, if that is the same camera: the password goes to no other."""
    target = urlsplit(urljoin(address._replace(netloc=address.netloc.rpartition("@")[2]).geturl(), location))
    if (target.scheme, target.netloc.lower()) != (address.scheme, address.netloc.rpartition("@")[2].lower()):
        raise CameraAbsent(f"{name} sends on to {_name(target)}; if that is the camera, enter that address")
    return target._replace(netloc=address.netloc)


def _boundary(answer: http.client.HTTPResponse, name: str) -> str:
    """The boundary of the stream. Raises CameraAbsent where the answer is none."""
    is_stream = answer.status == 200 and answer.headers.get_content_type() == "multipart/x-mixed-replace"
    boundary = boundary_of(answer.headers["Content-Type"]) if is_stream else None
    if boundary is None:
        _refuse_answer(answer, name)
    return boundary


def _refuse_answer(answer: http.client.HTTPResponse, name: str) -> NoReturn:
    if answer.isclosed():
        _refuse(name, f"the answer {answer.status} with nothing behind it", _PATHS)
    kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else "nothing that says what it is"
    match answer.status:
        case 200 if kind == "multipart/x-mixed-replace":
            _refuse(name, "one without a boundary between its pictures", "use another app, or another path of this one")
        case 200 if kind == "text/html":
            _refuse(name, "a web page", _PATHS)
        case 200 if kind.startswith("image/"):
            _refuse(name, f"one still picture ({kind})", _PATHS)
        case 200:
            _refuse(name, kind, _PATHS)
        case 401 | 403:
            _refuse(name, f"the answer {answer.status}", "write user and password: http://user:password@address")
        case 404:
            _refuse(name, "the answer 404: nothing is at that path", _PATHS)
        case 503:
            _refuse(name, "the answer 503: busy", "close other programs and browsers that show this camera")
        case _:
            _refuse(name, f"the answer {answer.status}", _PATHS)


def _refuse(name: str, got: str, next_step: str) -> NoReturn:
    raise CameraAbsent(f"expected an MJPEG stream (multipart/x-mixed-replace) from {name}, got {got}; {next_step}")


def _rest_of_head(sock: socket.socket, answer: http.client.HTTPResponse) -> bytes:
    """What came together with the head and lies in the answer's own buffer; the socket does not block from here on."""
    sock.setblocking(False)
    try:
        return answer.fp.read1()
    except OSError:  # TLS has nothing yet, or the connection broke: `receive` will meet it
        return b""
