"""Keeps a camera open: in the background at the start, and again after it was lost."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from camera.disturbances import Disturbances
from camera.driver import Lamp
from camera.errors import CameraError, CameraLost, FeedEnded, PictureChanged
from camera.frame import Frame
from camera.health import CameraHealth
from camera.protocol import Camera
from camera.settings import CameraSettings
from inspection.errors import NotSimulated
from inspection.station.state import CameraState

if TYPE_CHECKING:
    from camera.process import ProcessCamera

CHECK_EVERY_S = 0.1
RETRY_EVERY_S = 0.5
LIVE_MAX_AGE_MS = 500
SNAP_TIMEOUT_MS = 900
"""A part that gets no picture is refused within a second."""
NOT_MENDED_BY_OPENING = (PictureChanged, FeedEnded)
"""A person must set the camera back, or bring the next picture; then it goes on."""
SPOILED_NOTED_EVERY_S = 60.0
"""A camera with a loose plug spoils frames all day; the records get their number once a minute."""


class CameraKeeper:
    """Opens a camera in the background, and again after it was lost; never makes a trigger wait for that.

    What happens to it is noted as events even while nobody triggers.
    """

    def __init__(self, camera: Camera, note: Callable[[str, str], None]) -> None:
        """`note` gets the code and the words of each event."""
        self._camera, self._note = camera, note
        self._at_first = CameraLost("the camera is being opened")
        self._fault: CameraError | None = self._at_first
        self._opened = 0
        self._spoiled, self._spoiled_noted_at = 0, -SPOILED_NOTED_EVERY_S
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._keep_open, name=f"keep {camera.camera_id}", daemon=True)
        self._thread.start()

    def snap(self) -> Frame:
        """See Camera. What went wrong is noted as an event; a lost camera is opened again in the background."""
        self._refuse()
        try:
            return self._camera.snap(SNAP_TIMEOUT_MS)
        except (CameraLost, PictureChanged) as error:
            self._stands_in_the_way(error)
            self._wake.set()
            raise
        except CameraError as error:
            self._note(error.code, str(error))
            raise

    @property
    def triggers(self) -> bool:
        """Whether parts trigger it at its line."""
        return (camera := self._at_the_line()) is not None and camera.triggers

    def wait_for_part(self, timeout_s: float) -> bool:
        """Whether a part that triggered it waits. From the first call on none is passed over."""
        return (camera := self._at_the_line()) is not None and camera.triggers and camera.wait_for_part(timeout_s)

    def next_part(self) -> Frame:
        """See ProcessCamera. What went wrong is noted as an event."""
        camera = self._at_the_line()
        assert camera is not None, "nobody waits at a camera without a line"
        try:
            return camera.next_part()
        except CameraError as error:
            self._note(error.code, str(error))
            raise

    def latest(self) -> Frame:
        """See Camera."""
        self._refuse()
        return self._camera.latest(LIVE_MAX_AGE_MS)

    def show(self, lamp: Lamp) -> None:
        """See Camera."""
        self._camera.show(lamp)

    @property
    def camera_id(self) -> str:
        """The camera's."""
        return self._camera.camera_id

    @property
    def settings(self) -> CameraSettings:
        """See Camera."""
        return self._camera.settings

    def configure(self, settings: CameraSettings) -> None:
        """See Camera."""
        self._refuse()
        self._camera.configure(settings)

    @property
    def is_simulated(self) -> bool:
        """Whether it shows rendered parts."""
        from camera.simulated import SimulatedCamera

        return isinstance(self._camera, SimulatedCamera)

    def disturb(self, disturbances: Disturbances) -> None:
        """See SimulatedCamera. Raises NotSimulated."""
        from camera.simulated import SimulatedCamera

        if not isinstance(self._camera, SimulatedCamera):
            raise NotSimulated(
                f"expected the simulated camera, got {self.camera_id}: a real one is not disturbed; "
                "`meisterblick demo` shows faults"
            )
        self._camera.disturb(disturbances)

    def state(self) -> CameraState:
        """Whether the camera gives pictures, and why not."""
        fault = self._fault
        return CameraState(
            camera_id=self._camera.camera_id,
            working=fault is None,
            error_code=fault.code if fault else None,
            detail=str(fault) if fault else None,
            health=self._camera.health(),
            triggers=self.triggers,
            reconnects=max(0, self._opened - 1),
        )

    def close(self) -> None:
        """Stop opening it, and close it; does not wait for a driver that hangs."""
        self._closing = True
        self._wake.set()
        self._camera.close()
        self._thread.join(timeout=5)
        self._camera.close()

    def _at_the_line(self) -> "ProcessCamera | None":
        """The camera, where it is of a kind that can have a trigger line."""
        from camera.process import ProcessCamera

        return self._camera if isinstance(self._camera, ProcessCamera) else None

    def _keep_open(self) -> None:
        while not self._closing:
            pause_s = CHECK_EVERY_S
            if self._fault is None or isinstance(self._fault, NOT_MENDED_BY_OPENING):
                self._check()
            else:
                self._reopen()
                pause_s = RETRY_EVERY_S if self._fault else CHECK_EVERY_S
            self._note_spoiled(self._camera.health())
            self._wake.wait(pause_s)
            self._wake.clear()

    def _reopen(self) -> None:
        try:
            if isinstance(self._fault, CameraLost):
                self._camera.close()
            self._camera.open()
        except CameraError as error:
            self._stands_in_the_way(error)
        else:
            self._opened += 1
            self._fault = None
            self._note("camera-ready", self._camera.camera_id)

    def _check(self) -> None:
        try:
            self._camera.check()
        except CameraError as error:
            self._stands_in_the_way(error)
        else:
            if self._fault is not None:
                self._fault = None
                self._note("camera-ready", self._camera.camera_id)

    def _stands_in_the_way(self, error: CameraError) -> None:
        """Until it is mended no picture is taken. Noted once, however often it is met."""
        was, self._fault = self._fault, error
        if (was is None or was.code != error.code or was is self._at_first) and not self._closing:
            self._note(error.code, str(error))

    def _refuse(self) -> None:
        fault = self._fault
        if fault is not None:
            raise type(fault)(str(fault))

    def _note_spoiled(self, health: CameraHealth) -> None:
        spoiled, now = health.broken + health.stale, time.monotonic()
        if spoiled > self._spoiled and now - self._spoiled_noted_at >= SPOILED_NOTED_EVERY_S:
            self._note(
                "frames-refused", f"{spoiled - self._spoiled} more; in all {health.broken} broken, {health.stale} stale"
            )
            self._spoiled, self._spoiled_noted_at = spoiled, now
