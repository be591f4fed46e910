"""What every camera can do, in which order, and how it fails."""

from typing import Protocol

from camera.driver import Lamp
from camera.frame import Frame
from camera.health import CameraHealth
from camera.settings import CameraSettings


class Camera(Protocol):
    """One camera. Order: `open`, then any number of `snap`, `latest`, `configure`, then `close`.

    `snap` is called by one thread at a time; `latest` may be called beside it from others. After CameraLost call
    `close` and `open` again. Before `open` and after `close`, `snap` and `latest` raise CameraLost.
    """

    @property
    def camera_id(self) -> str:
        """Stable name of this very camera (serial number, path); known before `open`."""
        ...

    @property
    def settings(self) -> CameraSettings:
        """What is set now."""
        ...

    def open(self) -> None:
        """Get ready to snap. Opening twice is harmless.

        Raises CameraAbsent, CameraHung or FeedEnded, after which it may be tried again.
        """
        ...

    def close(self) -> None:
        """Let go of the camera. May be called at any time, and twice."""
        ...

    def configure(self, settings: CameraSettings) -> None:
        """Apply settings from the next exposure on. Raises CameraLost, or ValueError for what it cannot do."""
        ...

    def snap(self, timeout_ms: int = 1000) -> Frame:
        """A frame whose exposure began after the call. Blocks at most `timeout_ms`.

        Raises SnapTimeout, CameraLost or FrameBroken. Every frame has a higher `frame_id` than the one before.
        """
        ...

    def latest(self, max_age_ms: int) -> Frame:
        """The newest frame, for looking at, never for judging. Does not block, and takes no part out of a feed.

        Raises FrameStale when there is none that young, CameraLost when the camera is gone.
        """
        ...

    def check(self) -> None:
        """Raises what stands in the way of a `snap` now, as far as that is known without asking the device.

        Does not block, decodes nothing: it may be called several times a second.
        """
        ...

    def show(self, lamp: Lamp) -> None:
        """Switch the lamp at the camera's output; does nothing where there is none. Never blocks, never fails."""
        ...

    def health(self) -> CameraHealth:
        """What it has gone through. Never blocks."""
        ...
