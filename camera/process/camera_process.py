"""One life of the camera process: started, spoken to, watched, ended."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from pydantic import BaseModel

from camera.config import DriverConfig
from camera.errors import CameraHung, CameraLost, FeedEnded
from camera.frame import Pixels
from camera.process.messages import WORD, Begin, Lost, Word
from camera.process.slots import Slots

SILENT_S = 2.0
"""A process that says nothing for so long hangs in its driver; awake, it speaks four times a second."""
STARTS_WITHIN_S = 15.0
"""So long starting and opening may take: a network camera is looked for on every interface."""
WATCH_EVERY_S = 0.1
ENDS_WITHIN_S = 1.5


class CameraProcess:
    """A running camera process. `hear` gets its words; `ended` is told, once, why it is over unless `end` was called.

    Both are called from threads of its own. Nothing here waits for a process that does not answer.
    """

    def __init__(
        self,
        config: DriverConfig,
        *,
        driver: str,
        environment: Mapping[str, str],
        hear: Callable[["CameraProcess", Word], None],
        ended: Callable[["CameraProcess", CameraLost], None],
    ) -> None:
        """Start it. Raises CameraLost where the system has no process or memory to give."""
        self._hear, self._ended = hear, ended
        self._over = threading.Event()
        self._reported = threading.Lock()
        self._speaking = threading.Lock()
        try:
            self._slots = Slots.made()
            try:
                self._process = self._slots.inherited_by(
                    [sys.executable, "-P", "-m", "camera.process.child"],
                    {**os.environ, "OPENCV_LOG_LEVEL": "ERROR", **environment},
                )
            except OSError:
                self._slots.close()
                raise
        except OSError as error:
            raise CameraLost(f"the camera's process could not be started: {error}; close other programs") from error
        self._heard_at, self._patience_s = time.monotonic(), STARTS_WITHIN_S
        self.say(Begin(config=config, memory=self._slots.name, driver=driver))
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._watch)]
        for thread in self._threads:
            thread.start()

    def say(self, command: BaseModel) -> None:
        """Ask for something. Where nobody listens any more, `ended` will tell."""
        with self._speaking, suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.write(command.model_dump_json() + "\n")

    def allow(self, silent_s: float) -> None:
        """How long it may be silent from now on, in seconds."""
        self._heard_at, self._patience_s = time.monotonic(), silent_s

    def view(self, slot: int, n_bytes: int) -> Pixels:
        """See Slots."""
        return self._slots.view(slot, n_bytes)

    def end(self) -> None:
        """Let it close its device; kill it where that takes too long."""
        self._report(None)
        with suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(ENDS_WITHIN_S)
        self._process.kill()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(ENDS_WITHIN_S)
        with suppress(subprocess.TimeoutExpired):  # one that even SIGKILL does not wake is left behind
            self._process.wait(WATCH_EVERY_S)
        self._slots.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                word = WORD.validate_json(line)
                self._heard_at = time.monotonic()
                if isinstance(word, Lost):  # at once: letting go of a device that is gone may take its time
                    self._report((FeedEnded if word.code == FeedEnded.code else CameraLost)(word.why))
                else:
                    self._hear(self, word)
        status = self._process.wait()
        self._report(CameraLost(f"the camera's process ended with status {status}; it is started anew"))

    def _watch(self) -> None:
        looked_at = time.monotonic()
        while not self._over.wait(WATCH_EVERY_S):
            before, looked_at = looked_at, time.monotonic()
            if looked_at - before > 5 * WATCH_EVERY_S:  # this process did not get to listen: its own pause, not theirs
                self._heard_at = looked_at
            patience_s = self._patience_s
            silent_s = looked_at - self._heard_at
            if silent_s > patience_s:
                self._process.kill()
                self._report(
                    CameraHung(
                        f"the camera's driver did not answer for {silent_s:.1f} s and was stopped; it is started anew. "
                        "If it hangs again, pull the camera's plug and put it in again"
                    )
                )

    def _report(self, why: CameraLost | None) -> None:
        """Say that it is over, the first time only."""
        if self._reported.acquire(blocking=False):
            self._over.set()
            if why is not None:
                self._ended(self, why)
