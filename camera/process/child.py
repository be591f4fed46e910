"""The camera process: opens one device, keeps reading it, and says what came.

Whatever it cannot mend by trying again ends the process: the station starts a new one, with a new driver, which is the
only way back that every vendor's library survives. It ends by itself when the station is gone.
"""

import importlib
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from io import TextIOWrapper
from typing import IO, assert_never

import numpy as np
from pydantic import BaseModel

from camera.driver import Driver, RawFrame
from camera.errors import CameraAbsent, CameraLost, FrameBroken, FrameStale, SnapTimeout
from camera.frame import Pixels
from camera.process.messages import (
    COMMAND,
    SPEAKS_EVERY_S,
    Alive,
    Begin,
    Command,
    Configure,
    Configured,
    Dropped,
    Expose,
    Free,
    Lost,
    Open,
    Opened,
    Ready,
    Refused,
    Show,
    Spoiled,
)
from camera.process.raw_frames import to_pixels
from camera.process.slots import SLOTS, Slots

LIVE_EVERY_S = 0.1
"""A camera that exposes on demand does so ten times a second while nobody asks: for the live picture, and as a sign of
life."""
ENDS_WITHIN_S = 1.0
BLANK_UP_TO = 2
"""Grey values between the darkest and the brightest pixel of each colour."""


class CameraChild:
    """One device, from the first command to the last."""

    def __init__(self, driver: Driver, slots: Slots, words: IO[str]) -> None:
        """`words` is where it speaks to the station."""
        self._driver, self._slots, self._words = driver, slots, words
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._free = list(range(SLOTS))
        self._opened = False
        self._wanted = False
        self._live_at = self._frame_at = time.monotonic()
        self._last: tuple[int | None, bytes | Pixels] | None = None
        self._blank: tuple[bytes | Pixels, bool] | None = None

    def listen(self, lines: IO[str]) -> None:
        """Take commands until the station closes the line; then this process ends, even where its driver hangs."""
        for line in lines:
            self._commands.put(COMMAND.validate_json(line))
        self._commands.put(None)
        time.sleep(ENDS_WITHIN_S)
        os._exit(1)

    def run(self) -> None:
        """Until the station closes the line, or the device is gone. Raises BrokenPipeError where nobody listens."""
        try:
            while self._obey_all():
                if self._opened and not self._is_full():
                    self._read()
                else:
                    self._say(Alive())
        except CameraLost as error:
            self._say(Lost(code=error.code, why=str(error)))
        except BrokenPipeError:
            raise
        except Exception as error:  # whatever a vendor's library throws: the station shall know why, and start anew
            why = f"the camera's driver failed with {type(error).__name__}: {error}; it is started anew"
            self._say(Lost(code=CameraLost.code, why=why))
        finally:
            self._driver.close()

    def _obey_all(self) -> bool:
        """Do what was asked for, waiting for it while there is nothing else to do. Whether to go on."""
        while True:
            wait_s = self._idle_s()
            try:
                command = self._commands.get(timeout=wait_s) if wait_s > 0 else self._commands.get_nowait()
            except queue.Empty:
                return True
            if command is None:
                return False
            self._obey(command)

    def _idle_s(self) -> float:
        if not self._opened or self._is_full():
            return SPEAKS_EVERY_S
        if self._driver.feed == "on-demand" and not self._wanted:
            return max(0.0, self._live_at + LIVE_EVERY_S - time.monotonic())
        return 0.0

    def _is_full(self) -> bool:
        """At the trigger line each frame is a part: the driver keeps what the station is too slow for."""
        return self._driver.feed == "on-part" and not self._free

    def _obey(self, command: Command) -> None:
        match command:
            case Open(settings=settings):
                try:
                    self._driver.open()
                    now_set = self._driver.configure(settings)
                except CameraAbsent as error:
                    self._driver.close()
                    self._say(Refused(code=error.code, why=str(error)))
                except ValueError as error:
                    self._driver.close()
                    self._say(Refused(code=CameraAbsent.code, why=f"its settings do not fit: {error}"))
                else:
                    self._opened, self._frame_at = True, time.monotonic()
                    self._say(Opened(feed=self._driver.feed, settings=now_set))
            case Configure(settings=settings):
                try:
                    self._say(Configured(settings=self._driver.configure(settings)))
                except ValueError as error:
                    self._say(Refused(code=None, why=str(error)))
            case Expose():
                self._wanted = True
            case Show(lamp=lamp):
                if self._opened:
                    self._driver.show(lamp)
            case Free(slot=slot):
                self._free.append(slot)
            case _:
                assert_never(command)

    def _read(self) -> None:
        within_s = SPEAKS_EVERY_S
        if self._driver.feed == "on-demand" and self._driver.stalled_after_s is not None:
            within_s = self._driver.stalled_after_s / 2  # two exposures that do not come, and it has stopped
        self._live_at, self._wanted = time.monotonic(), False
        try:
            raw = self._driver.read(within_s)
            self._refuse_repeated(raw)
        except FrameBroken as error:
            self._say(Spoiled(code=error.code, why=str(error)))
        except SnapTimeout:
            self._refuse_stalled()
            self._say(Alive())
        else:
            self._frame_at = time.monotonic()
            self._lend(raw)

    def _refuse_repeated(self, raw: RawFrame) -> None:
        before, self._last = self._last, (raw.number, raw.data)
        if before is None:
            return
        if raw.number is not None and raw.number == before[0]:
            raise FrameStale(f"the camera gave frame {raw.number} again; trigger again")
        if self._driver.noisy and _same_bytes(raw.data, before[1]) and not self._is_blank(raw):
            raise FrameStale("the camera gave the same picture again, to the last bit; trigger again")

    def _is_blank(self, raw: RawFrame) -> bool:
        """Whether a picture has no noise to tell it by: a sensor that is dark or blinded gives one value everywhere."""
        if self._blank is None or not _same_bytes(raw.data, self._blank[0]):
            data = np.frombuffer(raw.data, np.uint8) if isinstance(raw.data, bytes) else raw.data.reshape(-1)
            try:
                pixels = to_pixels(data, raw.layout, raw.width_px, raw.height_px)[0].reshape(-1, 3)
            except FrameBroken:
                return False
            self._blank = (raw.data, int(np.ptp(pixels, axis=0).max()) <= BLANK_UP_TO)
        return self._blank[1]

    def _refuse_stalled(self) -> None:
        limit_s = self._driver.stalled_after_s
        silent_s = time.monotonic() - self._frame_at
        if limit_s is not None and silent_s > limit_s:
            raise CameraLost(
                f"the camera is connected but gave no picture for {silent_s:.1f} s; if it does not come back by "
                "itself, pull its plug and put it in again"
            )

    def _lend(self, raw: RawFrame) -> None:
        if not self._free:
            self._say(Dropped())
            return
        slot = self._free.pop()
        self._say(
            Ready(
                slot=slot,
                n_bytes=self._slots.write(slot, raw.data),
                layout=raw.layout,
                width_px=raw.width_px,
                height_px=raw.height_px,
                began_s=raw.began_s,
                exposure_time_us=raw.exposure_time_us,
                gain_db=raw.gain_db,
            )
        )

    def _say(self, word: BaseModel) -> None:
        self._words.write(word.model_dump_json() + "\n")
        self._words.flush()


def _same_bytes(one: bytes | Pixels, other: bytes | Pixels) -> bool:
    if isinstance(one, bytes) or isinstance(other, bytes):
        return bytes(one) == bytes(other)
    return np.array_equal(one, other)


def main() -> None:
    """Speak on what was stdout; anything a library prints goes to stderr."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8")  # whatever the system's own is
    words = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    begin = Begin.model_validate_json(sys.stdin.readline())
    module, _, factory = begin.driver.partition(":")
    driver: Driver = getattr(importlib.import_module(module), factory)(begin.config)
    child = CameraChild(driver, Slots.found(begin.memory), words)
    threading.Thread(target=child.listen, args=(sys.stdin,), daemon=True).start()
    with suppress(BrokenPipeError):  # the station is gone
        child.run()
    os._exit(0)  # a library's threads and exit handlers may hang


if __name__ == "__main__":
    main()
