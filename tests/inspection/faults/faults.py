"""The faults of a camera, as the catalogue numbers them, and what a station must say."""

from enum import StrEnum
from typing import Protocol

from camera import Camera
from inspection.verdict import Code


class Fault(StrEnum):
    """The number is the catalogue's row."""

    UNPLUGGED = "1 unplugged"
    ABSENT = "2 absent at start"
    STALLED = "3 stalled, no event"
    HUNG = "3 driver hangs"
    FAILED_BUFFER = "4 failed buffers"
    DRIVER_ERROR = "4 driver error"
    TRUNCATED = "5 truncated"
    TORN = "5 torn within"
    REPEATED = "6 same frame again"
    BLACK = "7 black"
    WHITE = "7 over-exposed"
    DEFOCUSED = "8 out of focus"
    OTHER_SIZE = "9 other size"
    WRONG_CAMERA = "10 wrong camera"
    NO_TRIGGER = "11 no trigger signal"
    DOUBLE_TRIGGER = "12 double trigger"


GONE = frozenset({Code.CAMERA_ABSENT, Code.CAMERA_LOST})
NOTHING_COMES = frozenset({Code.SNAP_TIMEOUT, Code.CAMERA_LOST, Code.CAMERA_HUNG, Code.CAMERA_ABSENT, Code.FRAME_STALE})

EXPECTED: dict[Fault, frozenset[Code]] = {
    Fault.UNPLUGGED: GONE,
    Fault.ABSENT: GONE,
    Fault.STALLED: NOTHING_COMES,
    Fault.HUNG: NOTHING_COMES,
    Fault.FAILED_BUFFER: frozenset({Code.FRAME_BROKEN}),
    Fault.DRIVER_ERROR: GONE | {Code.FRAME_BROKEN},
    Fault.TRUNCATED: frozenset({Code.FRAME_BROKEN}),
    Fault.TORN: frozenset({Code.FRAME_BROKEN}),
    Fault.REPEATED: frozenset({Code.FRAME_STALE, Code.SNAP_TIMEOUT}),  # a busy machine may not even get the old frame
    Fault.BLACK: frozenset({Code.TOO_DARK}),
    Fault.WHITE: frozenset({Code.TOO_BRIGHT}),
    Fault.DEFOCUSED: frozenset({Code.OUT_OF_FOCUS}),
    Fault.OTHER_SIZE: frozenset({Code.PICTURE_CHANGED, Code.CAMERA_ABSENT}),
    Fault.WRONG_CAMERA: frozenset({Code.WRONG_CAMERA}),
    Fault.NO_TRIGGER: frozenset({Code.SNAP_TIMEOUT}),
}
"""What may stand in a record while the fault lasts; whatever else, never an OK."""

AT_THE_START = frozenset({Fault.ABSENT, Fault.WRONG_CAMERA})
"""Faults that a station meets when it opens its camera."""


WATCHED = frozenset({Fault.UNPLUGGED, Fault.STALLED, Fault.HUNG})
"""Faults that a camera process notices though nobody triggers."""


class Hands(Protocol):
    """The hands at one backend's camera."""

    name: str

    def camera(self) -> Camera:
        """A new camera object for this device, not opened."""
        ...

    def inject(self, fault: Fault) -> None:
        """Let it happen, for every exposure that begins from now on."""
        ...

    def heal(self) -> None:
        """As it was."""
        ...

    def part_arrives(self) -> None:
        """A part closes the trigger line, where there is one."""
        ...

    def close(self) -> None:
        """Put everything away."""
        ...
