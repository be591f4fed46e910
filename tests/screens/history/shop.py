"""Records behind a page, without a bench; it knows how often it was asked."""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from inspection.disposition import Disposition, Fate
from inspection.errors import StorageError
from inspection.finding import Detection
from inspection.job import Job
from inspection.override import MastersVerdict, Override, Role
from inspection.people import People
from inspection.people import Role as Visiting
from inspection.record import DispositionsByRecord, InspectionRecord, OverridesByRecord, Record, Source
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.station import CameraState, ModelState, Station, StationState, StorageState
from inspection.verdict import Code, Reason, Verdict
from inspection.withdrawal import WhyWithdrawn, Withdrawal
from screens.access import Visitor
from screens.host import AtWork, StationHost, put_to_work
from tests.screens.building import RECIPE, inspection, not_judged

CRACK = Detection(class_name="crack", score=0.9, xyxy=(350, 244, 452, 262))
PORE_AT_LIMIT = Detection(class_name="pore", score=0.88, xyxy=(180, 236, 190, 246))
FOUND: dict[Verdict, tuple[Detection, ...]] = {
    Verdict.PASS: (),
    Verdict.FAIL: (CRACK,),
    Verdict.REVIEW: (PORE_AT_LIMIT,),
}


class Shop:
    """What pages ask of a station, answered by real records."""

    recipe = RECIPE
    is_simulated = False
    is_aside = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = RecordStore.open(home)
        self.questions = 0
        self.notes: list[tuple[str, str]] = []
        self.broken = False

    def inspect(self, verdict: Verdict, job: Job | None = None, source: Source = "bench") -> InspectionRecord:
        """A part that got this verdict."""
        record_id = uuid.uuid4().hex
        if verdict is Verdict.NOT_JUDGED:
            part = not_judged(Reason(code=Code.DETECTOR_FAILED)).model_copy(update={"record_id": record_id})
        else:
            part = inspection(*FOUND[verdict], record_id=record_id)
        assert part.verdict is verdict
        return self.store.save(part.model_copy(update={"job": job or Job(), "source": source}))

    def say(self, about: InspectionRecord, verdict: MastersVerdict) -> None:
        """The master's word."""
        self.store.save_override(
            Override(
                override_id=uuid.uuid4().hex,
                record_id=about.inspection.record_id,
                verdict=verdict,
                role=Role.MASTER,
                reason="<b>gemessen</b>",
                given_at=datetime.now(UTC),
            )
        )

    def dispose(self, about: InspectionRecord, fate: Fate, cost_cents: int) -> None:
        """What becomes of a part with a crack."""
        self.store.save_disposition(
            Disposition(
                disposition_id=uuid.uuid4().hex,
                record_id=about.inspection.record_id,
                fate=fate,
                cause="crack",
                reason="<b>gerissen</b>",
                cost_cents=cost_cents,
                role=Role.MASTER,
                given_at=datetime.now(UTC),
            )
        )

    def take_back(self, about: InspectionRecord) -> None:
        """The part does not count."""
        self.store.save_withdrawal(
            Withdrawal(
                withdrawal_id=uuid.uuid4().hex,
                record_id=about.inspection.record_id,
                why=WhyWithdrawn.LAY_WRONG,
                given_at=datetime.now(UTC),
            )
        )

    def search(self, search: Search) -> tuple[InspectionRecord, ...]:
        self._asked()
        return self.store.search(search)

    def count(self, search: Search) -> dict[Verdict, int]:
        self._asked()
        return self.store.count(search)

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        self._asked()
        return self.store.overrides_of(record_ids)

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        self._asked()
        return self.store.dispositions_of(record_ids)

    def log(self, count: int) -> tuple[Record, ...]:
        return self.store.log(count)

    def find(self, record_id: str) -> InspectionRecord | None:
        return self.store.find(record_id)

    def note(self, code: str, detail: str) -> None:
        """What was set up, checked or taught."""
        self.notes.append((code, detail))

    def withdrawn(self, record_ids: Collection[str]) -> frozenset[str]:
        self._asked()
        return self.store.withdrawn(record_ids)

    def state(self) -> StationState:
        said = self.store._open_database().head()  # grows with every entry
        return StationState(
            phase="ready",
            recipe=RECIPE.name,
            camera=CameraState(camera_id="1", working=True),
            model=ModelState(name="weld-bead", judge=None),
            storage=StorageState(working=True, free_mb=5000),
            counts=self.store.counts(),
            last_sequence=said.sequence if said else 0,
        )

    @property
    def station(self) -> Station:
        """As pages know it."""
        return cast(Station, self)

    def put_to_work(self, role: Visiting = Visiting.MASTER) -> None:
        """Make it the station of this process, visited in this role."""
        door = SimpleNamespace(visitor=lambda *_, **__: Visitor(role=role), people=People())
        host = SimpleNamespace(phase=AtWork(station=self.station), station=self.station, door=door, home=self.home)
        put_to_work(cast(StationHost, host))

    def _asked(self) -> None:
        self.questions += 1
        if self.broken:
            raise StorageError("disk <1> does not answer")
