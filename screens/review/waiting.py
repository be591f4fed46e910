"""How many parts wait for the master's word. Counting takes longer the more parts there are, so nobody waits for it."""

import threading
import time
from contextlib import suppress
from typing import Final
from weakref import WeakKeyDictionary

from inspection.errors import StorageError
from inspection.station import Station
from screens.history.looking import Stamp, stamp
from screens.review.queue import SEARCHES, Pile

AGAIN_AFTER_S: Final = 5.0
"""So long the number in the menu may be an old one, because a part is judged every second."""


class Waiting:
    """The number of one station. May be asked from any thread."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._counting = threading.Lock()
        self._counted: tuple[Stamp, int] | None = None
        self._counted_at = -float("inf")

    def now(self) -> int:
        """As the records say; they are asked again only when something was recorded since. Raises StorageError."""
        with self._counting:
            at = stamp(self._station)
            if self._counted is None or self._counted[0] != at:
                self._counted = (at, sum(self._station.count(SEARCHES[Pile.WAITING]).values()))
                self._counted_at = time.monotonic()
            return self._counted[1]

    def last_known(self) -> int | None:
        """What was counted last, at once; where that is old, it is counted in the background. None at first."""
        counted = self._counted
        is_old = counted is None or counted[0] != stamp(self._station)
        if is_old and time.monotonic() - self._counted_at >= AGAIN_AFTER_S and not self._counting.locked():
            self._counted_at = time.monotonic()
            threading.Thread(target=self._count, name="waiting", daemon=True).start()
        return None if counted is None else counted[1]

    def _count(self) -> None:
        with suppress(StorageError):  # then the number stays as it was, and the pages say what is wrong
            self.now()


_OF_STATION: "WeakKeyDictionary[Station, Waiting]" = WeakKeyDictionary()
_FIRST: Final = threading.Lock()


def waiting(station: Station) -> Waiting:
    """The one of this station."""
    with _FIRST:
        return _OF_STATION.setdefault(station, Waiting(station))
