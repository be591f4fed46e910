"""Once a day, and when the disk gets full: what was kept long enough is deleted, and an entry of the chain says so.

HOME/upkeep.json          when that was last done, and how it went
"""

import shutil
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from pydantic import AwareDatetime, ValidationError

from inspection.closed import Closed
from inspection.errors import InspectionError, UpkeepBusy
from inspection.on_disk import write_durably
from inspection.records.layout import Layout
from inspection.upkeep.backup import upkeep_alone
from inspection.upkeep.due import due, left_over, newest_moment
from inspection.upkeep.needed import still_needed
from inspection.upkeep.retention import Retention, load_retention

FILE_NAME: Final = "upkeep.json"
YOUNG_DAYS: Final = 7
"""Pictures of good parts younger than this stay, however full the disk is."""
SHORT_BYTES: Final = 2_000_000_000
"""Below this the screen warns, and pictures may go early; inspection stops at 200 MiB."""
ENOUGH_BYTES: Final = 4_000_000_000
EVERY: Final = timedelta(days=1)
STRANGE: Final = timedelta(days=32)
"""A station that was off for longer, or a clock that was set: nothing is deleted on the first day after that."""
CLOSE_WITHIN_S: Final = 5.0
_LOOK_EVERY_S: Final = 600.0
_FIRST_LOOK_S: Final = 60.0
_WAIT_S: Final = 0.05


class Upkeep(Closed):
    """How the last look went: pictures that were deleted, and what stood in the way, in English.

    `postponed`: much time had passed since the look before, so that the clock may be wrong.
    """

    at: AwareDatetime
    deleted: int = 0
    early: bool = False
    postponed: bool = False
    failed: str | None = None


class Deleting(Protocol):
    """A station. Each call is one entry of the chain, made before the first file goes."""

    @property
    def home(self) -> Path:
        """Its folder."""

    @property
    def judging(self) -> bool:
        """Whether a part is being judged: nothing else is done meanwhile."""

    def delete_pictures(self, why: str, digests: Sequence[str]) -> None:
        """Delete pictures. Raises StorageError."""

    def note(self, code: str, detail: str) -> None:
        """Record an event."""


def last_upkeep(home: Path) -> Upkeep | None:
    """How the last look went; None before the first one, or where nobody can read it."""
    with suppress(OSError, ValidationError):
        return Upkeep.model_validate_json((home / FILE_NAME).read_bytes())
    return None


def tidy(station: Deleting, now: datetime, wait: Callable[[], None] = lambda: None) -> Upkeep | None:
    """Delete what is due, by the station's own rules; None where there is nothing to do at this moment.

    `wait` is called before each group. Raises StorageError, RecipeInvalid, UpkeepBusy.
    """
    home, retention, before = station.home, load_retention(station.home), last_upkeep(station.home)
    is_short = retention.early_when_short and shutil.disk_usage(home).free < SHORT_BYTES
    is_day = before is None or not timedelta(0) <= now - before.at < EVERY
    if not retention.deletes or not (is_day or is_short):
        return None
    if before is not None and _is_strange(home, now, before.at):
        return _kept(home, Upkeep(at=now, postponed=True))
    with upkeep_alone(home):
        return _kept(home, _tidied(station, retention, now, wait, is_short=is_short))


def _is_strange(home: Path, now: datetime, last: datetime) -> bool:
    newest = newest_moment(Layout(home).database) or last
    return not timedelta(0) <= now - last <= STRANGE or now - newest > STRANGE


def _tidied(
    station: Deleting, retention: Retention, now: datetime, wait: Callable[[], None], *, is_short: bool
) -> Upkeep:
    home, needed = station.home, still_needed(station.home)
    database, deleted = Layout(home).database, 0
    days = {"good_days": retention.good_pictures_days, "bad_days": retention.bad_pictures_days}
    for group in due(database, now, needed, **days):
        wait()
        station.delete_pictures("kept for as long as was laid down in retention.yaml", group)
        deleted += len(group)
    for group in left_over(database, Layout(home).pictures):
        station.delete_pictures("once more: the power was cut between their entry and their deletion", group)
    early = False
    if is_short:
        for group in due(database, now, needed, good_days=YOUNG_DAYS, bad_days=None):
            if shutil.disk_usage(home).free >= ENOUGH_BYTES:
                break
            wait()
            station.delete_pictures("pictures of good parts, before their time: the disk is nearly full", group)
            deleted, early = deleted + len(group), True
    deleted += _put_aside(station, retention.put_aside_days, now)
    return Upkeep(at=now, deleted=deleted, early=early)


def _put_aside(station: Deleting, days: int | None, now: datetime) -> int:
    """Pictures that no record names, by the age of their files."""
    folder = Layout(station.home).unrecorded
    if days is None or not folder.is_dir():
        return 0
    oldest = (now - timedelta(days=days)).timestamp()
    gone = [path for path in sorted(folder.iterdir()) if path.is_file() and path.lstat().st_mtime < oldest]
    if gone:
        station.note("put-aside-deleted", f"{len(gone)} pictures that no record names, kept for {days} days")
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)


def _kept(home: Path, upkeep: Upkeep) -> Upkeep:
    write_durably(home / FILE_NAME, upkeep.model_dump_json(indent=1).encode() + b"\n")
    return upkeep


class DailyUpkeep:
    """Looks after the station's folder from a thread of its own."""

    def __init__(self, station: Deleting) -> None:
        """`start` begins."""
        self._station = station
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="upkeep", daemon=True)

    def start(self) -> None:
        """Look a minute from now, then again and again."""
        self._thread.start()

    def close(self) -> None:
        """Finish the group at hand, no more."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def _follow(self) -> None:
        wait_s = _FIRST_LOOK_S
        while not self._closing.wait(wait_s):
            wait_s = _LOOK_EVERY_S
            try:
                tidy(self._station, datetime.now(UTC), self._let_pass)
            except (UpkeepBusy, _Closing):
                continue
            except (InspectionError, OSError) as error:
                if self._closing.is_set():  # the records were closed under it
                    return
                with suppress(OSError):
                    _kept(self._station.home, Upkeep(at=datetime.now(UTC), failed=f"{type(error).__name__}: {error}"))

    def _let_pass(self) -> None:
        while self._station.judging and not self._closing.is_set():
            self._closing.wait(_WAIT_S)
        if self._closing.is_set():
            raise _Closing


class _Closing(Exception):
    """The station is shut down."""
