"""Looking at what is new in the book of labels in a process of its own, which sleeps while a part is judged.

python -m training.labelling.seeing HOME PART PARENT
"""

import logging
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspection.precedence import inspecting

if TYPE_CHECKING:
    from training.labelling.book import LabelBook

AGAIN_AFTER_S: Final = 30.0
"""Whoever draws changes the book every few seconds."""
LOOK_EVERY_S: Final = 0.003
"""As `training.supervision`: an inspection takes 40 ms and more."""

_log = logging.getLogger(__name__)


class Seeing:
    """Begins where the book has changed since it was looked at last; at most one process looks. From any thread."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._looked: dict[str, tuple[int, int]] = {}
        self._began_s = -float("inf")
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def look(self, book: "LabelBook", part: str) -> bool:
        """Begin, unless nothing has changed; whether it is at work. Raises StorageFailed."""
        state = len(book.pictures(part)), sum(one.revision for one in book.drawings(part).values())
        with self._lock:
            if self._process is not None or self._closed:
                return self._process is not None
            if self._looked.get(part) == state or not state[0] or time.monotonic() - self._began_s < AGAIN_AFTER_S:
                return False
            self._looked[part], self._began_s = state, time.monotonic()
            # `stand_back` lets it die with the thread that started it: that one waits for its end
            started = threading.Event()
            threading.Thread(target=self._run, args=(part, started), name="seeing", daemon=True).start()
            started.wait()
            return self._process is not None

    def close(self) -> None:
        """Look no more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def _run(self, part: str, started: threading.Event) -> None:
        import os

        try:
            import psutil
        except ImportError:  # no training stack on this bench: the order holds without it
            started.set()
            return
        command = [sys.executable, "-P", "-m", "training.labelling.looking", str(self._home), part, str(os.getpid())]
        try:
            self._process = process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            _log.warning("what is new in the book of labels cannot be looked at: %s", error)
            return
        finally:
            started.set()
        whole, asleep = psutil.Process(process.pid), False
        while process.poll() is None:
            if (busy := inspecting(self._home)) != asleep:
                with suppress(psutil.NoSuchProcess):
                    (whole.suspend if busy else whole.resume)()
                asleep = busy
            time.sleep(LOOK_EVERY_S)
        if process.returncode:
            _log.warning("looking at what is new in the book of labels ended with status %d", process.returncode)
        self._process = None
