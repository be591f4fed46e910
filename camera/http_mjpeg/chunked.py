"""Transfer-Encoding: chunked (RFC 9112, 7.1) taken off: small cameras on a microcontroller send their stream so.

`http.client` could do it, but not on a socket that does not block.
"""

import re
from typing import Final

MAX_LINE_BYTES: Final = 1024

_SIZE: Final = re.compile(rb"[0-9a-fA-F]{1,8}")


class ChunkedBody:
    """Bytes go in as they come, the body comes out. `ended` is whether its last chunk has come."""

    def __init__(self) -> None:
        """Begins before the first chunk's size."""
        self.ended = False
        self._left = 0
        self._line = b""

    def feed(self, data: bytes) -> bytes:
        """The part of the body that `data` holds. Raises ValueError where a chunk's size cannot be read."""
        body = bytearray()
        place = 0
        while place < len(data) and not self.ended:
            if self._left:
                piece = data[place : place + self._left]
                body += piece
                self._left -= len(piece)
            else:
                piece = data[place : data.find(b"\n", place) + 1 or None]
                self._line += piece
                self._take_line()
            place += len(piece)
        return bytes(body)

    def _take_line(self) -> None:
        if len(self._line) > MAX_LINE_BYTES:
            raise ValueError(f"expected the size of a chunk, got more than {MAX_LINE_BYTES} bytes without a line end")
        if not self._line.endswith(b"\n"):
            return
        size, self._line = self._line.partition(b";")[0].strip(), b""
        if not size:  # the line end behind a chunk
            return
        if not _SIZE.fullmatch(size):
            raise ValueError(f"expected the size of a chunk, got {size[:20]!r}")
        self._left = int(size, 16)
        self.ended = self._left == 0
