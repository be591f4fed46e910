"""What a step takes, on this PC at this hour."""

import time

TIMED_STEPS = 6
"""So many steps are timed before anything is planned on them; the first, which warms everything up, not at all."""
REMEMBERED = 40


class Stopwatch:
    """A running mean in seconds; a step is timed from the end of what was before it, waiting for pictures included."""

    def __init__(self) -> None:
        self.step_s = 0.0
        self._steps = 0
        self._since = time.monotonic()

    def stepped(self) -> None:
        """A step is over."""
        took_s = self._lap()
        self._steps += 1
        if self._steps > 1:
            self.step_s += (took_s - self.step_s) / min(self._steps - 1, REMEMBERED)

    def paused(self) -> None:
        """What was done since the last step is no part of the next."""
        self._lap()

    def due(self, long_ago: bool) -> bool:
        """Whether to plan now: once when enough steps were timed, then whenever the last plan was `long_ago`."""
        return self._steps == TIMED_STEPS or (self._steps > TIMED_STEPS and long_ago)

    def _lap(self) -> float:
        since, self._since = self._since, time.monotonic()
        return self._since - since
