"""The station at work: a trigger goes in, a recorded verdict comes out."""

import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from camera.disturbances import Disturbances
from camera.driver import Lamp
from camera.errors import CameraError
from camera.frame import Frame
from camera.protocol import Camera
from camera.settings import CameraSettings
from inspection.detection.detector import Detector, UnavailableDetector
from inspection.disposition import Disposition
from inspection.errors import DetectorError, RecordConflict, StorageError
from inspection.finding import Detection
from inspection.inspect_part import JudgedPart, inspect_part, not_judged, software_version
from inspection.job import Dimension, Job
from inspection.measuring import load_libraries, measure
from inspection.override import Override
from inspection.precedence import Precedence
from inspection.recipe import Recipe
from inspection.record import (
    DispositionRecord,
    DispositionsByRecord,
    Event,
    InspectionRecord,
    OverrideRecord,
    OverridesByRecord,
    Record,
    WithdrawalRecord,
)
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.scale import PixelScale
from inspection.setup import Setup
from inspection.station.at_hand import AtHand
from inspection.station.camera_keeper import CameraKeeper
from inspection.station.outcome import Ignored, Outcome, Recorded, Stopped
from inspection.station.state import ModelState, StationState, StorageState
from inspection.verdict import Verdict
from inspection.withdrawal import Withdrawal

Saved = TypeVar("Saved")


class Station:
    """Owns cameras (one per view), detector and records. Every method may be called from any thread."""

    def __init__(
        self,
        *,
        home: Path,
        setup: Setup,
        cameras: dict[str, Camera],
        detector: Detector,
        records: RecordStore,
        lock_out_ms: int = 300,
    ) -> None:
        """Takes what it is given as its own and closes it in `close`. The cameras are opened in the background."""
        self._setup = setup
        self._home = home
        self._detector = detector
        self._records = records
        self._lock_out_s = lock_out_ms / 1000
        self._triggering = threading.Lock()
        self._is_aside = False
        self._at_work = threading.Lock()
        self.setting_up = threading.RLock()  # held by `inspection.station.setting_up`: one change after the other
        self._precedence = Precedence(home)
        self._last_trigger = -float("inf")
        self._stopped: str | None = None
        self._recording = threading.Lock()  # what is recorded is at hand before anything else is recorded
        self._at_hand = AtHand(records, home)
        self._keepers: dict[str, CameraKeeper] = {}  # a keeper may note something while the next one is made
        self._keepers |= {view: CameraKeeper(camera, self._note) for view, camera in cameras.items()}

    def trigger(self, source: str) -> Outcome:
        """Inspect the part under the camera and record it. `source` says who asked: button, key, api.

        Returns after the record is on the disk. A second call meanwhile, or within the lock-out, is Ignored. Where the
        station is just being set up, the part waits for its turn.
        """
        started = time.perf_counter()
        if self._stopped:
            self._show(Lamp.OFF)
            return Stopped(why=self._stopped)
        if not self._triggering.acquire(blocking=False):
            return self._ignored(started, source)
        try:
            if started - self._last_trigger < self._lock_out_s:
                return self._ignored(started, source)
            with self._at_work:
                return self._inspect(started)
        finally:
            self._triggering.release()

    @property
    def camera_triggers(self) -> bool:
        """Whether parts trigger the (first) camera at its line; then `inspect_next` is the press."""
        return next(iter(self._keepers.values())).triggers

    def inspect_next(self, timeout_s: float) -> Outcome | None:
        """Wait for a part that triggers the (first) camera, inspect it and record it; None where none came.

        Each exposure is a part of its own: what comes while one is judged waits for its turn, and nothing locks it out.
        """
        if self._stopped:
            return Stopped(why=self._stopped)
        if not next(iter(self._keepers.values())).wait_for_part(timeout_s):
            return None
        with self._triggering, self._at_work:
            if not next(iter(self._keepers.values())).wait_for_part(0):
                return None  # its picture was taken for setting up meanwhile
            return self._inspect(time.perf_counter(), at_line=True)

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Within the block nothing is judged: a press is Ignored, a part that triggers the camera itself waits.

        For taking pictures that are no part of the day. The part at hand is finished first.
        """
        with self._triggering:
            self._is_aside = True
            try:
                yield
            finally:
                self._is_aside = False

    @property
    def is_aside(self) -> bool:
        """Whether nothing is judged at this moment, because pictures are taken."""
        return self._is_aside

    @property
    def home(self) -> Path:
        """The station's folder."""
        return self._home

    @property
    def setup(self) -> Setup:
        """The recipe in force, with what was taught for it."""
        return self._setup

    @property
    def recipe(self) -> Recipe:
        """The recipe in force."""
        return self._setup.recipe

    @property
    def camera_id(self) -> str:
        """The (first) camera."""
        return next(iter(self._keepers.values())).camera_id

    def take_up(self, setup: Setup, detector: Detector | None = None, camera: Camera | None = None) -> None:
        """From the next part on judge by `setup`; with `detector`, and through `camera`, where another one is needed.

        No part is judged by half of it. The camera is opened in the background, the old ones are let go.
        """
        with self._at_work:
            if camera is not None:
                for keeper in self._keepers.values():
                    keeper.close()
                self._keepers = {setup.recipe.views[0]: CameraKeeper(camera, self._note)}
            self._setup = setup
            if detector is not None:
                self._detector = detector

    @property
    def camera_settings(self) -> CameraSettings:
        """What is set on the (first) camera now."""
        return next(iter(self._keepers.values())).settings

    def configure_camera(self, settings: CameraSettings) -> None:
        """Turn the (first) camera's knobs. Raises CameraError, ValueError for what it does not have or take."""
        with self._at_work:
            next(iter(self._keepers.values())).configure(settings)

    @property
    def is_simulated(self) -> bool:
        """Whether the (first) camera shows rendered parts."""
        return next(iter(self._keepers.values())).is_simulated

    def disturb(self, disturbances: Disturbances) -> None:
        """Make a fault before, in or behind the (first) camera, or mend it. Raises NotSimulated for a real one."""
        next(iter(self._keepers.values())).disturb(disturbances)

    def snap(self) -> Frame:
        """A fresh picture of what lies under the (first) camera, for setting up. Raises CameraError."""
        with self._at_work:
            return next(iter(self._keepers.values())).snap()

    def rehearse(self, setup: Setup | None = None) -> JudgedPart:
        """Judge the part under the camera without recording it: for setting up and for tests of repeatability.

        `setup` is another than the one in force, where that is asked.
        """
        with self._at_work, self._precedence.held():
            return inspect_part(self._snaps(), setup or self._setup, self._detector)

    def check(self, setup: Setup) -> InspectionRecord:
        """Judge a part of known quality by `setup`, and record it as a check: it does not count as inspected.

        Raises StorageError.
        """
        judged = self.rehearse(setup)
        inspection = judged.inspection.model_copy(update={"source": "check"})
        return self.record_batch([JudgedPart(inspection=inspection, pictures=judged.pictures)])[0]

    def note(self, code: str, detail: str) -> None:
        """Record that the station was set up, checked or taught. See Event."""
        self._note(code, detail)

    def warm_up(self) -> None:
        """Look and measure once at what lies under the camera, so that the first part is judged as fast as any.

        The engine compiles the net for each size of picture, and measuring loads its libraries. Nothing is recorded,
        and whatever goes wrong will be said when a part is judged.
        """
        software_version()
        load_libraries()
        with self._at_work, suppress(CameraError, DetectorError):
            pixels = self.live_frame().pixels
            self._detector.find(pixels)
            height_px, width_px = pixels.shape[:2]
            middle = (0.4 * width_px, 0.4 * height_px, 0.6 * width_px, 0.6 * height_px)
            made_up = [Detection(class_name=name, score=1, xyxy=middle) for name in ("crack", "pore")]
            measure(made_up, pixels, PixelScale())

    def record_batch(self, batch: Sequence[JudgedPart]) -> tuple[InspectionRecord, ...]:
        """Record parts that were judged elsewhere on this computer (`meisterblick inspect --record`), as one group.

        Raises StorageError.
        """
        return self._recorded(
            lambda: self._records.save_all([(part.inspection, part.pictures) for part in batch]), self._at_hand.add
        )

    def override(self, override: Override) -> OverrideRecord:
        """Record the master's word beside the station's verdict, which stays; every browser is told.

        The same word sent again is recorded once. Raises RecordUnknown, RecordConflict; StorageError, and then the
        station has stopped as for any other record.
        """
        return self._recorded(lambda: self._records.save_override(override), self._at_hand.add_override)

    def dispose(self, disposition: Disposition) -> DispositionRecord:
        """Record what becomes of a part; every browser is told. A correction is another one, and the newest counts.

        Raises as `override`.
        """
        return self._recorded(lambda: self._records.save_disposition(disposition), self._at_hand.add_disposition)

    def delete_pictures(self, why: str, digests: Sequence[str]) -> None:
        """Delete pictures by their SHA-256, as retention asks; the entry that says so comes first.

        Raises StorageError, and then the station has stopped as for any other record.
        """
        self._recorded(lambda: self._records.delete_pictures(why, digests), lambda _record: None)

    @property
    def job(self) -> Job:
        """What the next part belongs to."""
        return self._at_hand.job

    def take_order(self, order: str | None) -> None:
        """Parts belong to this order from now on; a number that was waiting is forgotten.

        Raises ValueError for what is no number; StorageError, OSError, and then the order before goes on.
        """
        with self._recording:
            self._at_hand.take_order(order)

    def take(self, name: Dimension, tag: str | None) -> None:
        """Parts belong to this order, machine, lot or material from now on, until another one is taken; None is none.

        Raises ValueError for what is no tag; StorageError, OSError, and then the one before goes on.
        """
        with self._recording:
            self._at_hand.take(name, tag)

    def take_serial(self, serial: str | None) -> None:
        """The next part has this number, and only that. Raises ValueError for what is no number."""
        self._at_hand.take_serial(serial)

    def withdraw(self, withdrawal: Withdrawal) -> WithdrawalRecord:
        """Take the last part back: its record stays, and does not count. A part that is taken back already stays so.

        Raises RecordUnknown, RecordConflict where it is not the last part; StorageError, and then the station has
        stopped as for any other record.
        """

        def save() -> WithdrawalRecord:
            if [one.inspection.record_id for one in self.newest(1)] != [withdrawal.record_id]:
                raise RecordConflict("only the last part of the bench can be taken back; nothing was written")
            return self._records.save_withdrawal(withdrawal)

        return self._recorded(save, self._at_hand.add_withdrawal)

    def withdrawn(self, record_ids: Collection[str]) -> frozenset[str]:
        """Which of these parts were taken back; those of `newest` are known without asking the records.

        Raises StorageError.
        """
        found = self._at_hand.withdrawn(record_ids)
        others = set(record_ids) - {record.inspection.record_id for record in self.newest()}
        return found | self._records.withdrawn(others) if others else found

    def withdrawals_of(self, record_ids: Collection[str]) -> dict[str, WithdrawalRecord]:
        """Why and when those of these parts that were taken back were, by their id. Raises StorageError."""
        return self._records.withdrawals_of(record_ids)

    def dispositions_of(self, record_ids: Collection[str]) -> DispositionsByRecord:
        """What became of these parts, the newest, which counts, first. Raises StorageError."""
        return self._records.dispositions_of(record_ids)

    def search(self, search: Search) -> tuple[InspectionRecord, ...]:
        """Recorded parts, newest first. Raises StorageError."""
        return self._records.search(search)

    def count(self, search: Search) -> dict[Verdict, int]:
        """How many recorded parts had each verdict. Raises StorageError."""
        return self._records.count(search)

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        """What the master said of these parts, the newest word, which counts, first. Raises StorageError.

        Those of `newest` are kept in memory, so that a screen may ask after every part.
        """
        found, others = self._at_hand.overrides_of(record_ids)
        return {**found, **self._records.overrides_of(others)} if others else found

    @property
    def judging(self) -> bool:
        """Whether a part is being judged at this moment; whoever only looks should wait."""
        return self._at_work.locked()

    def state(self) -> StationState:
        """What works and what does not, now."""
        judge = self._detector.judge
        why = self._detector.why if isinstance(self._detector, UnavailableDetector) else None
        first = next(iter(self._keepers.values()))
        return StationState(
            phase="stopped" if self._stopped else "ready",
            recipe=self.recipe.name,
            camera=first.state(),
            model=ModelState(name=self.recipe.model, judge=judge, detail=why),
            storage=StorageState(
                working=self._stopped is None,
                free_mb=shutil.disk_usage(self._home).free // 1_000_000,
                detail=self._stopped,
                notices=tuple(notice.code for notice in self._records.notices),
            ),
            counts=self._records.counts(),
            job=self._at_hand.job,
            order_counts=self._at_hand.order_counts(),
            last_sequence=self._at_hand.last_sequence,
        )

    def newest(self, count: int = 10) -> tuple[InspectionRecord, ...]:
        """The last parts that lay under the camera and are recorded, newest first, at most ten."""
        return self._at_hand.newest[:count]

    def log(self, count: int) -> tuple[Record, ...]:
        """The last entries that are no inspections, newest first. Raises StorageError."""
        return self._records.log(count)

    def find(self, record_id: str) -> InspectionRecord | None:
        """The recorded part with this id; None where there is none. Raises StorageError."""
        return self._records.find(record_id)

    def wait_for_news(self, after_sequence: int, timeout_s: float) -> int:
        """Number of the newest entry that changed what is shown, a part or a word of the master.

        Returns at once when it is above `after_sequence`, else waits for one.
        """
        return self._at_hand.wait_for_news(after_sequence, timeout_s)

    def live_frame(self) -> Frame:
        """What lies under the (first) camera now, for looking at. Raises CameraError."""
        return next(iter(self._keepers.values())).latest()

    def picture_bytes(self, sha256: str) -> tuple[bytes, str]:
        """A recorded picture and its media type, verified against its name. Raises StorageError."""
        return self._records.picture_bytes(sha256)

    def close(self) -> None:
        """Finish the part at hand, then let go of cameras and records."""
        self._at_hand.end()
        with self._at_work:
            self._stopped = self._stopped or "the station was shut down"
            for keeper in self._keepers.values():
                keeper.close()
            self._precedence.close()
            self._records.close()

    def _inspect(self, started: float, *, at_line: bool = False) -> Outcome:
        """Holds `_triggering` and `_at_work`."""
        try:
            with self._precedence.held():
                self._last_trigger = started
                self._show(Lamp.OFF)
                job = self._at_hand.job
                judged = inspect_part(self._snaps(at_line=at_line), self._setup, self._detector, job=job)
                return self._record(judged, started, job)
        except Exception as error:  # a part whose record cannot be acknowledged is never passed over
            return Stopped(why=self._stop(error))

    def _snaps(self, *, at_line: bool = False) -> dict[str, Callable[[], Frame]]:
        """The cameras in their order, by what the recipe calls its views; `at_line` the first one has its picture."""
        snaps = {view: keeper.snap for view, keeper in zip(self.recipe.views, self._keepers.values(), strict=False)}
        if at_line:
            view, keeper = next(iter(snaps)), next(iter(self._keepers.values()))
            snaps[view] = keeper.next_part
        return snaps

    def _record(self, part: JudgedPart, started: float, job: Job) -> Outcome:
        with self._recording:
            record = self._saved(part)
            self._show(Lamp.PASS if record.inspection.verdict is Verdict.PASS else Lamp.FAIL)
            self._at_hand.add((record,), used=job)
        return Recorded(record=record, elapsed_ms=(time.perf_counter() - started) * 1000)

    def _recorded(self, save: Callable[[], Saved], tell: Callable[[Saved], None]) -> Saved:
        """What was saved, and told to the screens. Where saving fails the station stops."""
        if self._stopped:
            raise StorageError(self._stopped)
        with self._recording:
            try:
                record = save()
            except StorageError as error:
                self._stop(error)
                raise
            tell(record)
        return record

    def _saved(self, part: JudgedPart) -> InspectionRecord:
        """The part's record. One that the records refuse is recorded as not judged. Raises StorageError."""
        try:
            return self._records.save(part.inspection, part.pictures)
        except StorageError:
            raise
        except Exception as error:
            made = part.inspection
            refused = not_judged(self._setup, error, source=made.source, job=made.job, record_id=made.record_id)
            return self._records.save(refused.inspection)

    def _show(self, lamp: Lamp) -> None:
        for keeper in self._keepers.values():
            with suppress(Exception):  # a lamp costs no part its record
                keeper.show(lamp)

    def _ignored(self, started: float, source: str) -> Ignored:
        since_ms = (started - self._last_trigger) * 1000
        if self._is_aside:
            self._note("trigger-set-aside", f"{source}, while pictures are taken: nothing was judged")
        else:
            self._note("double-trigger", f"{source}, {since_ms:.0f} ms after the one before: one part, one record")
        return Ignored(since_last_ms=since_ms)

    def _note(self, code: str, detail: str) -> None:
        """Record an event; where that fails, the station stops as for any other record."""
        if self._stopped:
            return
        try:
            self._records.save_event(Event(code=code, detail=detail))
        except Exception as error:
            self._stop(error)

    def _stop(self, error: Exception) -> str:
        """A StorageError says itself what to do; anything else is a mistake of the program."""
        mistake = (
            f"the part at hand may have no record: {type(error).__name__}: {error}; restart the station, report it"
        )
        self._stopped = str(error) if isinstance(error, StorageError) else mistake
        self._show(Lamp.OFF)
        return self._stopped
