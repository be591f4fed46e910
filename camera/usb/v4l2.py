"""A stream from a USB camera on Linux, from the kernel itself.

OpenCV would be shorter, but hides what a station must know: how many bytes of a YUYV frame came (it fills up with rows
of an earlier frame), that the kernel lost some of them, and the number of the exposure.
"""

import ctypes
import errno
import mmap
import os
import select
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from camera.errors import CameraAbsent, CameraLost, SnapTimeout
from camera.usb import kernel
from camera.usb.formats import check_is_camera, set_format, set_interval
from camera.usb.kernel import BufferFlag, Call, call
from camera.usb.stream import Knob, Payload

assert sys.platform != "win32"

_BUFFERS: Final = 4
_CONTROLS: Final = {  # V4L2_CID_...
    Knob.AUTO_EXPOSURE: 0x009A0901,
    Knob.EXPOSURE: 0x009A0902,
    Knob.GAIN: 0x00980913,
    Knob.AUTO_WHITE_BALANCE: 0x0098090C,
    Knob.WHITE_BALANCE: 0x0098091A,
    Knob.AUTO_FOCUS: 0x009A090C,
    Knob.FOCUS: 0x009A090A,
}


class V4l2Stream:
    """Streams from its making on, in the very format and size that were asked for."""

    def __init__(
        self, node: Path, *, fourcc: str, width_px: int, height_px: int, frames_per_second: float | None = None
    ) -> None:
        """Raises CameraAbsent where the device is in use, is no camera, or gives another format or size."""
        self._node = node
        self._maps: list[mmap.mmap] = []
        self._queued_s: list[float] = []
        self._descriptor: int | None = None
        self._interval_s = 0.0
        try:
            self._descriptor = os.open(node, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
            check_is_camera(self._descriptor)
            set_format(self._descriptor, fourcc, width_px, height_px)
            self._interval_s = set_interval(self._descriptor, frames_per_second)
            self._start()
        except OSError as error:
            self.close()
            raise _cannot_start(node, error) from error
        except CameraLost as error:
            self.close()
            raise CameraAbsent(str(error)) from error
        except CameraAbsent:
            self.close()
            raise

    @property
    def interval_s(self) -> float:
        """From frame to frame, as the camera announces it; in the dark many a camera takes longer."""
        return self._interval_s

    def next(self, timeout_s: float) -> Payload:
        """The oldest frame that was not taken yet, or the next that comes. Raises SnapTimeout, CameraLost."""
        try:
            return self._taken(self._filled(time.monotonic() + timeout_s))
        except OSError as error:
            raise CameraLost(
                f"the camera {self._node} answers with an error ({error.strerror}); pull its plug and put it in again"
            ) from error

    def get(self, knob: Knob) -> int | None:
        """What the knob stands at; None where the camera has none."""
        control = kernel.ControlValue(id=_CONTROLS[knob])
        try:
            self._call(Call.G_CTRL, control)
        except OSError:  # EINVAL where there is none; a broken one is as good as none
            return None
        return int(control.value)

    def turn(self, knob: Knob, value: int) -> None:
        """Ask for a value; what the camera does with it is seen by `get`."""
        with suppress(OSError):
            self._call(Call.S_CTRL, kernel.ControlValue(id=_CONTROLS[knob], value=value))

    def close(self) -> None:
        """Let go of the device, which ends the stream; harmless twice."""
        for mapped in self._maps:
            mapped.close()
        self._maps.clear()
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def _start(self) -> None:
        request = kernel.RequestBuffers(count=_BUFFERS, type=kernel.CAPTURE, memory=kernel.MAPPED)
        self._call(Call.REQBUFS, request)
        self._queued_s = [0.0] * request.count
        for index in range(request.count):
            buffer = self._buffer(index)
            self._call(Call.QUERYBUF, buffer)
            self._maps.append(self._map(buffer))
            self._queue(index)
        self._call(Call.STREAMON, ctypes.c_int32(kernel.CAPTURE))

    def _map(self, buffer: kernel.Buffer) -> mmap.mmap:
        place = int(buffer.place.offset)
        return mmap.mmap(self._opened(), buffer.length, mmap.MAP_SHARED, mmap.PROT_READ, offset=place)

    def _queue(self, index: int) -> None:
        """Give a buffer to the kernel, to be filled with a frame that the camera begins to send after now."""
        self._queued_s[index] = time.monotonic()
        self._call(Call.QBUF, self._buffer(index))

    def _buffer(self, index: int = 0) -> kernel.Buffer:
        return kernel.Buffer(index=index, type=kernel.CAPTURE, memory=kernel.MAPPED)

    def _filled(self, deadline_s: float) -> kernel.Buffer:
        """The buffer that was filled first. Raises SnapTimeout where none was by then, CameraLost, OSError."""
        while True:
            self._wait_until(deadline_s)
            buffer = self._buffer()
            with suppress(BlockingIOError):  # woken for nothing
                self._call(Call.DQBUF, buffer)
                return buffer

    def _taken(self, buffer: kernel.Buffer) -> Payload:
        """What is in the buffer, copied; it goes back to be filled again."""
        payload = Payload(
            data=self._maps[buffer.index][: buffer.bytesused],
            number=buffer.sequence,
            sent_after_s=self._sent_after_s(buffer),
            damaged=bool(buffer.flags & BufferFlag.DAMAGED),
        )
        self._queue(buffer.index)
        return payload

    def _wait_until(self, deadline_s: float) -> None:
        """Raises SnapTimeout where nothing came by then, CameraLost where nothing will come."""
        poll = select.poll()
        poll.register(self._opened(), select.POLLIN)
        left_s = deadline_s - time.monotonic()
        events = poll.poll(max(0, left_s * 1000))
        if not events:
            raise SnapTimeout(f"the camera {self._node} sent no frame in time; trigger again")
        if not events[0][1] & select.POLLIN:
            raise CameraLost(f"the camera {self._node} was unplugged, or its driver failed; plug it in again")

    def _sent_after_s(self, buffer: kernel.Buffer) -> float:
        """V4L2 says when a frame's first or last byte came, by the clock of `time.monotonic()`.

        Where it has none, or that of the wall clock (uvcvideo's parameter `clock`, which its flags do not show),
        all that is known is since when the buffer was free.
        """
        free_s = self._queued_s[int(buffer.index)]
        stamp_s = float(buffer.timestamp.seconds + buffer.timestamp.microseconds * 1e-6)
        if buffer.flags & BufferFlag.CLOCK != BufferFlag.MONOTONIC or stamp_s > time.monotonic():
            return free_s
        is_first_byte = buffer.flags & BufferFlag.STAMPED_AT == BufferFlag.START_OF_FRAME
        return max(free_s, stamp_s if is_first_byte else stamp_s - self._interval_s)

    def _opened(self) -> int:
        if self._descriptor is None:
            raise CameraLost(f"the camera {self._node} is closed; open it again")
        return self._descriptor

    def _call(self, what: Call, argument: ctypes.Structure | ctypes.c_int32) -> None:
        """Raises CameraLost where the device is gone, else OSError for what it does not do."""
        try:
            call(self._opened(), what, argument)
        except OSError as error:
            if error.errno in (errno.ENODEV, errno.ENXIO):
                raise CameraLost(f"the camera {self._node} was unplugged; plug it in again") from error
            raise


def _cannot_start(node: Path, error: OSError) -> CameraAbsent:
    if error.errno == errno.EBUSY:
        return CameraAbsent(f"the camera {node} is used by another program; close that program")
    if error.errno in (errno.ENOTTY, errno.EINVAL):
        return CameraAbsent(f"the device {node} does not answer as a camera ({error.strerror}); choose another device")
    return CameraAbsent(f"the camera {node} does not start: {error.strerror}; pull its plug and put it in again")
