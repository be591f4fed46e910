"""Pictures of what was inspected come into the book by themselves, in the background, while somebody draws."""

import logging
import threading
from typing import TYPE_CHECKING, Final

from inspection.errors import InspectionError
from inspection.station import Station
from screens.history.looking import Stamp, stamp

if TYPE_CHECKING:
    from training.labelling.book import LabelBook

AT_MOST: Final = 40
"""Pictures at once; the rest comes when the strip is looked at again."""

_log = logging.getLogger(__name__)


class Gathering:
    """May be asked from any thread; at most one thread gathers."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._gathered: tuple[str, Stamp] | None = None

    def look(self, station: Station, book: "LabelBook") -> bool:
        """Begin where something was recorded since it was done last; whether it is at work."""
        if self._alone.locked():
            return True
        if self._gathered == (station.recipe.name, stamp(station)):
            return False
        threading.Thread(target=self._gather, args=(station, book), name="gathering", daemon=True).start()
        return True

    def wait(self) -> None:
        """Until nothing is gathered any more."""
        with self._alone:
            pass

    def _gather(self, station: Station, book: "LabelBook") -> None:
        from training.errors import TrainingError
        from training.labelling.sources import take_records

        with self._alone:
            part, at = station.recipe.name, stamp(station)
            try:
                new = take_records(
                    book,
                    part,
                    station.search,
                    lambda sha256: station.picture_bytes(sha256)[0],
                    station.overrides_of,
                    AT_MOST,
                )
            except (InspectionError, TrainingError) as error:
                _log.warning("pictures of inspections could not be brought in: %s", error)
                new = 0
            if new < AT_MOST:
                self._gathered = (part, at)
