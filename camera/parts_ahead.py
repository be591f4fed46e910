"""Parts of a series, rendered in a thread before they are asked for."""

import os
import sys
import threading
import time

from camera.config import SimulatedConfig
from camera.errors import CameraLost, SnapTimeout
from camera.rendering import RenderedPart, render_part

PARTS_AHEAD = 4
QUIET_AFTER_SNAP_S = 0.7
"""After a snap the processor belongs to the verdict: no rendering for so long, unless parts run short."""

LOWEST_PRIORITY = 19


class PartsAhead:
    """Keeps the next few parts of the series ready, from number `first` on."""

    def __init__(self, config: SimulatedConfig, *, first: int) -> None:
        """Rendering starts at once."""
        self._config = config
        self._first = first
        self._ready: dict[int, RenderedPart] = {}
        self._closed = False
        self._quiet_until = 0.0
        self._failure: Exception | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._render, name="parts-ahead", daemon=True)
        self._thread.start()

    def get(self, index: int, timeout_s: float) -> RenderedPart:
        """Part number `index`, which is not before the last one forgotten.

        Raises SnapTimeout where it is not rendered in time, CameraLost when closed.
        """
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while index not in self._ready:
                if self._failure is not None:
                    raise CameraLost(f"rendering part {index} failed: {self._failure}") from self._failure
                if self._closed:
                    raise CameraLost("the simulated camera was closed")
                self._first = max(self._first, index - PARTS_AHEAD + 1)
                self._changed.notify_all()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise SnapTimeout(f"part {index} was not rendered within {timeout_s * 1000:.0f} ms")
                self._changed.wait(left)
            return self._ready[index]

    def ready(self, index: int) -> RenderedPart | None:
        """Part number `index` if it is rendered already."""
        with self._changed:
            return self._ready.get(index)

    def forget_before(self, index: int) -> None:
        """Parts below `index` are not asked for any more; as many new ones are rendered."""
        with self._changed:
            self._first = max(self._first, index)
            self._quiet_until = time.monotonic() + QUIET_AFTER_SNAP_S
            for old in [number for number in self._ready if number < index]:
                del self._ready[old]
            self._changed.notify_all()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _next(self) -> int | None:
        wanted = range(self._first, self._first + PARTS_AHEAD)
        return next((number for number in wanted if number not in self._ready), None)

    def _pause(self) -> float | None:
        """Seconds until the next part is to be rendered: 0 is now, None is until something changes."""
        if self._next() is None:
            return None
        if not all(self._first + step in self._ready for step in (0, 1, 2)):
            return 0
        return max(self._quiet_until - time.monotonic(), 0)

    def _render(self) -> None:
        if sys.platform == "linux":  # where a thread has a priority of its own: whoever judges goes first
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
        while True:
            with self._changed:
                while not self._closed and (wait := self._pause()) != 0:
                    self._changed.wait(wait)
                if self._closed:
                    return
                number = self._next()
                assert number is not None
            try:
                part = render_part(
                    self._config.part,
                    seed=self._config.seed,
                    index=number,
                    width_px=self._config.width_px,
                    height_px=self._config.height_px,
                )
            except Exception as error:  # whoever waits for the part must hear why it never comes
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                return
            with self._changed:
                self._ready[number] = part
                self._changed.notify_all()
