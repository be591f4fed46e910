"""The same part judged many times, in a thread of its own: whatever a browser does meanwhile, it is done once."""

import threading
from datetime import UTC, datetime

from inspection.errors import InspectionError
from inspection.repeatability import TIMES, Repeatability
from inspection.station import Station
from inspection.station.setting_up import repeat


class RepeatJob:
    """At work from the start; `done` counts, and at the end there is what was `found`, or an `error`."""

    def __init__(self, station: Station) -> None:
        """Begins at once."""
        self.begun_at = datetime.now(UTC)
        self.recipe_version = station.recipe.version
        self.done = 0
        self.found: Repeatability | None = None
        self.error: InspectionError | None = None
        self._station = station
        self._thread = threading.Thread(target=self._work, name="repeatability", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def _work(self) -> None:
        try:
            self.found = repeat(self._station, TIMES, self._count)
        except InspectionError as error:
            self.error = error

    def _count(self, done: int) -> None:
        self.done = done
