"""The years into the records of a folder: through the record store, in groups, as anything is recorded.

The first entry says that nothing of this was ever inspected, and so does the file `demo-data.json`.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from camera.rendering import PartKind
from inspection.closed import Closed
from inspection.demonstration.years.calendar import parts_of_days, working_days
from inspection.demonstration.years.plan import Floor, Planned
from inspection.demonstration.years.pool import JudgedPart, Pool, rendered_pool
from inspection.demonstration.years.shop import (
    COSTS,
    FEWEST_DAYS,
    KINDS,
    MOST_DAYS,
    PARTS_A_DAY,
    TAKEN_BACK,
    History,
)
from inspection.demonstration.years.words import said_in_the_evening, withdrawal_of
from inspection.disposition import Disposition
from inspection.errors import StorageRefused
from inspection.on_disk import write_durably
from inspection.override import Override
from inspection.record import Event, Exposure, Inspection, Judge, Picture, PictureLight, Precision, ViewResult
from inspection.records import RecordStore
from inspection.records.layout import Layout, StoreSettings
from inspection.records.store import GROUP_LIMIT
from inspection.scrap_book.costs import FILE_NAME as COSTS_FILE
from inspection.scrap_book.costs import save_costs
from inspection.verdict import Code, Reason, Verdict

MARK: Final = "demo-data.json"
POOL: Final = 60
"""Rendered parts of each kind; fewer where there are few parts to stand for."""
_EVENING: Final = time(14, 15, tzinfo=UTC)
_UNFIT: Final = (Code.OUT_OF_FOCUS, Code.TOO_DARK, Code.NO_PART, Code.SNAP_TIMEOUT)
_SOFTWARE: Final = "demo-data"
_JUDGE: Final = Judge(
    model="demo-data",
    sha256=hashlib.sha256(b"demo-data").hexdigest(),
    engine="scripted",
    engine_version="0",
    precision=Precision.F32,
)
Tell = Callable[[str, int, int], None]
"""Called with what is done ("render", "record"), how many, of how many."""


class Filled(Closed):
    """What was written, as it stands in the file `demo-data.json`."""

    seed: int
    parts: int
    first_day: date
    last_day: date
    overrides: int
    withdrawals: int
    dispositions: int


@dataclass(slots=True)
class _Clock:
    """Tells the store the time of each entry, in their order; `now` where it asks of itself."""

    now: datetime
    coming: deque[datetime]

    def __call__(self) -> datetime:
        if self.coming:
            self.now = self.coming.popleft()
        return self.now


def fill_years(
    home: Path, parts: int, *, until: date, seed: int = 1, tell: Tell = lambda _what, _done, _of: None
) -> Filled:
    """Record `parts` made-up parts in the folder `home`, the last ones on `until` or the day that was worked before it.

    The same arguments give the same records. Raises ValueError for no parts; StorageRefused where the folder has
    records already, before anything is written; else as `RecordStore`.
    """
    if parts < 1:
        raise ValueError(f"years have one part at least; got {parts}")
    refuse_records(home)
    rng = Random(seed)
    days = working_days(until, min(max(parts // PARTS_A_DAY, FEWEST_DAYS), MOST_DAYS, parts), rng)
    pools = _pools(parts, seed, tell)
    start = datetime.combine(days[0], time(5, 0, tzinfo=UTC))
    clock = _Clock(start, deque())
    store = RecordStore.open(home, StoreSettings(clock=clock))
    try:
        if not (home / COSTS_FILE).exists():
            save_costs(home, COSTS)
        filling = _Filling(store=store, clock=clock, pools=pools, history=History.before(days[-1]), rng=rng)
        filled = filling.all_days(days, parts, seed, tell)
    finally:
        store.close()
    write_durably(home / MARK, filled.model_dump_json(indent=2).encode())
    return filled


def refuse_records(home: Path) -> None:
    """Raises StorageRefused where the folder has records, whosever they are."""
    if Layout(home).database.exists():
        raise StorageRefused(
            f"{home} has records already, and what is made up must never stand among them: give another folder, "
            "or delete this one if nothing in it is needed"
        )


def _pools(parts: int, seed: int, tell: Tell) -> dict[PartKind, Pool]:
    each = max(8, min(POOL, parts // 100))
    whole, done = each * len(KINDS), 0

    def count() -> None:
        nonlocal done
        done += 1
        tell("render", done, whole)

    return {kind.part: rendered_pool(kind.part, each, seed, count) for kind in KINDS}


@dataclass(slots=True, kw_only=True)
class _Filling:
    """One run: the store, and what has been said so far."""

    store: RecordStore
    clock: _Clock
    pools: dict[PartKind, Pool]
    history: History
    rng: Random
    stored: set[str] = field(default_factory=set)
    overrides: int = 0
    withdrawals: int = 0
    dispositions: int = 0

    def all_days(self, days: tuple[date, ...], parts: int, seed: int, tell: Tell) -> Filled:
        floor, done = Floor(self.history, self.rng), 0
        said = f"made up by `meisterblick demo-data` (seed {seed}): no part of these {parts} was ever inspected"
        self.store.save_event(Event(code="demo-data", detail=said))
        for day, count in parts_of_days(days, parts, self.rng):
            self._day(day, list(floor.day(day, count)))
            done += count
            tell("record", done, parts)
        return Filled(
            seed=seed,
            parts=parts,
            first_day=days[0],
            last_day=days[-1],
            overrides=self.overrides,
            withdrawals=self.withdrawals,
            dispositions=self.dispositions,
        )

    def _day(self, day: date, planned: Sequence[Planned]) -> None:
        counting: list[Inspection] = []
        for group in _groups(planned, self.rng):
            made = [self._inspection(one) for one in group.parts]
            self.clock.coming.extend(one.at for one in group.parts)
            self.store.save_all(made)
            self.stored.update(one.views[0].picture.sha256 for one, _ in made if one.views[0].picture is not None)
            inspections = [inspection for inspection, _ in made]
            if group.taken_back:
                at = group.parts[-1].at + timedelta(milliseconds=1)
                self.clock.coming.append(at)
                self.store.save_withdrawal(withdrawal_of(inspections.pop(), at, self.rng))
                self.withdrawals += 1
            counting += inspections
        evening = datetime.combine(day, _EVENING)
        for word in said_in_the_evening(counting, day, evening, self.history, self.rng):
            self.clock.coming.append(word.given_at)
            match word:
                case Override():
                    self.store.save_override(word)
                    self.overrides += 1
                case Disposition():
                    self.store.save_disposition(word)
                    self.dispositions += 1

    def _inspection(self, planned: Planned) -> tuple[Inspection, tuple[Picture, ...]]:
        pool = self.pools[planned.kind.part]
        record_id = f"{self.rng.getrandbits(128):032x}"
        took = round(self.rng.gauss(140, 12), 1)
        part = None if planned.wanted[0] is Verdict.NOT_JUDGED else pool.pick(planned.wanted, self.rng)
        reasons = part.reasons if part else (Reason(code=self.rng.choice(_UNFIT)),)
        view = ViewResult(
            view="top",
            picture=part.ref if part else None,
            exposure=Exposure(camera_id="demo-data", frame_id=0, captured_at=planned.at) if part else None,
            findings=part.findings if part else (),
            verdict=part.verdict if part else Verdict.NOT_JUDGED,
            reasons=reasons,
            scale=pool.scale if part else None,
            light=self._light(part, planned) if part else None,
            timings_ms={"capture": 20.0, "total": took},
        )
        inspection = Inspection(
            record_id=record_id,
            source="bench",
            job=planned.job,
            part_type=pool.recipe.part_type,
            recipe=pool.recipe.name,
            recipe_version=pool.recipe.version,
            recipe_sha256=pool.recipe_sha256,
            judge=_JUDGE,
            software_version=_SOFTWARE,
            views=(view,),
            verdict=view.verdict,
            reasons=reasons,
        )
        return inspection, (part.picture,) if part and part.ref.sha256 not in self.stored else ()

    def _light(self, part: JudgedPart, planned: Planned) -> PictureLight:
        share = planned.light * self.rng.gauss(1, 0.01)
        return part.light.model_copy(update={"mean_grey": round(part.light.mean_grey * share, 2)})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Parts of one commit; of the last one it is said at once that it does not count, where `taken_back`."""

    parts: tuple[Planned, ...]
    taken_back: bool


def _groups(planned: Sequence[Planned], rng: Random) -> Iterator[_Group]:
    """The parts of a day, as many in a commit as may be."""
    group: list[Planned] = []
    for one in planned:
        group.append(one)
        taken_back = rng.random() < TAKEN_BACK
        if taken_back or len(group) == GROUP_LIMIT:
            yield _Group(parts=tuple(group), taken_back=taken_back)
            group = []
    if group:
        yield _Group(parts=tuple(group), taken_back=False)
