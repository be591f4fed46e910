"""Which desks have which picture open, so that a second person is told. In memory: nobody's work hangs on it."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final

GONE_AFTER_S: Final = 12.0
"""A browser says every four seconds that it is still there; one that was killed is forgotten after this time."""


class WhoDraws:
    """May be asked from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)

    def looks(self, part: str, sha256: str, desk: str) -> bool:
        """`desk` has the picture open now; whether another has it open, too. A desk has one picture open."""
        with self._lock:
            self._forget(desk)
            desks = self._seen[part, sha256]
            others = any(self._clock() - seen < GONE_AFTER_S for seen in desks.values())
            desks[desk] = self._clock()
            return others

    def leaves(self, desk: str) -> None:
        """`desk` has no picture open any more."""
        with self._lock:
            self._forget(desk)

    def _forget(self, desk: str) -> None:
        for picture in [picture for picture, desks in self._seen.items() if desks.pop(desk, None) is not None]:
            if not self._seen[picture]:
                del self._seen[picture]
