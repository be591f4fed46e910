"""What reads the whole folder: in a thread of its own, never while a part is judged, and kept for every browser."""

import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspection.records import AuditReport
from screens.host import StationHost

if TYPE_CHECKING:
    from inspection.upkeep.backup import Backup

EVERY_S: Final = 3600.0
_WAIT_S: Final = 0.02

Busy = Callable[[], bool]
"""Whether somebody waits for the disk and the processor."""


def busy_of(host: StationHost) -> Busy:
    """Whether the station judges a part."""
    return lambda: (station := host.station) is not None and station.judging


class _Job(ABC):
    """Works from the start; `error` is why it ended without a result."""

    def __init__(self, home: Path, busy: Busy) -> None:
        self.home = home
        self.error: Exception | None = None
        self._busy = busy
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    @abstractmethod
    def _work(self) -> None: ...

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # a thread has nobody to raise it to: it is shown
            self.error = error

    def _let_pass(self) -> None:
        while self._busy():
            time.sleep(_WAIT_S)


class AuditJob(_Job):
    """Reads every entry and every picture again; at `at` it is how far."""

    at: tuple[str, int, int] = ("entries", 0, 0)
    report: AuditReport | None = None

    def _work(self) -> None:
        from inspection.records import audit

        self.report = audit(self.home, self._count)

    def _count(self, what: str, done: int, of: int) -> None:
        self.at = (what, done, of)
        self._let_pass()


class BackupJob(_Job):
    """Saves the whole folder in a new file of its own folder of backups; at `at` it is how far."""

    at: tuple[str, int, int] = ("files", 0, 0)
    made: "Backup | None" = None

    def _work(self) -> None:
        from inspection.upkeep.backup import back_up
        from inspection.upkeep.content import BACKUPS
        from inspection.upkeep.manifest import file_name

        self.made = back_up(self.home, self.home / BACKUPS / file_name(datetime.now(UTC)), self._count)

    def _count(self, what: str, done: int, of: int) -> None:
        self.at = (what, done, of)
        self._let_pass()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes of the records, bytes and number of the pictures, as they were at `at`."""

    records: int
    pictures: int
    picture_count: int
    at: datetime


class RoomJob(_Job):
    """Looks up how much room records and pictures take."""

    room: Room | None = None

    def _work(self) -> None:
        from inspection.records.layout import Layout

        layout, pictures, count = Layout(self.home), 0, 0
        for sizes in _sizes(layout.pictures):
            self._let_pass()
            pictures, count = pictures + sum(sizes), count + len(sizes)
        records = sum(path.stat().st_size for path in self.home.glob(f"{layout.database.name}*"))
        self.room = Room(records=records, pictures=pictures, picture_count=count, at=datetime.now(UTC))


def _sizes(pictures: Path) -> Iterator[list[int]]:
    """The sizes of the files of each folder; what is put aside meanwhile is left out."""
    for folder, _below, names in os.walk(pictures):
        sizes = []
        for name in names:
            try:
                sizes.append(Path(folder, name).lstat().st_size)
            except FileNotFoundError:
                continue
        yield sizes


class Jobs:
    """The last audit, and the last figures with when they were asked for, of each folder."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._audits: dict[Path, AuditJob] = {}
        self._backups: dict[Path, BackupJob] = {}
        self._rooms: dict[Path, tuple[RoomJob, float]] = {}
        self._last: dict[Path, Room] = {}

    def audit_of(self, home: Path) -> AuditJob | None:
        """The last one, at work or done."""
        return self._audits.get(home)

    def start_audit(self, home: Path, busy: Busy) -> None:
        """Unless one is at work."""
        with self._changing:
            if (job := self._audits.get(home)) is None or not job.is_running:
                self._audits[home] = AuditJob(home, busy)

    def backup_of(self, home: Path) -> BackupJob | None:
        """The last one, at work or done."""
        return self._backups.get(home)

    def start_backup(self, home: Path, busy: Busy) -> None:
        """Unless one is at work."""
        with self._changing:
            if (job := self._backups.get(home)) is None or not job.is_running:
                self._backups[home] = BackupJob(home, busy)

    def room_of(self, home: Path, busy: Busy) -> Room | None:
        """What was found last, None before; looked up anew, in the background, once an hour at most."""
        with self._changing:
            now = time.monotonic()
            if home not in self._rooms or now - self._rooms[home][1] > EVERY_S:
                self._rooms[home] = RoomJob(home, busy), now
            job = self._rooms[home][0]
            if job.room is not None:
                self._last[home] = job.room
            return self._last.get(home)

    def is_at_work(self, home: Path) -> bool:
        """Whether something on the page will change by itself."""
        audit, room = self._audits.get(home), self._rooms.get(home)
        return (audit is not None and audit.is_running) or (room is not None and room[0].is_running)


def modified_at(path: Path) -> datetime:
    """When the file was written."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


JOBS: Final = Jobs()
"""Of this process."""
