"""The frames of a camera process, on the station's side: the newest one, who still looks at an older one, and those of
parts that wait for their turn.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from camera.errors import FrameBroken, FrameStale, PictureChanged, PictureTooLarge, SnapTimeout
from camera.frame import Frame
from camera.process.camera_process import CameraProcess
from camera.process.messages import Free, Ready, Spoiled
from camera.process.raw_frames import to_pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrived:
    """A frame in its slot; lent until a newer one has come and nobody looks at it, or is still to."""

    process: CameraProcess
    ready: Ready
    frame_id: int

    @property
    def shape(self) -> str:
        """Size and format, in words."""
        return f"{self.ready.width_px} x {self.ready.height_px} px {self.ready.layout}"


class Shelf:
    """Where frames arrive. `changed` guards it and is notified of each; every method takes it by itself."""

    def __init__(self, camera_id: str, changed: threading.Condition) -> None:
        self._camera_id, self._changed = camera_id, changed
        self._newest: Arrived | None = None
        self._looked_at: Counter[Arrived] = Counter()
        self._decoded: tuple[Arrived, Frame | FrameBroken] | None = None
        self._spoiled: Spoiled | None = None
        self._keeps_parts = False
        self._parts: deque[Arrived | Spoiled] = deque()
        self._shape: str | None = None
        self.frames = 0
        self.torn = 0
        """So many frames looked whole from outside and did not decode."""

    def put(self, process: CameraProcess, ready: Ready) -> None:
        """A frame has come."""
        with self._changed:
            before = self._newest
            self.frames += 1
            self._newest = Arrived(process=process, ready=ready, frame_id=self.frames)
            self._shape = self._shape or self._newest.shape
            if self._keeps_parts:
                self._looked_at[self._newest] += 1
                self._parts.append(self._newest)
            if before is not None:
                self._give_back(before)
            self._changed.notify_all()

    def spoil(self, word: Spoiled) -> None:
        """A frame has come that may not be judged."""
        with self._changed:
            self._spoiled = word
            if self._keeps_parts:
                self._parts.append(word)
            self._changed.notify_all()

    def wait_for_part(self, timeout_s: float) -> bool:
        """Whether a part waits. From the first call on every frame is one, kept in order until somebody takes it."""
        with self._changed:
            self._keeps_parts = True
            return bool(self._changed.wait_for(lambda: self._parts, timeout_s))

    def next_part(self) -> Frame:
        """The frame of the part that waited longest. Raises SnapTimeout where none waits, PictureChanged; FrameBroken
        and PictureTooLarge where it is not whole, FrameStale where it is that of the part before.
        """
        with self._changed:
            if not self._parts:
                raise SnapTimeout("no part waits at the camera's trigger line")
            part = self._parts.popleft()
            if isinstance(part, Arrived):
                try:
                    self._refuse_other_shape(part)
                except PictureChanged:
                    self._look_away(part)
                    raise
        if isinstance(part, Spoiled):
            raise _error_of(part)
        return self._frame(part)

    def clear(self) -> None:
        """The process is gone, and its frames with it, but for those of parts that wait: their memory stays."""
        with self._changed:
            self._newest = self._decoded = self._spoiled = None
            self._looked_at = +self._looked_at  # what nobody looks at holds no memory of the old process

    def check(self) -> None:
        """Raises PictureChanged where the newest frame has not the size and format of the first."""
        with self._changed:
            if self._newest is not None:
                self._refuse_other_shape(self._newest)

    def newest(self, max_age_ms: int) -> Frame:
        """The newest frame, without waiting. Raises FrameStale where it is older, PictureChanged."""
        with self._changed:
            newest = self._newest
            if newest is None:
                raise FrameStale("the camera has given no picture yet; wait a moment")
            age_ms = (time.monotonic() - newest.ready.began_s) * 1000
            if age_ms > max_age_ms:
                raise FrameStale(f"expected a frame at most {max_age_ms} ms old, the newest is {age_ms:.0f} ms old")
            self.check()
            self._looked_at[newest] += 1
        try:
            return self._frame(newest)
        except FrameBroken as error:
            raise FrameStale(f"there is no picture to show: {error}") from error

    def exposed_since(self, asked_s: float, deadline: float, refuse: Callable[[], None]) -> Frame:
        """Wait for a frame whose exposure began after `asked_s`; both times are `time.monotonic()`.

        `refuse` raises what stands in the way of waiting on. Raises SnapTimeout, FrameStale where the same exposure
        came again and again, FrameBroken and PictureTooLarge for the first frame that is not whole, PictureChanged.
        """
        stale: str | None = None
        with self._changed:
            self._spoiled = None
            while True:
                refuse()
                newest, spoiled, self._spoiled = self._newest, self._spoiled, None
                if newest is not None and newest.ready.began_s >= asked_s:
                    self.check()
                    if not self._leaves_line(newest):
                        self._looked_at[newest] += 1
                    break
                if spoiled is not None:
                    self._leaves_line(spoiled)
                if spoiled is not None and spoiled.code == FrameStale.code:
                    stale = spoiled.why
                elif spoiled is not None:
                    raise _error_of(spoiled)
                left_s = deadline - time.monotonic()
                if left_s <= 0 and stale is not None:
                    raise FrameStale(stale)
                if left_s <= 0:
                    raise SnapTimeout(
                        f"no picture was exposed within {(deadline - asked_s) * 1000:.0f} ms; trigger again, and check "
                        "cable, trigger line and exposure time if it comes back"
                    )
                self._changed.wait(left_s)
        return self._frame(newest)

    def _frame(self, arrived: Arrived) -> Frame:
        """Decode a frame that is looked at, once however many look, and look away. Raises FrameBroken."""
        try:
            decoded = self._decoded
            known = decoded[1] if decoded is not None and decoded[0] is arrived else None
            outcome = known or self._decode(arrived)
        finally:
            with self._changed:
                self._look_away(arrived)
        if isinstance(outcome, FrameBroken):
            raise type(outcome)(str(outcome))
        return outcome

    def _decode(self, arrived: Arrived) -> Frame | FrameBroken:
        ready = arrived.ready
        outcome: Frame | FrameBroken
        try:
            data = arrived.process.view(ready.slot, ready.n_bytes)
            pixels, encoded, media_type = to_pixels(data, ready.layout, ready.width_px, ready.height_px)
            outcome = Frame(
                pixels=pixels,
                frame_id=arrived.frame_id,
                captured_at=datetime.now(UTC) - timedelta(seconds=time.monotonic() - ready.began_s),
                camera_id=self._camera_id,
                exposure_time_us=ready.exposure_time_us,
                gain_db=ready.gain_db,
                encoded=encoded,
                media_type=media_type,
            )
        except FrameBroken as error:
            outcome = error
        with self._changed:
            if arrived is self._newest and (self._decoded is None or self._decoded[0] is not arrived):
                self._decoded = (arrived, outcome)
                self.torn += isinstance(outcome, FrameBroken)
        return outcome

    def _leaves_line(self, part: Arrived | Spoiled) -> bool:
        """Whoever asks for a picture takes it out of the line. Whether it was there."""
        is_waiting = part in self._parts
        if is_waiting:
            self._parts.remove(part)
        return is_waiting

    def _refuse_other_shape(self, arrived: Arrived) -> None:
        if arrived.shape != self._shape:
            raise PictureChanged(
                f"expected pictures of {self._shape}, as at first, got {arrived.shape}: scale and limits "
                "would no longer hold; set the camera back, or restart the station if the change is wanted"
            )

    def _look_away(self, arrived: Arrived) -> None:
        self._looked_at[arrived] -= 1
        if arrived is not self._newest:
            self._give_back(arrived)

    def _give_back(self, arrived: Arrived) -> None:
        if self._looked_at[arrived] == 0:
            del self._looked_at[arrived]
            arrived.process.say(Free(slot=arrived.ready.slot))


def _error_of(word: Spoiled) -> FrameBroken:
    for kind in (FrameStale, PictureTooLarge):
        if word.code == kind.code:
            return kind(word.why)
    return FrameBroken(word.why)
