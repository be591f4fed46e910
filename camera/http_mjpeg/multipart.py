"""multipart/x-mixed-replace taken apart: bytes go in as they come, whole parts come out.

The form is MIME's (RFC 2046, 5.1) as cameras bend it: the boundary quoted or not, its leading dashes sometimes written
into the Content-Type as well; lines end in CRLF or in LF; a part has a Content-Length or ends where the next begins.
Nothing here reads a socket or a clock.
"""

import re
from collections import deque
from dataclasses import dataclass
from email.message import Message
from enum import Enum, auto
from typing import Final

MAX_PART_BYTES: Final = 40_000_000
"""Largest part that is kept: a JPEG with the 40 megapixels that `camera.decoding` allows stays far below."""
MAX_HEAD_BYTES: Final = 16_384
MAX_BOUNDARY: Final = 200
"""Characters of a boundary; RFC 2046 allows 70."""

_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_JPEG_TYPES: Final = ("", "image/jpeg", "image/jpg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stood in one part that may be a JPEG; `first_byte_s` is the time given with the bytes it begins in."""

    data: bytes
    first_byte_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPart:
    """A part that is not whole, or not what was asked for, and why."""

    why: str


class _Awaited(Enum):
    DELIMITER = auto()
    DELIMITER_NOW = auto()
    """After a part with a Content-Length nothing else may come."""
    HEAD_END = auto()
    BODY_END = auto()


def boundary_of(content_type: str) -> str | None:
    r"""The boundary that a Content-Type names, without quotes and leading dashes; None where it names none.

    >>> boundary_of('multipart/x-mixed-replace; boundary="--myboundary"')
    'myboundary'
    """
    message = Message()
    message["Content-Type"] = content_type
    named = message.get_param("boundary")
    boundary = named.strip().strip('"').lstrip("-") if isinstance(named, str) else ""
    return boundary if 0 < len(boundary) <= MAX_BOUNDARY else None


class MultipartParser:
    """Parts of one stream, in their order. What comes out does not depend on how the bytes are cut into pieces.

    `boundary` is without leading dashes. Parts of another type are left out, unless they are pictures: a stream of
    those would look like no stream at all, so each is reported as broken.
    """

    def __init__(self, boundary: str) -> None:
        """Nothing has come yet; the first delimiter may stand at the very beginning."""
        name = boundary.encode("latin-1", "replace")
        self._delimiter = re.compile(rb"\n-{2,8}" + re.escape(name) + rb"(--)?[ \t]{0,8}\r?\n")
        self._longest_delimiter = len(name) + 22
        self._buffer = bytearray(b"\n")
        self._awaited = _Awaited.DELIMITER
        self._length: int | None = None
        self._wanted = True
        self._searched = 0
        self._gone = -1  # bytes of the stream before the buffer; the newline above was never sent
        self._arrivals: deque[tuple[int, float]] = deque()
        self.ended = False
        """Whether the closing delimiter has come."""

    def feed(self, data: bytes, at_s: float) -> list[Part | BrokenPart]:
        """What has become whole with `data`, which arrived at `at_s` (any clock)."""
        self._arrivals.append((self._gone + len(self._buffer), at_s))
        self._buffer += data
        self._drop(0)
        found: list[Part | BrokenPart] = []
        while not self.ended and self._step(found):
            pass
        return found

    def _step(self, found: list[Part | BrokenPart]) -> bool:
        """One step on; False where more bytes are needed."""
        match self._awaited:
            case _Awaited.DELIMITER:
                return self._seek_delimiter()
            case _Awaited.DELIMITER_NOW:
                return self._expect_delimiter(found)
            case _Awaited.HEAD_END:
                return self._take_head(found)
            case _Awaited.BODY_END:
                return self._take_body(found)

    def _seek_delimiter(self) -> bool:
        match = self._delimiter.search(self._buffer)
        if match is None:
            self._drop(max(0, len(self._buffer) - self._longest_delimiter))
            return False
        self._begin_head(match)
        return True

    def _expect_delimiter(self, found: list[Part | BrokenPart]) -> bool:
        line_ends = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        if line_ends == len(self._buffer):
            self._drop(line_ends)
            return False
        if not self._buffer.startswith(b"-", line_ends):
            found.append(BrokenPart(why=f"the part has more bytes than its Content-Length of {self._length}"))
        self._drop(line_ends)
        self._buffer[:0] = b"\n"
        self._gone -= 1
        self._awaited = _Awaited.DELIMITER
        return True

    def _take_head(self, found: list[Part | BrokenPart]) -> bool:
        blank = _BLANK_LINE.search(self._buffer, 0, MAX_HEAD_BYTES)
        if blank is None:
            if len(self._buffer) < MAX_HEAD_BYTES:
                return False
            self._give_up(found, f"a part's head has more than {MAX_HEAD_BYTES} bytes")
            return True
        fields = _fields(bytes(self._buffer[: blank.start()]))
        self._drop(blank.end())
        length = fields.get("content-length")
        kind = fields.get("content-type", "").partition(";")[0].strip().lower()
        if length is not None and not (length.isascii() and length.isdigit()):
            self._give_up(found, f"a part's Content-Length is {length[:20]!r}, not a number")
        elif length is not None and (len(length) > 12 or int(length) > MAX_PART_BYTES):
            self._give_up(found, f"a part announces {length[:20]} bytes, at most {MAX_PART_BYTES} are taken")
        else:
            self._length = None if length is None else int(length)
            self._awaited, self._searched = _Awaited.BODY_END, 0
            self._wanted = kind in _JPEG_TYPES
            if not self._wanted and kind.startswith("image/"):
                found.append(BrokenPart(why=f"the part is {kind[:40]}, expected image/jpeg"))
        return True

    def _take_body(self, found: list[Part | BrokenPart]) -> bool:
        limit = MAX_PART_BYTES + self._longest_delimiter if self._length is None else self._length
        match = self._delimiter.search(self._buffer, self._searched, limit)
        if match is not None:
            self._end_at(match, found)
        elif self._length is not None and len(self._buffer) >= self._length:
            self._emit(self._length, found)
            self._drop(self._length)
            self._awaited = _Awaited.DELIMITER_NOW
        elif len(self._buffer) >= limit:
            self._give_up(found, f"a part does not end within {MAX_PART_BYTES} bytes")
        else:
            self._searched = max(0, len(self._buffer) - self._longest_delimiter)
            return False
        return True

    def _end_at(self, delimiter: "re.Match[bytes]", found: list[Part | BrokenPart]) -> None:
        """The body ends before `delimiter`; one with a Content-Length would have ended by that."""
        size = delimiter.start() - self._buffer.endswith(b"\r", 0, delimiter.start())
        if self._length is None:
            self._emit(size, found)
        else:
            found.append(BrokenPart(why=f"the part has {size} bytes, its Content-Length is {self._length}"))
        self._begin_head(delimiter)

    def _begin_head(self, delimiter: "re.Match[bytes]") -> None:
        self.ended = delimiter.group(1) is not None
        self._drop(delimiter.end() - 1)  # its line end may be half of a blank line: a part without fields
        self._awaited = _Awaited.HEAD_END

    def _emit(self, size: int, found: list[Part | BrokenPart]) -> None:
        if self._wanted:
            found.append(Part(data=bytes(self._buffer[:size]), first_byte_s=self._arrivals[0][1]))

    def _give_up(self, found: list[Part | BrokenPart], why: str) -> None:
        found.append(BrokenPart(why=why))
        self._awaited = _Awaited.DELIMITER

    def _drop(self, size: int) -> None:
        """Forget `size` bytes; the first arrival that is kept is that of the first byte in the buffer."""
        del self._buffer[:size]
        self._gone += size
        while len(self._arrivals) > 1 and self._arrivals[1][0] <= self._gone:
            self._arrivals.popleft()


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
