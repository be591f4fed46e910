"""What is made one day: machines one after the other at the bench, each with its order, lot and batch of material."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from inspection.demonstration.years.pool import Wanted
from inspection.demonstration.years.shop import KINDS, NOT_JUDGED, History, KindOfPart
from inspection.job import Job
from inspection.verdict import Verdict

BEGINS: Final = time(5, 30, tzinfo=UTC)
WORKED_S: Final = 8 * 3600
LOT_SIZE: Final = 50
BAD_BATCHES: Final = 0.04
"""So many batches of material are bad: everything made of them fails twice as often."""
_BATCH_SIZE: Final = (600, 1800)
_ORDER_SIZE: Final = (60, 700)
_WITHOUT_JOB: Final = 0.03
"""So many parts nobody said an order for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A part that is made: when (UTC), which kind, what it belongs to, and what is to be found on it."""

    at: datetime
    kind: KindOfPart
    job: Job
    wanted: Wanted
    light: float


@dataclass(slots=True)
class _Machine:
    """What a machine works on; it changes from part to part."""

    kind: KindOfPart
    name: str
    order: str = ""
    left: int = 0
    made: int = 0
    batch: str = ""
    batch_left: int = 0
    batch_is_bad: bool = False


@dataclass(slots=True)
class Floor:
    """The machines, from day to day; a day is to be asked for after the one before it."""

    history: History
    rng: Random
    _orders: int = 0
    _batches: int = 0
    _machines: list[_Machine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._machines = [_Machine(kind, name) for kind in KINDS for name in kind.machines]

    def day(self, day: date, count: int) -> Iterator[Planned]:
        """The parts of one day, in the order in which they come to the bench."""
        seconds = sorted(self.rng.uniform(0, WORKED_S) for _ in range(count))
        begins = datetime.combine(day, BEGINS)
        for index, (machine, second) in enumerate(zip(self._turns(count), seconds, strict=True)):
            at = begins + timedelta(seconds=round(second, 2), milliseconds=index)  # no two parts at one moment
            yield self._part(machine, day, at)

    def _turns(self, count: int) -> Iterator[_Machine]:
        """Which machine each part comes from: one block a machine, another order of them every day."""
        weights = [machine.kind.share / len(machine.kind.machines) for machine in self._machines]
        chosen = self.rng.choices(range(len(weights)), weights, k=count)
        turn = self.rng.sample(range(len(weights)), len(weights))
        return (self._machines[index] for index in sorted(chosen, key=turn.index))

    def _part(self, machine: _Machine, day: date, at: datetime) -> Planned:
        self._next_job(machine, day)
        machine.left, machine.batch_left, machine.made = machine.left - 1, machine.batch_left - 1, machine.made + 1
        job = Job(
            order=machine.order,
            machine=machine.name,
            lot=f"{machine.order}-{1 + (machine.made - 1) // LOT_SIZE}",
            material=machine.batch,
        )
        if self.rng.random() < _WITHOUT_JOB:
            job = Job(machine=machine.name)
        wanted = self._wanted(machine, day)
        return Planned(at=at, kind=machine.kind, job=job, wanted=wanted, light=self.history.light(day))

    def _next_job(self, machine: _Machine, day: date) -> None:
        if machine.left <= 0:
            self._orders += 1
            machine.order = f"{machine.kind.order_letter}{day:%y}-{self._orders:04}"
            machine.left, machine.made = self.rng.randint(*_ORDER_SIZE), 0
        if machine.batch_left <= 0:
            self._batches += 1
            machine.batch = f"C{day:%y}-{self._batches:03}"
            machine.batch_left = self.rng.randint(*_BATCH_SIZE)
            machine.batch_is_bad = self.rng.random() < BAD_BATCHES

    def _wanted(self, machine: _Machine, day: date) -> Wanted:
        """What is to be found on the next part."""
        kind, said = machine.kind, self.rng.random()
        worse = self.history.factor(machine.name, day) * (2.0 if machine.batch_is_bad else 1.0)
        for verdict, share in (
            (Verdict.NOT_JUDGED, NOT_JUDGED),
            (Verdict.FAIL, kind.fails * worse),
            (Verdict.REVIEW, kind.doubtful * worse**0.5),
        ):
            if said < share:
                return verdict, None if verdict is Verdict.NOT_JUDGED else self._cause(machine, day)
            said -= share
        return Verdict.PASS, None

    def _cause(self, machine: _Machine, day: date) -> str:
        kind, history = machine.kind, self.history
        causes = dict(kind.causes)
        if machine.name == history.worse_machine and day >= history.worse_from:
            causes["pore"] *= 4  # the gas is short
        return self.rng.choices(list(causes), list(causes.values()))[0]
