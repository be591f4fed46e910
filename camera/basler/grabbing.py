"""Grabbing with one opened camera: when frames come, and since when they can have been exposed."""

import time
from typing import Literal

from camera.basler.features import is_ready_for_trigger
from camera.basler.frame_numbers import FrameNumbers
from camera.basler.pylon import GrabResult, InstantCamera, load_pylon
from camera.errors import CameraLost, SnapTimeout

_LOOK_EVERY_MS = 20
"""How long one look at the queue waits: a frame's arrival is known to within two of them."""
_READY_EVERY_S = 0.001


class Grabbing:
    """The frames of one camera, from the start of grabbing on.

    pylon gives no time of arrival, and a camera's clock is not this computer's (the emulated one stands still). So a
    frame's arrival is bounded by the last moment at which the queue was seen without it: a frame that lay in the queue
    while nobody read is never taken for a new one.
    """

    def __init__(self, camera: InstantCamera, keep: Literal["newest", "all"]) -> None:
        """Start grabbing. `newest` drops what is not read in time; `all` keeps frames in order (pylon: up to ten)."""
        pylon = load_pylon()
        self._camera = camera
        self._newest_only = keep == "newest"
        self._strategy = pylon.GrabStrategy_LatestImageOnly if self._newest_only else pylon.GrabStrategy_OneByOne
        self._return_on_timeout = pylon.TimeoutHandling_Return
        self._arrived = camera.GetGrabResultWaitObject()
        self._numbers = FrameNumbers()
        self.start()

    def start(self) -> None:
        """Start grabbing; what comes from now on was exposed from now on."""
        self._unanswered = False
        self._empty_at = time.monotonic()
        self._numbers.begin_anew()
        self._camera.StartGrabbing(self._strategy)

    def stop(self) -> None:
        """Stop grabbing, and forget every frame that was not read."""
        self._camera.StopGrabbing()

    def refuse_removed(self) -> None:
        """Raises CameraLost when pylon knows that the device is gone; grabbing alone goes on "succeeding"."""
        if self._camera.IsCameraDeviceRemoved():
            raise CameraLost(
                "the Basler camera was removed; check its cable and power, the station tries again by itself"
            )

    def expose(self, ready_within_s: float) -> float:
        """Throw away every older frame, and trigger one exposure by software; the time just before the trigger.

        Raises SnapTimeout when the camera is not ready for a trigger in time.
        """
        if self._unanswered:  # its frame may still come, and would be taken for the answer to this trigger
            self.stop()
            self.start()
        while self._arrived.Wait(0):
            self._retrieve().Release()
        self._unanswered = True
        until = time.monotonic() + ready_within_s
        while not is_ready_for_trigger(self._camera.GetNodeMap()):
            if time.monotonic() >= until:
                raise SnapTimeout(f"the camera took no trigger within {ready_within_s:.1f} s; it is started anew")
            time.sleep(_READY_EVERY_S)
        before = time.monotonic()
        self._camera.ExecuteSoftwareTrigger()
        return before

    def next_result(self, timeout_s: float) -> tuple[GrabResult, float]:
        """The next grab result, to be released by the caller, and a time that is surely before its arrival.

        Raises SnapTimeout, and CameraLost when pylon has stopped grabbing.
        """
        until = time.monotonic() + timeout_s
        while True:
            looked_at = time.monotonic()
            if self._arrived.Wait(min(_LOOK_EVERY_MS, _ms(until - looked_at))):
                break
            self._empty_at = looked_at
            if not self._camera.IsGrabbing():
                raise CameraLost("pylon has stopped grabbing; the camera is opened anew")
            if time.monotonic() >= until:
                raise SnapTimeout(f"no frame came within {timeout_s:.1f} s; check the trigger and the cable")
        arrived_after = self._empty_at
        if self._newest_only:  # taking the only one empties the queue
            self._empty_at = time.monotonic()
        self._unanswered = False
        return self._retrieve(), arrived_after

    def number_of(self, result: GrabResult) -> int | None:
        """The camera's count of this frame."""
        return self._numbers.of(result.GetBlockID())

    def _retrieve(self) -> GrabResult:
        return self._camera.RetrieveResult(0, self._return_on_timeout)


def _ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
