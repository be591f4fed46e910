"""How regularly pictures come, and so how long one of them can have waited in a queue on its way.

A camera sends at a steady pace. Where the network stops for a moment, or the station does not read, pictures queue up
in the camera or on the way; afterwards they come in quick succession and are older than they look. The time of arrival
of such a picture says nothing; what is sure is only that it was sent after the last one that came in time.
"""

import statistics
from collections import deque
from typing import Final

SOONEST: Final = 0.4
"""Of the usual interval: what comes sooner waited behind the one before. A camera may double its rate: that is 0.5."""
LATEST: Final = 2.5
"""Of the usual interval: what comes later may have been sent right after the one before. Half the rate is 2.0."""
LEARN_FROM: Final = 5
"""Intervals that have to be known before one is called unusual."""
REMEMBERED: Final = 31
RELEARN_AFTER_S: Final = 3.0
"""When no interval was usual for so long, the camera has another rate now: a queue is empty by then."""


class Pace:
    """Told of each picture in turn. A queue that empties slower than at 2.5 times the camera's rate is not noticed, nor
    that a picture in time was late by up to 1.5 intervals: both belong to the camera's `lag_ms`.
    """

    def __init__(self) -> None:
        """No picture has come."""
        self._came_s: float | None = None
        self._sent_after_s = 0.0
        self._odd_since_s: float | None = None
        self._usual: deque[float] = deque(maxlen=REMEMBERED)

    @property
    def interval_s(self) -> float | None:
        """The usual time between two pictures; None until it is known."""
        return statistics.median(self._usual) if len(self._usual) >= LEARN_FROM else None

    def sent_after_s(self, came_s: float) -> float:
        """The time before which the picture whose first byte came at `came_s` cannot have been sent."""
        before_s, self._came_s = self._came_s, came_s
        interval_s = self.interval_s
        if before_s is None:
            self._sent_after_s = came_s
        elif interval_s is None or SOONEST * interval_s <= came_s - before_s <= LATEST * interval_s:
            self._usual.append(came_s - before_s)
            self._sent_after_s, self._odd_since_s = came_s, None
        elif self._odd_since_s is None:
            self._odd_since_s = came_s
        elif came_s - self._odd_since_s > RELEARN_AFTER_S:
            self._usual.clear()
            self._odd_since_s = None
        return self._sent_after_s
