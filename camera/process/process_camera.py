"""The station's side of a camera that runs in a process of its own."""

import threading
import time
from collections.abc import Mapping

from camera.config import DriverConfig
from camera.driver import Feed, Lamp
from camera.drivers import camera_id_of
from camera.errors import (
    CameraAbsent,
    CameraHung,
    CameraLost,
    FeedEnded,
    FrameBroken,
    FrameStale,
    SnapTimeout,
    WrongCamera,
)
from camera.frame import Frame
from camera.health import CameraHealth
from camera.process.camera_process import SILENT_S, STARTS_WITHIN_S, CameraProcess
from camera.process.messages import (
    Configure,
    Configured,
    Dropped,
    Expose,
    Open,
    Opened,
    Ready,
    Refused,
    Show,
    Spoiled,
    Word,
)
from camera.process.shelf import Shelf
from camera.settings import CameraSettings

DRIVERS = "camera.drivers:make_driver"
FIRST_WITHIN_S = 4.0
"""A camera is open when its first picture has come. USB cameras take up to 3 s to start."""

Answer = Opened | Configured | Refused


class ProcessCamera:
    """A Camera whose driver runs in a process of its own, watched by how long that is silent.

    A driver that hangs, crashes or loses its device costs its process, never this one: the fault is raised by whatever
    is called next, and `close` and `open` start a new process and apply the settings again. `snap` passes over frames
    whose exposure may have begun before it was called, and asks once more after a frame that is not whole. Pictures of
    another size or format than the first are refused as long as this object lives.
    """

    def __init__(
        self, config: DriverConfig, *, driver: str = DRIVERS, environment: Mapping[str, str] | None = None
    ) -> None:
        """Nothing is started before `open`. `driver` is who makes the Driver in the process, as "module:function"."""
        self._config, self._driver, self._environment = config, driver, dict(environment or {})
        self._camera_id = camera_id_of(config)
        self._changed = threading.Condition()
        self._shelf = Shelf(self._camera_id, self._changed)
        self._process: CameraProcess | None = None
        self._feed: Feed | None = None
        self._triggers = False
        self._fault: CameraLost | None = None
        self._answer: Answer | None = None
        self._wanted = getattr(config, "settings", CameraSettings())
        self._settings = CameraSettings()
        self._health = CameraHealth()

    @property
    def camera_id(self) -> str:
        """Kind, and serial number, path or address."""
        return self._camera_id

    @property
    def settings(self) -> CameraSettings:
        """What the device said is set."""
        return self._settings

    def open(self) -> None:
        """Start the process where there is none, and open the device, with the settings it had.

        Raises CameraAbsent where it is not there or gives no picture, WrongCamera where there is another device,
        CameraHung where its driver does not answer, FeedEnded.
        """
        with self._changed:
            if self._feed is not None and self._fault is None:
                return
            lost = self._fault is not None
        if lost:
            self.close()
        with self._changed:
            before = self._came()
            match self._opened():
                case Opened(feed=feed, settings=settings):
                    self._feed, self._settings, self._triggers = feed, settings, feed == "on-part"
                case Refused(code=code, why=why):
                    raise (WrongCamera if code == WrongCamera.code else CameraAbsent)(why)
                case _:
                    self._fault = self._fault or CameraLost("its driver did not answer")
            process = self._process
            if self._feed != "on-part":
                self._changed.wait_for(
                    lambda: self._came() > before or self._fault or self._process is not process, FIRST_WITHIN_S
                )
            fault, gives_pictures = self._fault, self._feed == "on-part" or self._came() > before
            if fault is None and process is not None and process is self._process and gives_pictures:
                return
        self.close()
        if isinstance(fault, CameraHung | FeedEnded):
            raise type(fault)(str(fault))
        raise CameraAbsent(f"the camera could not be opened: {fault or 'it is connected but gives no picture'}")

    def close(self) -> None:
        """End the process."""
        with self._changed:
            process, self._process = self._process, None
            self._feed = self._fault = None
            self._shelf.clear()
            self._changed.notify_all()
        if process is not None:
            process.end()

    def configure(self, settings: CameraSettings) -> None:
        """Apply settings now, and again whenever the device is opened. Raises ValueError, CameraLost."""
        with self._changed:
            process = self._at_work()
            match self._ask(process, Configure(settings=settings), SILENT_S):
                case Configured(settings=now_set) as answer:
                    process.allow(_silent_s(answer))
                    self._settings, self._wanted = now_set, self._wanted.changed_by(settings)
                case Refused(why=why):
                    raise ValueError(why)
                case _:
                    self._at_work()
                    raise CameraLost("the camera did not take its settings in time; try again")

    def snap(self, timeout_ms: int = 1000) -> Frame:
        """See Camera."""
        asked_s = time.monotonic()
        deadline = asked_s + timeout_ms / 1000
        try:
            return self._exposed(asked_s, deadline)
        except FrameStale:
            raise
        except FrameBroken as first:
            try:
                return self._exposed(time.monotonic(), deadline)
            except SnapTimeout:
                raise first from None
            except FrameBroken as error:
                raise type(error)(f"{error} (twice: {first})") from first

    def latest(self, max_age_ms: int) -> Frame:
        """See Camera."""
        with self._changed:
            self._at_work()
        return self._shelf.newest(max_age_ms)

    @property
    def triggers(self) -> bool:
        """Whether a part exposes its picture itself, by a signal at the camera's line; known once it was open."""
        return self._triggers

    def wait_for_part(self, timeout_s: float) -> bool:
        """Whether the picture of such a part waits. From the first call on each is kept for `next_part`."""
        return self._shelf.wait_for_part(timeout_s)

    def next_part(self) -> Frame:
        """The picture of the part that waited longest: each once, in order, even where the camera is gone by now.

        Does not block. Raises SnapTimeout where none waits, FrameBroken for a part whose picture is not whole or never
        came, PictureChanged. A `snap` takes the picture that it waited for out of the line.
        """
        return self._shelf.next_part()

    def check(self) -> None:
        """See Camera."""
        with self._changed:
            self._at_work()
        self._shelf.check()

    def show(self, lamp: Lamp) -> None:
        """See Camera."""
        process = self._process
        if process is not None:
            process.say(Show(lamp=lamp))

    def health(self) -> CameraHealth:
        """See Camera."""
        broken = self._health.broken + self._shelf.torn
        return self._health.model_copy(update={"frames": self._shelf.frames, "broken": broken})

    def _exposed(self, asked_s: float, deadline: float) -> Frame:
        with self._changed:
            process = self._at_work()
            if self._feed == "on-demand":
                process.say(Expose())
        return self._shelf.exposed_since(asked_s, deadline, lambda: self._still(process))

    def _opened(self) -> Answer | None:
        """Start the process where there is none, and ask it to open its device. Holds `_changed`."""
        if self._process is None:
            self._process = CameraProcess(
                self._config,
                driver=self._driver,
                environment=self._environment,
                hear=self._hear,
                ended=self._ended,
            )
        process = self._process
        process.allow(STARTS_WITHIN_S)
        answer = self._ask(process, Open(settings=self._wanted), STARTS_WITHIN_S)
        process.allow(_silent_s(answer))
        return answer

    def _came(self) -> int:
        """How many frames have come, whole or not."""
        return self._shelf.frames + self._health.broken + self._health.stale

    def _ask(self, process: CameraProcess, command: Open | Configure, within_s: float) -> Answer | None:
        """Say it and wait for the answer; None where there is none. Holds `_changed`."""
        self._answer = None
        process.say(command)
        overdue_s = within_s + 0.5  # by then the process that does not answer was found out
        self._changed.wait_for(lambda: self._answer or self._fault or self._process is not process, overdue_s)
        return self._answer

    def _at_work(self) -> CameraProcess:
        """The process, with its device open; raises what stands in the way. Holds `_changed`."""
        if self._fault is not None:
            raise type(self._fault)(str(self._fault))
        if self._process is None or self._feed is None:
            raise CameraLost(f"the camera {self._camera_id} is not open; open it first")
        return self._process

    def _still(self, process: CameraProcess) -> None:
        if self._at_work() is not process:
            raise CameraLost(f"the camera {self._camera_id} was closed meanwhile; trigger again")

    # --- what the process says; called by its threads

    def _hear(self, process: CameraProcess, word: Word) -> None:
        with self._changed:
            if process is not self._process:
                return
            match word:
                case Opened() | Configured() | Refused():
                    self._answer = word
                    self._changed.notify_all()
                case Ready():
                    self._shelf.put(process, word)
                case Spoiled(code=code):
                    self._count(**{"stale" if code == FrameStale.code else "broken": 1})
                    self._shelf.spoil(word)
                case Dropped():
                    self._count(dropped=1)
                case _:
                    pass  # alive; its last word goes to `_ended`

    def _ended(self, process: CameraProcess, why: CameraLost) -> None:
        with self._changed:
            if process is self._process:
                self._fault = why
                self._shelf.clear()
                self._count(restarts=int(isinstance(why, CameraHung)))
                self._changed.notify_all()

    def _count(self, **more: int) -> None:
        counted = {name: getattr(self._health, name) + by for name, by in more.items()}
        self._health = self._health.model_copy(update=counted)


def _silent_s(answer: Answer | None) -> float:
    """A driver may be silent while it exposes."""
    exposure_us = None if answer is None or isinstance(answer, Refused) else answer.settings.exposure_time_us
    return SILENT_S + (exposure_us or 0) / 1e6
