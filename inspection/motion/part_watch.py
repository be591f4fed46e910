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
LOOK_EVERY_S: Final = 0.1
LIGHT_EVERY_S: Final = 0.5
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
    NO_LIGHT = "no-light"
    NO_PICTURE = "no-picture"


class WatchState(Closed):
    """What is seen now; `light` is None where there is no picture."""

    watching: Watching = Watching.OFF
    light: Light | None = None


class PartWatch:
    """Watches a station from a thread of its own. Every method may be called from any thread."""

    def __init__(self, station: Station) -> None:
        """Switched off; `start` begins to look."""
        self._station = station
        self._setup = station.setup
        self._stillness = Stillness()
        self._sequence = self._newest()
        self._frame_id: int | None = None
        self._state = WatchState()
        self._light_before: Light | None = None
        self._light_at = -float("inf")
        self._on = False
        self._closing = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="part watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def switch(self, on: bool) -> None:
        """Inspect by itself every part that lies still, or leave it. What lies there now is left alone."""
        if on and not self._on:
            self._stillness = Stillness()
            self._sequence = self._newest()
        self._on = on
        self._say(watching=Watching.WAITING if on else Watching.OFF)
        self._wake.set()

    @property
    def state(self) -> WatchState:
        """What is seen now."""
        return self._state

    def close(self) -> None:
        """Look no more."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def _watch(self) -> None:
        while not self._closing:
            if not self._station.judging:  # the verdict comes first
                self._look()
            self._wake.wait(LOOK_EVERY_S if self._on else LIGHT_EVERY_S)
            self._wake.clear()

    def _look(self) -> None:
        try:
            frame = self._station.live_frame()
        except CameraError:
            self._light_before = None
            self._say(light=None, watching=Watching.NO_PICTURE if self._on else Watching.OFF)
            return
        if frame.frame_id == self._frame_id:  # a picture that stands does not show that the part does
            return
        self._frame_id = frame.frame_id
        sample, now_s = sample_of(frame.pixels), time.monotonic()
        if now_s - self._light_at >= LIGHT_EVERY_S:
            self._light_at = now_s
            self._see_light(_light_of(check_light(sample, self._station.recipe.checks)))
        if self._on:
            self._follow_station()
            self._stillness = self._stillness.seen(small_of(sample), now_s)
            self._act(frame)

    def _see_light(self, light: Light) -> None:
        """Said when seen twice in a row: a hand that passes is no failing lamp."""
        if light is self._light_before or self._state.light is None:
            self._say(light=light)
        self._light_before = light

    def _follow_station(self) -> None:
        """A part judged by hand is not judged again; with another recipe everything is looked at anew."""
        if self._station.setup is not self._setup:
            self._setup, self._stillness = self._station.setup, Stillness()
        if (newest := self._newest()) != self._sequence:
            self._sequence, self._stillness = newest, self._stillness.with_judged()

    def _act(self, frame: Frame) -> None:
        match self._stillness.phase:
            case Phase.WAITING:
                self._say(watching=Watching.WAITING)
            case Phase.MOVING:
                self._say(watching=Watching.MOVING)
            case Phase.NEW:
                self._judge_if_part(frame)
            case unknown:
                assert_never(unknown)

    def _judge_if_part(self, frame: Frame) -> None:
        codes = {reason.code for reason in check_picture(frame.pixels, self._setup.recipe.checks)}
        if codes & {Code.TOO_DARK, Code.TOO_BRIGHT}:
            self._say(watching=Watching.NO_LIGHT)
        elif Code.NO_PART in codes:
            self._stillness = self._stillness.with_table()
        elif self._on:
            self._trigger()

    def _trigger(self) -> None:
        match self._station.trigger(SOURCE):
            case Recorded() | Ignored():  # ignored: somebody else asked in the same moment
                self._stillness = self._stillness.with_judged()
                self._sequence = self._newest()
                self._say(watching=Watching.WAITING)
            case Stopped():
                self.switch(False)
            case unknown:
                assert_never(unknown)

    def _newest(self) -> int:
        newest = self._station.newest(1)
        return newest[0].sequence if newest else 0

    def _say(self, **changes: object) -> None:
        self._state = self._state.model_copy(update=changes)


def _light_of(reasons: Sequence[Reason]) -> Light:
    if not reasons:
        return Light.GOOD
    return Light.TOO_DARK if reasons[0].code is Code.TOO_DARK else Light.TOO_BRIGHT
