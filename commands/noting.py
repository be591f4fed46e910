"""A change of the active model goes into the records; a running station notes it itself, and takes the model up."""

from pathlib import Path

from commands.asking import StationUnreachable, ask_station
from inspection.errors import StorageError, StoreInUse
from inspection.record import Event
from inspection.records.layout import Layout

ANSWER_TIMEOUT_S = 120
"""A station compiles and self-tests the net before it answers."""


def note_change(home: Path, slot: str, event: Event) -> str | None:
    """Record that the model of `slot` was changed. None: done, or there are no records yet.

    Else what was not: the pointer has been changed all the same. Beside a running station, that takes the model up.
    """
    from inspection.records import RecordStore

    if not Layout(home).database.exists():
        return None
    try:
        store = RecordStore.open(home)
    except StoreInUse:
        return _tell_station(home, slot, event)
    except StorageError as error:
        return f"not recorded: {error}"
    try:
        store.save_event(event)
    except StorageError as error:
        return f"not recorded: {error}"
    finally:
        store.close()
    return None


def _tell_station(home: Path, slot: str, event: Event) -> str | None:
    change = {"slot": slot, "code": event.code, "detail": event.detail}
    try:
        answer = ask_station(home, "/api/models", change, ANSWER_TIMEOUT_S)
    except StationUnreachable as error:
        return f"not recorded: another program holds the records, but it cannot be reached ({error})"
    return None if answer.is_good else f"the running station judges on with the model that it has: {answer.said}"
