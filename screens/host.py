"""The one station of this server: built in the background, watched, and closed at the end."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from secrets import token_urlsafe

from camera.errors import CameraAbsent, WrongCamera
from inspection.demonstration import Demonstration
from inspection.errors import InspectionError
from inspection.measuring import load_libraries
from inspection.motion.part_watch import PartWatch, Watching
from inspection.station import Station
from inspection.station.part_line import PartLine
from inspection.upkeep.daily import DailyUpkeep
from screens.door.door import Door
from screens.labelling.desk import LabelDesk
from screens.presence import Presence
from screens.setup.desk import SetupDesk
from screens.shown_pictures import live_jpeg

WATCH_S = 0.25
"""So often camera, model and storage are looked at; a new record is told at once."""
LIVE_INTERVAL_S = 1 / 25
CAMERA_WITHIN_S = 5.0
CLOSE_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Starting:
    """The station is being built: libraries are loaded, records opened, the model tested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """There is no station, and why."""

    why: InspectionError


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """The station can be asked."""

    station: Station


Phase = Starting | NotStarted | AtWork


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a browser is told at once. `watching` changes several times a part, and needs no new page."""

    version: int
    watching: Watching | None


class StationHost:
    """Gives pages and routes the station, and rings when something on the screen has changed.

    `version` grows with every change; a page shows one version and is told when there is a newer one.
    `part_watch` looks at the live picture, and `demonstration` can run, once the station is at work; None before.
    """

    def __init__(self, build: Callable[[Path], Station], home: Path, *, opened: bool = False) -> None:
        """`build` is called once, in a thread, by `start`. It may raise InspectionError.

        `opened`: the server answers the network, so that nobody is served without a login.
        """
        self.home = home
        self.door = Door(home, opened=opened)
        self.token = token_urlsafe(32)
        self.desk = SetupDesk()
        self.label_desk = LabelDesk(home)
        self.part_watch: PartWatch | None = None
        self.demonstration: Demonstration | None = None
        self._build = build
        self._phase: Phase = Starting()
        self._version = _time_ms()
        self._watching: Watching | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="station", daemon=True)
        self._presence: Presence | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bell = asyncio.Event()
        self._live_lock = threading.Lock()
        self._live: tuple[int, bytes] | None = None
        self._live_at = -float("inf")

    def start(
        self,
        loop: asyncio.AbstractEventLoop,
        port: int,
        address: str = "127.0.0.1",
        certificate: Path | None = None,
    ) -> None:
        """Build the station; `port`, `address` and `certificate` tell commands beside it how this server answers.

        Raises OSError where the certificate cannot be read.
        """
        self._loop = loop
        self._presence = Presence.of_this_process(port, self.token, address, certificate)
        self._thread.start()

    def close(self) -> None:
        """Finish the part at hand, let go of the camera and the records."""
        self._closing.set()
        self._thread.join(CLOSE_WITHIN_S)
        self.label_desk.close()

    @property
    def phase(self) -> Phase:
        """How far the station is."""
        return self._phase

    @property
    def station(self) -> Station | None:
        """The station, once it is at work."""
        return self._phase.station if isinstance(self._phase, AtWork) else None

    @property
    def version(self) -> int:
        """Of what there is to show. It also grows from one start of the program to the next."""
        return self._version

    @property
    def news(self) -> News:
        """The version, and what the automatic trigger does; None before there is one."""
        return News(version=self._version, watching=self._watching)

    async def news_after(self, seen: News) -> News:
        """The news, as soon as they are others than `seen`."""
        while (news := self.news) == seen:
            await self._bell.wait()
        return news

    def live_picture(self, seen: int | None) -> tuple[int, bytes] | None:
        """Number and JPEG of the live picture, when there is one newer than `seen`; encoded once for all browsers.

        While a part is judged there is none: the verdict comes first. Raises CameraError.
        """
        station = self.station
        if station is None or station.judging:
            return None
        with self._live_lock:
            now = time.monotonic()
            if now - self._live_at >= LIVE_INTERVAL_S:
                frame = station.live_frame()
                self._live_at = now
                if self._live is None or self._live[0] != frame.frame_id:
                    self._live = (frame.frame_id, live_jpeg(frame))
            return self._live if self._live and self._live[0] != seen else None

    def _work(self) -> None:
        try:
            station = self._build(self.home)
        except InspectionError as error:
            self._phase = NotStarted(why=error)
            self._ring()
            return
        with ExitStack() as at_the_end:
            at_the_end.callback(station.close)
            load_libraries()  # while the camera opens
            _keep_out_of_garbage_collection()
            self._wait_for_camera(station)
            station.warm_up()
            self.part_watch = PartWatch(station)
            at_the_end.callback(self.part_watch.close)
            self.part_watch.start()
            self.demonstration = Demonstration(station)
            at_the_end.callback(self.demonstration.close)
            self.demonstration.start_thread()
            part_line = PartLine(station)
            at_the_end.callback(part_line.close)
            upkeep = DailyUpkeep(station)
            at_the_end.callback(upkeep.close)
            if self._presence is not None:
                at_the_end.callback(self._presence.remove, self.home)
                self._presence.write(self.home)  # first: who sees the station at work finds it, too
            self._phase = AtWork(station=station)
            self._ring()
            part_line.start()
            upkeep.start()
            self._watch(station, self.part_watch, self.demonstration)

    def _wait_for_camera(self, station: Station) -> None:
        """Until the camera gives pictures, or is known to be absent: the first press shall not come too early."""
        deadline = time.monotonic() + CAMERA_WITHIN_S
        while time.monotonic() < deadline and not self._closing.is_set():
            camera = station.state().camera
            if camera.working or camera.error_code in (CameraAbsent.code, WrongCamera.code):
                return
            time.sleep(0.02)

    def _watch(self, station: Station, part_watch: PartWatch, demonstration: Demonstration) -> None:
        told: object = None
        while not self._closing.is_set():
            state, seen = station.state(), part_watch.state
            camera = (state.camera.working, state.camera.detail, state.camera.reconnects)
            works = (state.phase, station.is_aside, state.recipe, state.model, state.storage.working, seen.light)
            now = (_today(), state.last_sequence, state.job, camera, works, demonstration.state)
            before, self._watching = self._watching, seen.watching
            if now != told:
                told = now
                self._ring()
            elif seen.watching is not before:
                self._ring(self._bell_in_loop)
            station.wait_for_news(state.last_sequence, WATCH_S)

    def _ring(self, ring: Callable[[], None] | None = None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(ring or self._ring_in_loop)

    def _ring_in_loop(self) -> None:
        self._version = max(self._version + 1, _time_ms())
        self._bell_in_loop()

    def _bell_in_loop(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()


_at_work: StationHost | None = None


def put_to_work(host: StationHost) -> None:
    """Make `host` the one that pages ask. A server has one."""
    global _at_work  # noqa: PLW0603 - a Streamlit script is run anew for every browser and gets no arguments
    _at_work = host


def at_work() -> StationHost:
    """The host of this server. Raises RuntimeError where none was put to work."""
    if _at_work is None:
        raise RuntimeError("no station host: start the server with `meisterblick` or `streamlit run streamlit_app.py`")
    return _at_work


def _today() -> date:
    """At midnight the counters of the day begin anew."""
    return datetime.now().astimezone().date()


def _time_ms() -> int:
    return time.time_ns() // 1_000_000


def _keep_out_of_garbage_collection() -> None:
    """What was loaded stays for good; without this every full collection walks through it while a part waits."""
    import gc

    gc.collect()
    gc.freeze()
