"""Pictures for drawing, taken one after the other from the camera, while nothing is judged."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

from camera.errors import CameraError
from camera.frame import Frame
from inspection.errors import InspectionError
from inspection.motion.small_picture import sample_of, small_of
from inspection.motion.stillness import Phase, Stillness
from inspection.picture_checks import check_picture
from inspection.station import Station
from inspection.verdict import Code
from screens.host import StationHost

GOAL: Final = 20
LOOK_EVERY_S: Final = 0.1
NOBODY_AFTER_S: Final = 180.0
"""The bench must not stand still because somebody went to lunch."""
ENDS_WITHIN_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How far it is. `error` is why it ended, None where somebody stopped it, or all were taken."""

    count: int = 0
    is_running: bool = True
    moves: bool = False
    error: Exception | None = None


class Taking:
    """Begins at once: a picture whenever another part lies still, and whenever `press` says so, until GOAL."""

    def __init__(self, station: Station, keep: Callable[[Frame], None]) -> None:
        """`keep` is called for each picture, one after the other; whatever it raises ends it."""
        self._station = station
        self._keep = keep
        self._lock = threading.Lock()
        self._taken = Taken()
        self._press = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="taking pictures", daemon=True)
        self._thread.start()

    @property
    def state(self) -> Taken:
        """How far it is now."""
        with self._lock:
            return self._taken

    def press(self) -> None:
        """Take a picture of what lies there now."""
        self._press.set()

    def stop(self) -> None:
        """End it, and wait until parts are judged again."""
        self._stop.set()
        self._thread.join(ENDS_WITHIN_S)

    def _work(self) -> None:
        error: Exception | None = None
        try:
            with self._station.set_aside():
                self._station.note("pictures-for-drawing", "nothing is judged while they are taken")
                self._take()
        except (CameraError, InspectionError, OSError) as failed:
            error = failed
        except Exception as failed:  # without this nobody would hear of it
            error = failed
            raise
        finally:
            self._say(is_running=False, moves=False, error=error)
        self._station.note("pictures-for-drawing", f"{self.state.count} taken; parts are judged again")

    def _take(self) -> None:
        stillness, frame_id, until_s = Stillness(), None, time.monotonic() + NOBODY_AFTER_S
        while self.state.count < GOAL and not self._stop.is_set() and time.monotonic() < until_s:
            pressed = self._press.is_set()
            with suppress(CameraError):  # it may come back; nobody waits for ever
                frame = self._station.live_frame()
                if frame.frame_id != frame_id:
                    frame_id = frame.frame_id
                    stillness = stillness.seen(small_of(sample_of(frame.pixels)), time.monotonic())
                self._say(moves=stillness.phase is Phase.MOVING)
                if stillness.phase is Phase.NEW and self._is_empty(frame):
                    stillness = stillness.with_table()
            if pressed or stillness.phase is Phase.NEW:
                self._press.clear()
                self._keep(self._station.snap())
                stillness, until_s = _with_taken(stillness), time.monotonic() + NOBODY_AFTER_S
                self._say(count=self.state.count + 1)
            self._press.wait(LOOK_EVERY_S)

    def _is_empty(self, frame: Frame) -> bool:
        reasons = check_picture(frame.pixels, self._station.recipe.checks)
        return Code.NO_PART in {reason.code for reason in reasons}

    def _say(self, **changed: object) -> None:
        with self._lock:
            self._taken = replace(self._taken, **changed)  # type: ignore[arg-type]


def _with_taken(stillness: Stillness) -> Stillness:
    """Where the table was never seen empty, the part that was taken stands for it: any other one is new."""
    table = stillness.anchor if stillness.table is None else stillness.table
    return replace(stillness, table=table).with_judged()


_of: WeakKeyDictionary[StationHost, Taking] = WeakKeyDictionary()
_beginning = threading.Lock()


def taking_of(host: StationHost) -> Taking | None:
    """The one that was begun last on this server; None where none was."""
    return _of.get(host)


def begin_taking(host: StationHost, station: Station) -> Taking:
    """Begin, unless pictures are being taken already: two browsers take the same ones. Raises StorageFailed."""
    from inspection.pictures import keep
    from training.labelling.bench_first import bench_first

    with _beginning:
        running = _of.get(host)
        if running is not None and running.state.is_running:
            return running
        book, part = host.label_desk.book, station.recipe.name

        def into_the_book(frame: Frame) -> None:
            bench_first(book)
            book.add_picture(part, keep(frame)[0].data)

        _of[host] = Taking(station, into_the_book)
        return _of[host]
