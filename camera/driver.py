"""What the camera process asks of a driver: the thin layer over a vendor's library that may hang, lie, or crash.

A driver lives in a process of its own (`camera.process`), is called by one thread, and keeps nothing alive by itself:
whatever goes wrong, it raises, and the process is replaced. It neither decodes nor judges; it hands over what came,
with the time before which the exposure cannot have begun.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from camera.frame import Pixels
from camera.settings import CameraSettings

Layout = Literal["jpeg", "rgb8", "bgr8", "mono8", "yuyv"]
"""How the bytes of a frame are laid out, rows without padding; `jpeg` is one whole JPEG file."""

Feed = Literal["stream", "on-demand", "on-part"]
"""Frames come by themselves; one for each `read`; one when a part closes the trigger line."""


class Lamp(StrEnum):
    """What a lamp at the camera's output line shows."""

    OFF = "off"
    PASS = "pass"  # noqa: S105 (a verdict)
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawFrame:
    """One exposure as the driver gave it.

    `data` holds width_px * height_px * (3, 3, 1 or 2) contiguous bytes of its own, or one JPEG. `number` is the
    driver's own count: the same number again is the same exposure again; None where it has no count. `began_s` is a
    `time.monotonic()` before which the exposure cannot have begun: a frame with `began_s` after a trigger shows what
    lay there then.
    """

    data: bytes | Pixels
    layout: Layout
    width_px: int
    height_px: int
    number: int | None
    began_s: float
    exposure_time_us: float | None = None
    gain_db: float | None = None


class Driver(Protocol):
    """One device. Order: `open`, then any number of `read`, `configure`, `show`, then `close`; all by one thread.

    After CameraLost the object is thrown away and its process ends. `open` may be tried again after CameraAbsent.
    """

    @property
    def feed(self) -> Feed:
        """When frames come."""
        ...

    @property
    def noisy(self) -> bool:
        """Whether a real sensor's noise makes two exposures differ: then equal bytes are the same exposure again."""
        ...

    @property
    def stalled_after_s(self) -> float | None:
        """A stream without a frame for so long has stopped. None where a pause means nothing (`on-part`)."""
        ...

    def open(self) -> None:
        """Find the very device that was asked for, and start it. Raises CameraAbsent, WrongCamera."""
        ...

    def close(self) -> None:
        """Let go of the device; harmless twice, and before `open`."""
        ...

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Apply what is not None, and return what is set now. Raises ValueError for what this device cannot do."""
        ...

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame; with the feed `on-demand` one that is exposed now.

        Raises SnapTimeout when none came within `timeout_s`, FrameBroken for a frame that is not whole (reading goes
        on), CameraLost when the device is gone.
        """
        ...

    def show(self, lamp: Lamp) -> None:
        """Switch the lamp at the output line; does nothing where there is none."""
        ...
