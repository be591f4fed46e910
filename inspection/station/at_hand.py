"""What every screen shows and asks for again and again: kept in memory, so that no question goes to the records."""

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from inspection.record import InspectionRecord, OverrideRecord, OverridesByRecord
from inspection.records import RecordStore
from inspection.verdict import Verdict

SHOWN: Final = 10
LOOKED_THROUGH: Final = 300
"""So many of the newest records are searched for parts of the bench when the station opens."""


class AtHand:
    """The last parts of the bench, the master's words on them, the counts of all parts; wakes those who wait for news.

    Every method may be called from any thread. `newest` is replaced, never changed.
    """

    def __init__(self, records: RecordStore) -> None:
        """Reads them once. Raises StorageError."""
        self._news = threading.Condition()
        self._over = False
        self._counts = Counter(records.counts())
        self.newest = _of_the_bench(records.newest(LOOKED_THROUGH))
        self._overrides = dict(records.overrides_of(_ids(self.newest)))
        self._last_override = max((given[0].sequence for given in self._overrides.values()), default=0)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many parts the station judged so."""
        return dict(self._counts)

    @property
    def last_sequence(self) -> int:
        """Number of the newest entry that changed what is shown: a part, or a word of the master."""
        return max(self._newest_sequence(), self._last_override)

    def add(self, records: Sequence[InspectionRecord]) -> None:
        """Parts that were recorded, the oldest first."""
        with self._news:
            fresh = [record for record in records if record.sequence > self._newest_sequence()]  # a group sent again
            self.newest = _of_the_bench((*reversed(fresh), *self.newest))
            kept = _ids(self.newest)
            self._overrides = {about: given for about, given in self._overrides.items() if about in kept}
            self._counts.update(record.inspection.verdict for record in fresh)
            self._news.notify_all()

    def add_override(self, record: OverrideRecord) -> None:
        """A word of the master that was recorded; one that is known already changes nothing."""
        about = record.override.record_id
        with self._news:
            if about in _ids(self.newest):
                given = {record, *self._overrides.get(about, ())}
                self._overrides[about] = tuple(sorted(given, key=lambda one: -one.sequence))
            self._last_override = max(self._last_override, record.sequence)
            self._news.notify_all()

    def overrides_of(self, record_ids: Collection[str]) -> tuple[OverridesByRecord, set[str]]:
        """The master's words on these parts, and the ids of those that are not at hand."""
        with self._news:
            found = {about: given for about, given in self._overrides.items() if about in record_ids}
            return found, set(record_ids) - _ids(self.newest)

    def wait_for_news(self, after_sequence: int, timeout_s: float) -> int:
        """`last_sequence`, as soon as it is above `after_sequence`, or the time or the station is over."""
        with self._news:
            self._news.wait_for(lambda: self.last_sequence > after_sequence or self._over, timeout_s)
            return self.last_sequence

    def end(self) -> None:
        """There will be no more news: nobody waits any longer."""
        with self._news:
            self._over = True
            self._news.notify_all()

    def _newest_sequence(self) -> int:
        return self.newest[0].sequence if self.newest else 0


def _ids(records: Sequence[InspectionRecord]) -> set[str]:
    return {record.inspection.record_id for record in records}


def _of_the_bench(newest_first: Sequence[InspectionRecord]) -> tuple[InspectionRecord, ...]:
    return tuple(record for record in newest_first if record.inspection.source == "bench")[:SHOWN]
