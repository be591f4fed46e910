"""Keeps a camera open: in the background at the start, and again after it was lost."""

import threading
from collections.abc import Callable

from camera.errors import CameraError, CameraLost
from camera.frame import Frame
from camera.protocol import Camera
from inspection.station.state import CameraState

CAMERA_RETRY_S = 1.0
LIVE_MAX_AGE_MS = 500
SNAP_TIMEOUT_MS = 1000


class CameraKeeper:
    """Opens a camera in the background, and again after it was lost; never makes a trigger wait for that."""

    def __init__(self, camera: Camera, note: Callable[[str, str], None]) -> None:
        self._camera = camera
        self._note = note
        self._fault: CameraError | None = CameraLost("the camera is being opened")
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._keep_open, name=f"keep {camera.camera_id}", daemon=True)
        self._thread.start()

    def snap(self) -> Frame:
        """See Camera. What went wrong is noted as an event; a lost camera is opened again in the background."""
        if self._fault is not None:
            raise self._fault
        try:
            return self._camera.snap(SNAP_TIMEOUT_MS)
        except CameraLost as error:
            self._lost(error)
            raise
        except CameraError as error:
            self._note(error.code, str(error))
            raise

    def latest(self) -> Frame:
        """See Camera."""
        if self._fault is not None:
            raise self._fault
        try:
            return self._camera.latest(LIVE_MAX_AGE_MS)
        except CameraLost as error:
            self._lost(error)
            raise

    def state(self) -> CameraState:
        """Whether the camera gives pictures, and why not."""
        fault = self._fault
        return CameraState(
            camera_id=self._camera.camera_id,
            working=fault is None,
            error_code=fault.code if fault else None,
            detail=str(fault) if fault else None,
        )

    def close(self) -> None:
        """Stop opening it, and close it."""
        self._closing = True
        self._wake.set()
        self._thread.join(timeout=5)
        self._camera.close()

    def _lost(self, error: CameraLost) -> None:
        if self._fault is None:
            self._fault = error
            self._wake.set()
            self._note(error.code, str(error))

    def _keep_open(self) -> None:
        while not self._closing:
            if self._fault is not None:
                self._reopen()
            self._wake.wait(CAMERA_RETRY_S if self._fault else None)
            self._wake.clear()

    def _reopen(self) -> None:
        was = self._fault
        try:
            self._camera.close()
            self._camera.open()
        except CameraError as error:
            if was is None or str(was) != str(error):
                self._note(error.code, str(error))
            self._fault = error
        else:
            self._fault = None
            self._note("camera-ready", self._camera.camera_id)
