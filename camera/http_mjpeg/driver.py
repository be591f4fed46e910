"""A phone or network camera as a driver: the newest whole picture of its stream, and how old it is at most."""

import time
from typing import Final

from camera.config import HttpMjpegConfig
from camera.decoding import outline_jpeg
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraLost, FrameBroken, SnapTimeout
from camera.http_mjpeg.connection import StreamConnection
from camera.http_mjpeg.multipart import BrokenPart, MultipartParser, Part
from camera.http_mjpeg.pace import Pace
from camera.settings import CameraSettings

LOOK_EVERY_S: Final = 0.01
"""So often an empty socket is looked at: what comes then is at most so much younger than said."""
STALLED_AFTER_S: Final = 1.0
STALLED_AFTER_INTERVALS: Final = 3
FIRST_STALLED_AFTER_S: Final = 3.0
"""While the camera's pace is not known: a camera with less than a picture in 3 s is not one to inspect with."""


class HttpMjpegDriver:
    """Reads whatever has come and gives the newest whole picture; older ones are passed over.

    `began_s` is `lag_ms` before the picture can have been sent: when the socket was last seen empty before its first
    byte. That is at most 10 ms ago while the stream is watched, and the beginning of the pause after the reader was
    away, when nobody knows how long the bytes have waited. It is still earlier where `Pace` sees that the picture has
    waited in a queue.
    """

    feed: Feed = "stream"
    noisy = True

    def __init__(self, config: HttpMjpegConfig) -> None:
        """Nothing is asked of the network before `open`."""
        self._config = config
        self._stream: StreamConnection | None = None
        self._parser = MultipartParser("")
        self._empty_s = 0.0
        self._pace = Pace()
        self._newest: RawFrame | None = None
        self._refused: FrameBroken | None = None
        self._end: CameraLost | None = None

    @property
    def stalled_after_s(self) -> float:
        """1 s, or three of the camera's own intervals where that is longer."""
        interval_s = self._pace.interval_s
        if interval_s is None:
            return FIRST_STALLED_AFTER_S
        return max(STALLED_AFTER_S, STALLED_AFTER_INTERVALS * interval_s)

    def open(self) -> None:
        """Ask for the stream. Raises CameraAbsent with what came instead, and what to try."""
        if self._stream is not None:
            return
        self._empty_s = time.monotonic()
        self._stream = StreamConnection.to(self._config.url)
        self._parser = MultipartParser(self._stream.boundary)
        self._pace = Pace()
        self._newest = self._refused = self._end = None

    def close(self) -> None:
        """Hang up."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Raises ValueError for any setting: over this connection a camera cannot be set."""
        if settings != CameraSettings():
            raise ValueError(
                f"a camera over HTTP is set in its own app: lock exposure, white balance, focus there; got {settings!r}"
            )
        return settings

    def read(self, timeout_s: float) -> RawFrame:
        """The newest whole picture that has come since the last `read`, or the next one. See Driver."""
        deadline = time.monotonic() + timeout_s
        while True:
            self._take_in(deadline)
            newest, refused = self._newest, self._refused
            self._newest = self._refused = None
            if newest is not None:
                return newest
            if refused is not None:
                raise refused
            if self._end is not None:
                raise self._end
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise SnapTimeout(
                    f"no picture came from {self._open_stream().name} within {timeout_s:g} s; "
                    "is the phone awake and its Wi-Fi good?"
                )
            self._open_stream().wait(min(LOOK_EVERY_S, remaining))

    def show(self, lamp: Lamp) -> None:
        """A phone has no lamp."""

    def _take_in(self, deadline: float) -> None:
        """Everything that has come, unless it comes faster than it can be read."""
        stream = self._open_stream()
        while self._end is None:
            looked_s = time.monotonic()
            try:
                data = stream.receive()
            except CameraLost as error:
                self._end = error
                return
            if not data:
                self._empty_s = looked_s
                return
            for part in self._parser.feed(data, self._empty_s):
                try:
                    self._newest = self._frame(part)
                except FrameBroken as error:
                    self._refused = error
            if self._parser.ended:
                self._end = CameraLost(f"{stream.name} has ended its stream; start the camera app's server again")
            if looked_s > deadline:
                return

    def _frame(self, part: Part | BrokenPart) -> RawFrame:
        if isinstance(part, BrokenPart):
            raise FrameBroken(f"{part.why}; trigger again, and if this comes back choose another camera app")
        sent_after_s = self._pace.sent_after_s(part.first_byte_s)
        outline = outline_jpeg(part.data)
        return RawFrame(
            data=part.data[: outline.end],
            layout="jpeg",
            width_px=outline.width_px,
            height_px=outline.height_px,
            number=None,
            began_s=sent_after_s - self._config.lag_ms / 1000,
        )

    def _open_stream(self) -> StreamConnection:
        if self._stream is None:
            raise CameraLost("the camera is not open; open it first")
        return self._stream
