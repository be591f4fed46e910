"""How many parts wait for the master's word. Counting takes longer the more parts there are, so nobody waits for it."""

import threading
import time
from contextlib import suppress
from typing import Final

from inspection.errors import StorageError
from inspection.station import Station
from screens.history.looking import Stamp, stamp
from screens.review.queue import SEARCHES, Pile

AGAIN_AFTER_S: Final = 5.0
RESTS: Final = 20
"""The number in the menu may be so many seconds old, or so many times as old as counting takes."""


class Waiting:
    """The number of one station. May be asked from any thread."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._counting = threading.Lock()
        self._counted: tuple[Stamp, int] | None = None
        self._again_at = -float("inf")

    def now(self) -> int:
        """As the records say; they are asked again only when something was recorded since. Raises StorageError."""
        with self._counting:
            at = stamp(self._station)
            if self._counted is None or self._counted[0] != at:
                began = time.monotonic()
                self._counted = (at, sum(self._station.count(SEARCHES[Pile.WAITING]).values()))
                self._again_at = time.monotonic() + max(AGAIN_AFTER_S, RESTS * (time.monotonic() - began))
            return self._counted[1]

    def last_known(self) -> int | None:
        """What was counted last, at once; where that is old, it is counted in the background. None at first."""
        counted = self._counted
        is_old = counted is None or counted[0] != stamp(self._station)
        if is_old and time.monotonic() >= self._again_at and not self._counting.locked():
            self._again_at = time.monotonic() + AGAIN_AFTER_S
            threading.Thread(target=self._count, name="waiting", daemon=True).start()
        return None if counted is None else counted[1]

    def _count(self) -> None:
        with suppress(StorageError):  # then the number stays as it was, and the pages say what is wrong
            self.now()


_first: Final = threading.Lock()
_latest: tuple[Station, Waiting] | None = None


def waiting(station: Station) -> Waiting:
    """The one of this station. A server has one station."""
    global _latest  # noqa: PLW0603 - a Streamlit script is run anew for every browser and gets no arguments
    with _first:
        if _latest is None or _latest[0] is not station:
            _latest = (station, Waiting(station))
        return _latest[1]
