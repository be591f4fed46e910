"""What the driver asks of a system: a stream of buffers from one camera, and the camera's knobs."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


class Knob(Enum):
    """What can be turned on a USB camera, in the camera's own steps; exposure in units of 100 us, white balance in K.

    The first three let the camera decide by itself: `AUTO_EXPOSURE` is 1 by hand (V4L2_EXPOSURE_MANUAL), the others 0.
    """

    AUTO_EXPOSURE = auto()
    AUTO_WHITE_BALANCE = auto()
    AUTO_FOCUS = auto()
    EXPOSURE = auto()
    GAIN = auto()
    WHITE_BALANCE = auto()
    FOCUS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What came for one exposure.

    `number` counts exposures; the same again is the same again; None where the system does not count. `sent_after_s` is
    a `time.monotonic()` before which the camera cannot have begun to send it. `damaged`: some of its bytes got lost.
    """

    data: bytes
    number: int | None
    sent_after_s: float
    damaged: bool = False


class Stream(Protocol):
    """One camera that streams, from its making to `close`. Every call but `close` raises CameraLost when it is gone."""

    @property
    def interval_s(self) -> float:
        """From frame to frame, as the camera announces it."""
        ...

    def next(self, timeout_s: float) -> Payload:
        """The oldest that was not taken yet, or the next that comes. Raises SnapTimeout when none came in time."""
        ...

    def get(self, knob: Knob) -> int | None:
        """What the knob stands at; None where the camera has none."""
        ...

    def turn(self, knob: Knob, value: int) -> None:
        """Ask for a value; whether the camera took it is seen by `get`."""
        ...

    def close(self) -> None:
        """Let go of the camera; harmless twice."""
        ...
