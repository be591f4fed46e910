"""What every screen shows and asks for again and again: kept in memory, so that no question goes to the records."""

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from inspection.job import Dimension, Job
from inspection.on_disk import write_durably
from inspection.record import (
    DispositionRecord,
    Inspection,
    InspectionRecord,
    OverrideRecord,
    OverridesByRecord,
    WithdrawalRecord,
)
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.verdict import Verdict
from inspection.withdrawal import WhyWithdrawn

SHOWN: Final = 10
LOOKED_THROUGH: Final = 300
"""So many of the newest records are searched for parts of the bench when the station opens."""
ORDER_FILE: Final = "order.json"


class AtHand:
    """The last parts of the bench, what was said of them, the order and its counts; wakes those who wait for news.

    Order, machine, lot and material are kept on the disk; the number of a part is not. Every method may be called from
    any thread; those that tell what was recorded, and `take`, one at a time (the station's lock). `newest` is replaced,
    never changed.
    """

    def __init__(self, records: RecordStore, home: Path) -> None:
        """Reads them once. Raises StorageError."""
        self._news = threading.Condition()
        self._over = False
        self._records, self._order_file = records, home / ORDER_FILE
        newest = records.newest(LOOKED_THROUGH)
        self.newest = tuple(one for one in newest if one.inspection.source == "bench")[:SHOWN]
        self._overrides = dict(records.overrides_of(_ids(self.newest)))
        self._withdrawn = set(records.withdrawn(_ids(self.newest)))
        self._last_word = max((given[0].sequence for given in self._overrides.values()), default=0)
        self._job = _order_on(self._order_file)
        self._day = _today()
        self._of_order = self._count(self._job.order)

    @property
    def last_sequence(self) -> int:
        """Number of the newest entry that changed what is shown: a part, or a word about one."""
        return max(self._newest_sequence(), self._last_word)

    @property
    def job(self) -> Job:
        """What the next part belongs to."""
        return self._job

    def take_order(self, order: str | None) -> None:
        """Parts belong to this order from now on, after a start as well; a number that was waiting is forgotten.

        Raises ValueError for what is no number, StorageError, OSError; then everything stays as it was.
        """
        self.take("order", order)

    def take(self, name: Dimension, tag: str | None) -> None:
        """Parts belong to this order, machine, lot or material from now on, after a start as well; None is none.

        Another order counts its own parts, and a number that was waiting is forgotten. Raises ValueError for what is no
        tag, StorageError, OSError; then everything stays as it was.
        """
        job = self._job.with_tag(name, tag)
        counted = self._count(job.order) if name == "order" else None
        write_durably(self._order_file, job.lasting.model_dump_json().encode())
        with self._news:
            if counted is not None:
                self._job, self._of_order, self._day = job.lasting, counted, _today()
            else:
                self._job = self._job.with_tag(name, tag)
            self._news.notify_all()

    def take_serial(self, serial: str | None) -> None:
        """The next part has this number, and only that. Raises ValueError for what is no number."""
        with self._news:
            self._job = Job.model_validate({**self._job.model_dump(), "serial": serial})
            self._news.notify_all()

    def order_counts(self) -> dict[Verdict, int]:
        """How many parts of this order had which verdict; where there is no order, of today. None taken back counts."""
        with self._news:
            self._begin_new_day()
            return dict(self._of_order)

    def add(self, records: Sequence[InspectionRecord], used: Job | None = None) -> None:
        """Parts that were recorded, the oldest first; `used` is the job taken for them, whose number is used up."""
        with self._news:
            self._begin_new_day()
            known = _ids(self.newest)  # a group may be sent again
            bench = [one for one in records if one.inspection.source == "bench"]
            fresh = [one for one in bench if one.inspection.record_id not in known]
            self.newest = (*reversed(fresh), *self.newest)[:SHOWN]
            kept = _ids(self.newest)
            self._overrides = {about: given for about, given in self._overrides.items() if about in kept}
            self._withdrawn &= kept
            self._of_order.update(one.inspection.verdict for one in fresh if self._counts(one))
            if used is not None and (self._job.order, self._job.serial) == (used.order, used.serial):
                self._job = self._job.lasting
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
        """A part that was taken back. Where the same one is to be inspected once more, its number waits again."""
        about = record.withdrawal.record_id
        with self._news:
            self._begin_new_day()
            part = next((one for one in self.newest if one.inspection.record_id == about), None)
            if part is not None and about not in self._withdrawn:
                self._withdrawn.add(about)
                if self._counts(part):
                    self._of_order[part.inspection.verdict] -= 1
                self._wait_again(part.inspection, record.withdrawal.why)
            self._last_word = max(self._last_word, record.sequence)
            self._news.notify_all()

    def add_disposition(self, record: DispositionRecord) -> None:
        """What becomes of a part: kept in the records alone, and a reason to draw anew."""
        with self._news:
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

    def _counts(self, part: InspectionRecord) -> bool:
        """Whether the part is one of the order at hand, or of today where there is none."""
        if self._job.order is None:
            return part.recorded_at.astimezone().date() == self._day
        return part.inspection.job.order == self._job.order

    def _wait_again(self, inspection: Inspection, why: WhyWithdrawn) -> None:
        job = inspection.job
        if why is not WhyWithdrawn.OTHER_PART and self._job.serial is None and self._job.order == job.order:
            self._job = self._job.model_copy(update={"serial": job.serial})

    def _begin_new_day(self) -> None:
        if self._job.order is None and self._day != _today():
            self._day = _today()
            self._of_order = Counter()

    def _count(self, order: str | None) -> Counter[Verdict]:
        since = None if order else datetime.combine(_today(), time()).astimezone()
        return Counter(self._records.count(Search(order=order, since=since, withdrawn=False)))


def _order_on(path: Path) -> Job:
    """Order, machine, lot and material as they were taken up last; none where nobody knows."""
    try:
        return Job.model_validate_json(path.read_bytes()).lasting
    except (OSError, ValidationError):
        return Job()


def _ids(records: Sequence[InspectionRecord]) -> set[str]:
    return {record.inspection.record_id for record in records}


def _today() -> date:
    return datetime.now().astimezone().date()
