"""Where things lie in the data folder (MEISTERBLICK_HOME), and how much room and patience the store has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspection import platform

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of the record in the data folder `home`."""

    home: Path

    @property
    def database(self) -> Path:
        """The chain of entries (SQLite)."""
        return self.home / "records.db"

    @property
    def pictures(self) -> Path:
        """Pictures, each named by its sha256: `pictures/ab/ab12....jpg`."""
        return self.home / "pictures"

    @property
    def unrecorded(self) -> Path:
        """Pictures found at a start that no entry names: a crash came between the picture and its record."""
        return self.home / "unrecorded"

    @property
    def witness(self) -> Path:
        """The newest entry's number and hash, kept outside the database."""
        return self.home / "head.txt"

    @property
    def reserve(self) -> Path:
        """Room that is given up on a full disk, so that the stop itself can be recorded."""
        return self.home / "reserve.bin"

    @property
    def lock(self) -> Path:
        """Held by the one station that may write."""
        return self.home / "station.lock"


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """`low_water_bytes` must stay free, else nothing more is saved; `reserve_bytes` are given up for the last event.

    `clock` is asked once for each entry, in their order; years that never were are recorded by another one.
    """

    low_water_bytes: int = 200 * MEBIBYTE
    reserve_bytes: int = MEBIBYTE
    busy_timeout_s: float = 5.0
    lock_wait_s: float = 0.5
    mounts: Path = platform.MOUNTS
    clock: Callable[[], datetime] = utc_now
