"""Inspection goes first: from trigger to record the station holds a lock, and whoever trains meanwhile sleeps.

The operating system takes the lock back when the station dies, so nobody sleeps for ever.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspection.platform import is_locked, try_lock, unlock

LOCK_FILE = "inspecting"
ATTEMPTS = 5
"""Only somebody who looks holds the lock, for microseconds: a millisecond later it is free."""


class Precedence:
    """The station's side: `held` while a part is inspected."""

    def __init__(self, home: Path) -> None:
        """Opens the lock file in `home`; where that is impossible, parts are inspected all the same."""
        try:
            self._descriptor: int | None = os.open(
                home / LOCK_FILE, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o640
            )
        except OSError:  # a full or read-only disk: the record will say so
            self._descriptor = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Whoever asks `inspecting` hears yes within the block."""
        taken = self._descriptor is not None and self._take(self._descriptor)
        try:
            yield
        finally:
            if taken and self._descriptor is not None:
                unlock(self._descriptor)

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self, descriptor: int) -> bool:
        for _ in range(ATTEMPTS):
            try:
                try_lock(descriptor)
            except OSError:
                time.sleep(0.001)
            else:
                return True
        return False


def inspecting(home: Path) -> bool:
    """Whether a part is being inspected in `home` at this moment."""
    return is_locked(home / LOCK_FILE)
