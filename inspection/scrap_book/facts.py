"""The parts of the records as columns, read without a single body: years of a shop in a fraction of a second."""

import threading
from datetime import datetime
from pathlib import Path

from inspection.records.counted import open_counted
from inspection.scrap_book.columns import FATES, Column, PartFacts, Question
from inspection.scrap_book.costs import Costs
from inspection.scrap_book.gathering import NOTHING, gather

__all__ = ["FATES", "Column", "FactsKeeper", "PartFacts", "Question", "read_facts", "read_period"]


def read_facts(home: Path, costs: Costs, since: datetime | None = None, until: datetime | None = None) -> PartFacts:
    """The parts that count, recorded from `since` on and before `until` (with a time zone); all where None.

    What was said about them counts whenever it was said. A running station is not disturbed. Raises StorageRefused for
    records of another schema, StorageFailed.
    """
    with open_counted(home) as rows:
        if rows is None:
            return NOTHING.facts(costs)
        return gather(NOTHING, rows.parts(0, since, until), rows).facts(costs)


def read_period(home: Path, costs: Costs, since: datetime | None, until: datetime | None) -> PartFacts:
    """All that a report of this period needs: its parts, those recorded between them, and one part before and behind.

    So it is seen that the clock was set, as by `read_facts`, without reading years for a week. Raises as `read_facts`.
    """
    with open_counted(home) as rows:
        if rows is None or (span := rows.span(since, until)) is None:
            return NOTHING.facts(costs)
        return gather(NOTHING, rows.parts_between(*span), rows).facts(costs)


class FactsKeeper:
    """All parts that count, kept for screens that ask again and again: only what is new is read.

    `now` may be called from any thread.
    """

    def __init__(self, home: Path, costs: Costs) -> None:
        """Reads nothing yet. With other costs, another keeper is needed."""
        self._home, self._costs = home, costs
        self._reading = threading.Lock()
        self._gathered, self._head = NOTHING, 0
        self._facts = NOTHING.facts(costs)

    def now(self) -> PartFacts:
        """The parts as they stand; the same value as before where nothing was recorded. Raises as `read_facts`."""
        with self._reading, open_counted(self._home) as rows:
            if rows is None:
                return self._facts
            head = rows.head()
            if head < self._head:  # other records were put in place of those that were read
                self._gathered = NOTHING
            if head != self._head:
                self._gathered = gather(self._gathered, rows.parts(self._gathered.last, None, None), rows)
                self._facts = self._gathered.facts(self._costs)
                self._head = head
            return self._facts
