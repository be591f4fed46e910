"""The hands on the stand-in camera: what it shows, and what goes wrong with it, while another process reads it."""

import ctypes
import mmap
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple, Self

import pytest

_SOURCE: Final = Path(__file__).with_name("stand_in.c")


class Mode(IntEnum):
    """What the camera does; `enum mode` in stand_in.c."""

    WORKS = 0
    STALLS = 1
    """No frame comes any more, and no error."""
    IS_UNPLUGGED = 2
    """The node is gone, and what was open answers ENODEV, for ever."""
    IS_FORBIDDEN = 3
    """It may not be opened (EACCES)."""
    IS_BUSY = 4
    """Another program streams from it (EBUSY)."""
    HANGS = 5
    """Whatever is asked never returns; only SIGKILL ends the process."""
    CUTS_SHORT = 6
    """A third of each frame comes; behind it the buffer holds what was there."""
    REPEATS = 7
    """The last frame comes again and again, with its old number and time."""


class Clock(IntEnum):
    """What the camera's times are; `enum clock` in stand_in.c."""

    MONOTONIC = 0
    NONE = 1
    """Zero, and no flag says otherwise."""
    WALL = 2
    """Seconds since 1970, flagged as monotonic: as uvcvideo does with clock=CLOCK_REALTIME."""


class Offer(NamedTuple):
    """A format that the camera can give."""

    fourcc: str
    width_px: int
    height_px: int


class Control(NamedTuple):
    """A knob, by its V4L2_CID; `keeps_its_value` takes every value and changes nothing."""

    cid: int
    minimum: int
    maximum: int
    value: int
    keeps_its_value: bool = False


EXPOSURE_AUTO, EXPOSURE, GAIN = 0x009A0901, 0x009A0902, 0x00980913
WHITE_BALANCE_AUTO, WHITE_BALANCE = 0x0098090C, 0x0098091A
FOCUS, FOCUS_AUTO = 0x009A090A, 0x009A090C

OFFERS: Final = (Offer("MJPG", 320, 240), Offer("MJPG", 640, 480), Offer("YUYV", 320, 240))
CONTROLS: Final = (
    Control(EXPOSURE_AUTO, 0, 3, 3),
    Control(EXPOSURE, 1, 5000, 157),
    Control(GAIN, 0, 255, 64),
    Control(WHITE_BALANCE_AUTO, 0, 1, 1),
    Control(WHITE_BALANCE, 2800, 6500, 4600),
    Control(FOCUS, 0, 250, 30),
    Control(FOCUS_AUTO, 0, 1, 1),
)


class _COffer(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("fourcc", "width", "height")]


class _CControl(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_uint32),
        *((name, ctypes.c_int32) for name in ("minimum", "maximum", "value")),
        ("keeps_its_value", ctypes.c_uint32),
    ]


class _Page(ctypes.Structure):
    """`struct page` in stand_in.c."""

    _fields_ = [
        ("shown_us", ctypes.c_uint64),
        *((name, ctypes.c_uint32) for name in ("mode", "whole_first", "clock", "interval_us")),
        *((name, ctypes.c_uint32) for name in ("picture_set", "n_pictures", "set_before", "n_before")),
        *((name, ctypes.c_uint32) for name in ("n_offers", "n_controls")),
        ("offers", _COffer * 8),
        ("controls", _CControl * 16),
    ]


def compile_stand_in(folder: Path) -> Path:
    """The library to preload. Skips the test where it cannot be: not on Linux, no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("the stand-in for a USB camera needs Linux and a C compiler (cc, gcc)")
    library = folder / "stand_in.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)
    return library


class V4l2StandIn:
    """One camera at `node`, for every process that is started with `environment()`; it works at first.

    It serves processes one after the other, and each may open it again.
    """

    def __init__(self, library: Path, folder: Path, *, node: Path = Path("/dev/video63")) -> None:
        """`folder` takes its pictures and the page through which it is told what to do. The node need not exist."""
        self.node = node
        self._library, self._file = library, folder / "stand_in"
        self._file.write_bytes(bytes(ctypes.sizeof(_Page)))
        with self._file.open("r+b") as file:
            self._page = _Page.from_buffer(mmap.mmap(file.fileno(), 0))
        self.reset()

    def reset(self) -> Self:
        """As new: works, 50 frames a second, `OFFERS` and `CONTROLS`; the pictures stay."""
        self.mode(Mode.WORKS)
        self.clock(Clock.MONOTONIC)
        self.frames_per_second(50)
        self.offers(OFFERS)
        self.controls(CONTROLS)
        return self

    def environment(self) -> dict[str, str]:
        """What a process needs to see the camera, beside its other variables."""
        return {
            "LD_PRELOAD": str(self._library),
            "V4L2_STAND_IN_NODE": str(self.node),
            "V4L2_STAND_IN_PAGE": str(self._file),
        }

    def mode(self, mode: Mode, *, whole_first: int = 0) -> None:
        """From the next frame or call on; of each stream so many frames come whole before it cuts short."""
        self._page.whole_first = whole_first
        self._page.mode = mode

    def clock(self, clock: Clock) -> None:
        """What the times of its frames are."""
        self._page.clock = clock

    def frames_per_second(self, rate: float) -> None:
        """From the next frame on."""
        self._page.interval_us = round(1e6 / rate)

    def show(self, pictures: Sequence[bytes]) -> None:
        """Every exposure that begins from now on shows these, in turn: JPEG files or YUYV rows, whatever the format is.

        Give several with noise of their own: to the station a camera that shows the very same bytes twice is stuck.
        """
        page, number = self._page, self._page.picture_set + 1
        for index, picture in enumerate(pictures):
            Path(f"{self._file}.{number}-{index}").write_bytes(picture)
        page.set_before, page.n_before = page.picture_set, page.n_pictures
        page.shown_us = time.monotonic_ns() // 1000
        page.n_pictures = 1  # which is there in the old set and in the new one
        page.picture_set = number
        page.n_pictures = len(pictures)

    def offers(self, offers: Iterable[Offer]) -> None:
        """What it can give from the next opening on, sizes of a format together; the first is what it gives unasked."""
        for index, offer in enumerate(offers):
            fourcc = int.from_bytes(offer.fourcc.encode("ascii"), "little")
            self._page.offers[index] = _COffer(fourcc, offer.width_px, offer.height_px)
            self._page.n_offers = index + 1

    def controls(self, controls: Iterable[Control]) -> None:
        """Its knobs; it has no others."""
        self._page.n_controls = 0
        for index, knob in enumerate(controls):
            self._page.controls[index] = _CControl(*knob)
            self._page.n_controls = index + 1

    def value(self, cid: int) -> int:
        """What the knob stands at."""
        return {knob.id: int(knob.value) for knob in self._page.controls[: self._page.n_controls]}[cid]
