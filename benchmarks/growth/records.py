"""Time against the number of records: recording one more, the history, the scrap book.

Years of a made-up shop grow in one folder, and a copy of it is kept at each size; the sizes are then asked in turn.

Nature: flat, for what is about one part, one page of parts or one week. The whole scrap book is linear: it counts
every part, and nothing about a part is left out. On its screen it is read once; what it then takes after one more part
is linear too, though much less: a few bytes of each part are copied. So is the opening of the records when the station
starts: it counts them, and sees whether every picture has one.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final, cast
from uuid import uuid4

from benchmarks.growth.curve import Curve, Nature, measured
from inspection.demonstration.years import fill_years
from inspection.record import InspectionRecord
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.scrap_book.costs import load_costs
from inspection.scrap_book.facts import FactsKeeper, Question, read_period
from inspection.scrap_book.report.building import scrap_report
from inspection.scrap_book.report.value import By
from inspection.station import Station
from screens.history.asking import NOTHING_ASKED, Asked
from screens.history.looking import look_up

COUNTS: Final = (1_000, 10_000, 50_000, 200_000)
QUICK_COUNTS: Final = (100, 300, 1_000)
UNIT: Final = "records"
LAST_DAY: Final = date(2026, 11, 20)
ROUNDS, INSERTS = 25, 100
BOOKS: Final = 5
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Years:
    """The records at one size, opened."""

    home: Path
    store: RecordStore
    newest: InspectionRecord

    def insert(self) -> None:
        """One more part, like the newest; its picture is known."""
        self.store.save(self.newest.inspection.model_copy(update={"record_id": uuid4().hex}))

    def history(self, asked: Asked) -> None:
        """What the history's page reads for its first rows and for the line above them."""
        station = cast("Station", self.store)  # the station hands these questions to its store as they are
        if not look_up(station, asked, self.newest.recorded_at.date()).records:
            raise RuntimeError(f"a fast wrong answer is an error: nothing found for {asked}")

    def week(self) -> None:
        """What `meisterblick report scrap` counts of the last week that was worked."""
        until = self.newest.recorded_at + timedelta(days=1)
        facts = read_period(self.home, load_costs(self.home), until - WEEK, until)
        if not scrap_report(facts, Question(since=until - WEEK, until=until), By.DAY).total.n:
            raise RuntimeError(f"a fast wrong answer is an error: no part of the last week in {self.home}")

    def book(self) -> FactsKeeper:
        """All parts, as the screen of the scrap book reads them when it is opened first."""
        keeper = FactsKeeper(self.home, load_costs(self.home))
        if not len(keeper.now()):
            raise RuntimeError(f"a fast wrong answer is an error: no part in {self.home}")
        return keeper


def curves(folder: Path, *, quick: bool) -> Iterator[Curve]:
    """See the module."""
    counts, rounds, inserts = (QUICK_COUNTS, 1, 1) if quick else (COUNTS, ROUNDS, INSERTS)
    homes = _grown(folder / "years", counts)
    yield measured(
        "opening the records", UNIT, Nature.LINEAR, {n: partial(_open, one) for n, one in homes.items()}, rounds=rounds
    )
    with ExitStack() as at_the_end:
        years: dict[float, _Years] = {}
        for count, home in homes.items():
            store = at_the_end.enter_context(closing(RecordStore.open(home)))
            years[count] = _Years(home=home, store=store, newest=store.newest(1)[0])
        order = _order_of(years[counts[0]])
        yield _curve("recording one more part", Nature.FLAT, years, _Years.insert, inserts)
        yield _curve("history page", Nature.FLAT, years, lambda one: one.history(NOTHING_ASKED), rounds)
        yield _curve("history of an order", Nature.FLAT, years, lambda one: one.history(order), rounds)
        yield _curve("scrap report of a week", Nature.FLAT, years, _Years.week, rounds)
        yield _curve("scrap book of all parts", Nature.LINEAR, years, _Years.book, min(rounds, BOOKS))
        yield _one_more(years, rounds)


def _open(home: Path) -> None:
    """As a station does it when it starts: whether each picture has its record is seen, and none is read."""
    RecordStore.open(home).close()


def _curve(name: str, nature: Nature, years: Mapping[float, _Years], act: Callable[[_Years], object], n: int) -> Curve:
    return measured(name, UNIT, nature, {count: partial(act, one) for count, one in years.items()}, rounds=n)


def _one_more(years: Mapping[float, _Years], rounds: int) -> Curve:
    """The scrap book's screen after one more part: recording it is not in the time."""
    keepers = {count: one.book() for count, one in years.items()}
    taken: dict[float, list[float]] = {count: [] for count in years}
    for _ in range(rounds):
        for count, one in years.items():
            one.insert()
            began = perf_counter()
            keepers[count].now()
            taken[count].append(perf_counter() - began)
    return Curve(name="scrap book after one more part", size_unit=UNIT, nature=Nature.LINEAR, rounds_s=taken)


def _order_of(years: _Years) -> Asked:
    """The search for an order that was finished when there were fewest records: the same parts at every size."""
    return Asked(order=years.store.search(Search(limit=500))[-1].inspection.job.order)


def _grown(home: Path, counts: Sequence[int]) -> dict[int, Path]:
    """A folder for each number of records (up to a day's parts more): copied while the last of them grows."""
    homes = {count: home.with_name(f"{home.name}-{count}") for count in counts[:-1]} | {counts[-1]: home}
    waiting = list(counts[:-1])

    def copy(what: str, done: int, _of: int) -> None:
        if what == "record" and waiting and done >= waiting[0]:
            shutil.copytree(home, homes[waiting.pop(0)])

    fill_years(home, counts[-1], until=LAST_DAY, tell=copy)
    return homes
