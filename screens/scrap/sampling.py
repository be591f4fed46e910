"""Recorded parts whose bodies are looked into: few of them, the newest, each asked for once."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar

from inspection.record import InspectionRecord
from inspection.records.search import Search
from inspection.station import Station

Taken = TypeVar("Taken")
_MOST: Final = 256
_kept: dict[Hashable, object] = {}
_alone: Final = Lock()


def newest(station: Station, search: Search, count: int) -> tuple[InspectionRecord, ...]:
    """The newest `count` parts that are meant. Raises StorageError."""
    return station.search(search.model_copy(update={"limit": count, "withdrawn": False}))


def once(key: Hashable, take: Callable[[], Taken]) -> Taken:
    """What `take` gives, asked for once for each key; the oldest answers are forgotten when there are many."""
    with _alone:
        if key in _kept:
            return _kept[key]  # type: ignore[return-value]
    taken = take()
    with _alone:
        while len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)))
        _kept[key] = taken
    return taken
