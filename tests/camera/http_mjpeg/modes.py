"""What the server of `tests.camera.http_mjpeg.server` does, and how it writes its stream."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What the camera does from now on; `MjpegServer.set_mode` says when."""

    OK = "ok"
    STALL = "stall"
    """The connection stays open and nothing comes."""
    CLOSE = "close"
    RESET = "reset"
    END = "end"
    """The closing delimiter, then the connection is closed."""
    TRUNCATED = "truncated"
    """Each JPEG breaks off, and its Content-Length fits."""
    TOO_LONG = "too-long"
    """Each Content-Length is larger than the part."""
    CORRUPT = "corrupt"
    """Each JPEG has its end marker, and lacks picture data."""
    REPEAT = "repeat"
    """The same bytes again and again."""
    SLOW = "slow"
    """A picture each half second."""
    HALF = "half"
    """Half a picture, then nothing; the other half comes when the mode changes."""
    BURST = "burst"
    """Twelve pictures at once, then none."""
    BLACK = "black"
    OTHER_SIZE = "other-size"
    """Half as wide and high."""
    REFUSE = "refuse"
    """Nothing listens at the port, open connections are closed."""
    HTML = "html"
    STILL = "still"
    UNAUTHORIZED = "unauthorized"
    DIGEST = "digest"
    """401, and the way in is Digest authentication."""
    NOT_FOUND = "not-found"
    BUSY = "busy"
    REDIRECT_HERE = "redirect-here"
    """/ leads to /video of the same server."""
    REDIRECT_AWAY = "redirect-away"
    """To another host."""
    NO_HTTP = "no-http"
    SILENT = "silent"
    """The connection is accepted, and no answer comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """How the stream is written."""

    content_type: str = "multipart/x-mixed-replace; boundary=frame"
    delimiter: bytes = b"--frame"
    line_end: bytes = b"\r\n"
    with_length: bool = True
    chunked: bool = False
