"""Looks at the live picture beside the inspections: is the light right, and does a new part lie still?

One watch serves all browsers. It yields to every part that is judged, and never inspects unless it was switched on.
"""

import threading
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, assert_never

from camera.errors import CameraError
from camera.frame import Frame
from inspection.closed import Closed
from inspection.motion.small_picture import sample_of, small_of
from inspection.motion.stillness import Phase, Stillness
from inspection.picture_checks import check_light, check_picture
from inspection.station import Ignored, Recorded, Station, Stopped
from inspection.verdict import Code, Reason

SOURCE: Final = "motion"
FAILED: Final = "part-watch-failed"
LOOK_EVERY_S: Final = 0.1
LIGHT_EVERY_S: Final = 0.5
HOLD_S: Final = 5.0
"""A page that is open says so every second; so long after the last word it counts as closed."""
CLOSE_WITHIN_S: Final = 5.0


class Light(StrEnum):
    """The light on the live picture, held against the recipe's picture checks."""

    GOOD = "good"
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"


class Watching(StrEnum):
    """What the watch does."""

    OFF = "off"
    WAITING = "waiting"
    MOVING = "moving"
    HELD = "held"
    NO_LIGHT = "no-light"
    NO_PICTURE = "no-picture"


class WatchState(Closed):
    """What is seen now; `light` is None where there is no picture."""

    watching: Watching = Watching.OFF
    light: Light | None = None


class PartWatch:
    """Watches a station from a thread of its own. Every method may be called from any thread.

    The lock holds what others change, too; what was seen of the part is the thread's own.
    """

    def __init__(self, station: Station) -> None:
        """Switched off; `start` begins to look."""
        self._station = station
        self._setup = station.setup
        self._stillness = Stillness()
        self._sequence = self._newest()
        self._frame_id: int | None = None
        self._light_before: Light | None = None
        self._light_at = -float("inf")
        self._failures: set[type[Exception]] = set()
        self._lock = threading.Lock()
        self._on = False
        self._held_until_s = -float("inf")
        self._is_to_begin_anew = False
        self._seen = Watching.WAITING
        self._light: Light | None = None
        self._closing = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="part watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def switch(self, on: bool) -> None:
        """Inspect by itself every part that lies still, or leave it. What lies there now is left alone."""
        with self._lock:
            if on and not self._on:
                self._is_to_begin_anew, self._seen = True, Watching.WAITING
            self._on = on
        self._wake.set()

    def hold(self, seconds: float = HOLD_S) -> None:
        """Inspect nothing by itself for so long: what lies there is no part of the day. Then it is left alone."""
        with self._lock:
            self._held_until_s = max(self._held_until_s, time.monotonic() + seconds)
            self._is_to_begin_anew = True

    @property
    def state(self) -> WatchState:
        """What is seen now."""
        with self._lock:
            return WatchState(watching=self._watching(), light=self._light)

    def close(self) -> None:
        """Look no more."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def _watching(self) -> Watching:
        if not self._on:
            return Watching.OFF
        return Watching.HELD if self._is_held() else self._seen

    def _is_held(self) -> bool:
        return time.monotonic() < self._held_until_s

    def _watch(self) -> None:
        while not self._closing:
            try:
                if not self._station.judging:  # the verdict comes first
                    self._look()
            except CameraError:
                self._lose_sight()
            except Exception as error:  # whatever it is: without this thread nobody would see that it is gone
                self._fail(error)
            self._wake.wait(LOOK_EVERY_S if self._on else LIGHT_EVERY_S)
            self._wake.clear()

    def _lose_sight(self) -> None:
        self._light_before = None
        with self._lock:
            self._light, self._seen = None, Watching.NO_PICTURE

    def _fail(self, error: Exception) -> None:
        """Each kind is noted once, not ten times a second; the part at which it happened is left alone."""
        self._lose_sight()
        with self._lock:
            self._is_to_begin_anew = True
        if type(error) not in self._failures:
            self._failures.add(type(error))
            self._station.note(FAILED, f"{type(error).__name__}: {error}")

    def _look(self) -> None:
        frame = self._station.live_frame()
        if frame.frame_id == self._frame_id:  # a picture that stands does not show that the part does
            return
        self._frame_id = frame.frame_id
        sample, now_s = sample_of(frame.pixels), time.monotonic()
        if now_s - self._light_at >= LIGHT_EVERY_S:
            self._light_at = now_s
            self._see_light(_light_of(check_light(sample, self._station.recipe.checks)))
        if self._is_armed():
            self._follow_station()
            self._stillness = self._stillness.seen(small_of(sample), now_s)
            self._act(frame)

    def _is_armed(self) -> bool:
        with self._lock:
            if not self._on or self._is_held():
                return False
        return not self._is_being_set_up()

    def _is_being_set_up(self) -> bool:
        """An act may take longer than the hold of the page that asked for it."""
        if self._station.setting_up.acquire(blocking=False):
            self._station.setting_up.release()
            return False
        with self._lock:
            self._is_to_begin_anew, self._seen = True, Watching.HELD
        return True

    def _see_light(self, light: Light) -> None:
        """Said when seen twice in a row: a hand that passes is no failing lamp."""
        with self._lock:
            if light is self._light_before or self._light is None:
                self._light = light
        self._light_before = light

    def _follow_station(self) -> None:
        """A part judged by hand is not judged again; with another recipe everything is looked at anew."""
        with self._lock:
            is_anew, self._is_to_begin_anew = self._is_to_begin_anew, False
        newest = self._newest()
        if is_anew or self._station.setup is not self._setup:
            self._setup, self._stillness, self._sequence = self._station.setup, Stillness(), newest
        elif newest != self._sequence:
            self._sequence, self._stillness = newest, self._stillness.with_judged()

    def _act(self, frame: Frame) -> None:
        match self._stillness.phase:
            case Phase.WAITING:
                self._say(Watching.WAITING)
            case Phase.MOVING:
                self._say(Watching.MOVING)
            case Phase.NEW:
                self._judge_if_part(frame)
            case unknown:
                assert_never(unknown)

    def _judge_if_part(self, frame: Frame) -> None:
        codes = {reason.code for reason in check_picture(frame.pixels, self._setup.recipe.checks)}
        if codes & {Code.TOO_DARK, Code.TOO_BRIGHT}:
            self._say(Watching.NO_LIGHT)
        elif Code.NO_PART in codes:
            self._stillness = self._stillness.with_table()
        elif self._is_still_wanted():
            self._trigger()

    def _is_still_wanted(self) -> bool:
        """Not where somebody switched, or opened a page that holds it, since this picture."""
        with self._lock:
            return self._on and not self._is_to_begin_anew and not self._is_held()

    def _trigger(self) -> None:
        match self._station.trigger(SOURCE):
            case Recorded() | Ignored():  # ignored: somebody else asked in the same moment
                self._stillness = self._stillness.with_judged()
                self._sequence = self._newest()
                self._say(Watching.WAITING)
            case Stopped():
                self.switch(False)
            case unknown:
                assert_never(unknown)

    def _newest(self) -> int:
        newest = self._station.newest(1)
        return newest[0].sequence if newest else 0

    def _say(self, seen: Watching) -> None:
        with self._lock:
            self._seen = seen


def _light_of(reasons: Sequence[Reason]) -> Light:
    if not reasons:
        return Light.GOOD
    return Light.TOO_DARK if reasons[0].code is Code.TOO_DARK else Light.TOO_BRIGHT
