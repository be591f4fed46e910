"""What every screen shows and asks for again and again: kept in memory, so that no question goes to the records."""

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Final

from inspection.job import Job
from inspection.record import InspectionRecord, OverrideRecord, OverridesByRecord, WithdrawalRecord
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.verdict import Verdict

SHOWN: Final = 10
LOOKED_THROUGH: Final = 300
"""So many of the newest records are searched for parts of the bench when the station opens."""


class AtHand:
    """The last parts of the bench, what was said of them, the order and its counts; wakes those who wait for news.

    The order of the day's last part is taken up again when the station opens; the number of a part is not. Every method
    may be called from any thread. `newest` is replaced, never changed.
    """

    def __init__(self, records: RecordStore) -> None:
        """Reads them once. Raises StorageError."""
        self._news = threading.Condition()
        self._over = False
        self._records = records
        self._counts = Counter(records.counts())
        self.newest = _of_the_bench(records.newest(LOOKED_THROUGH))
        self._overrides = dict(records.overrides_of(_ids(self.newest)))
        self._withdrawn = set(records.withdrawn(_ids(self.newest)))
        self._last_word = max((given[0].sequence for given in self._overrides.values()), default=0)
        self._job_changes = 0
        last = self.newest[0] if self.newest else None
        self._job = Job(order=last.inspection.job.order if last and _day_of(last) == _today() else None)
        self._day = _today()
        self._of_order = self._count_order()

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many parts the station judged so."""
        return dict(self._counts)

    @property
    def last_sequence(self) -> int:
        """Number of the newest entry that changed what is shown: a part, or a word about one."""
        return max(self._newest_sequence(), self._last_word)

    @property
    def job(self) -> Job:
        """What the next part belongs to."""
        return self._job

    @property
    def job_changes(self) -> int:
        """How often order or number were taken up; grows with every change."""
        return self._job_changes

    def take_up(self, job: Job) -> None:
        """Judge for this order and part from now on. Raises StorageError."""
        with self._news:
            other_order = job.order != self._job.order
            self._job = job
            self._job_changes += 1
            if other_order:
                self._of_order = self._count_order()
            self._news.notify_all()

    def order_counts(self) -> dict[Verdict, int]:
        """How many parts of this order had which verdict; where there is no order, of today. None taken back counts."""
        with self._news:
            self._begin_new_day()
            return dict(self._of_order)

    def add(self, records: Sequence[InspectionRecord]) -> None:
        """Parts that were recorded, the oldest first."""
        with self._news:
            self._begin_new_day()
            fresh = [record for record in records if record.sequence > self._newest_sequence()]  # a group sent again
            self.newest = _of_the_bench((*reversed(fresh), *self.newest))
            kept = _ids(self.newest)
            self._overrides = {about: given for about, given in self._overrides.items() if about in kept}
            self._withdrawn &= kept
            self._counts.update(record.inspection.verdict for record in fresh)
            bench = [record.inspection for record in fresh if record.inspection.source == "bench"]
            self._of_order.update(
                one.verdict for one in bench if self._job.order is None or one.job.order == self._job.order
            )
            if any(one.job.serial == self._job.serial for one in bench):
                self._job = Job(order=self._job.order)  # a number is that of one part
            self._news.notify_all()

    def add_override(self, record: OverrideRecord) -> None:
        """A word of the master that was recorded; one that is known already changes nothing."""
        about = record.override.record_id
        with self._news:
            if about in _ids(self.newest):
                given = {record, *self._overrides.get(about, ())}
                self._overrides[about] = tuple(sorted(given, key=lambda one: -one.sequence))
            self._last_word = max(self._last_word, record.sequence)
            self._news.notify_all()

    def add_withdrawal(self, record: WithdrawalRecord) -> None:
        """A part that was taken back. Raises StorageError."""
        with self._news:
            self._withdrawn.add(record.withdrawal.record_id)
            self._of_order = self._count_order()
            self._last_word = max(self._last_word, record.sequence)
            self._news.notify_all()

    def withdrawn(self, record_ids: Collection[str]) -> frozenset[str]:
        """Which of these, if they are at hand, were taken back."""
        with self._news:
            return frozenset(self._withdrawn & set(record_ids))

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

    def _begin_new_day(self) -> None:
        if self._job.order is None and self._day != _today():
            self._day = _today()
            self._of_order = Counter()

    def _count_order(self) -> Counter[Verdict]:
        self._day = _today()
        since = None if self._job.order else datetime.combine(self._day, time()).astimezone()
        return Counter(self._records.count(Search(order=self._job.order, since=since, withdrawn=False)))


def _ids(records: Sequence[InspectionRecord]) -> set[str]:
    return {record.inspection.record_id for record in records}


def _of_the_bench(newest_first: Sequence[InspectionRecord]) -> tuple[InspectionRecord, ...]:
    return tuple(record for record in newest_first if record.inspection.source == "bench")[:SHOWN]


def _day_of(record: InspectionRecord) -> date:
    return record.recorded_at.astimezone().date()


def _today() -> date:
    return datetime.now().astimezone().date()
