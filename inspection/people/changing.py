"""Set, change and remove PINs: by the station's page and by `meisterblick pin`, one after the other."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from inspection import platform
from inspection.people.people import Entry, Label, People, load_people, save_people
from inspection.people.pins import hashed
from inspection.people.problem import PinProblem, refused
from inspection.people.role import Role

_PATIENCE_S = 5.0


def add_pin(home: Path, role: Role, label: str, pin: str) -> Entry:
    """A further PIN; it is called `label`, with a number behind it where that is taken.

    Raises PinRefused (weak, no good label, no master yet), PeopleUnreadable, OSError.
    """
    kept = hashed(pin)
    with _changing(home):
        people = load_people(home)
        if role is not Role.MASTER and not people.has_master:
            raise refused(PinProblem.MASTER_FIRST)
        entry = Entry(
            id=secrets.token_hex(4),
            role=role,
            label=_free(_good(label), people),
            pin_hash=kept,
            set_at=datetime.now(UTC),
        )
        save_people(home, People(entries=(*people.entries, entry)))
    return entry


def change_pin(home: Path, entry_id: str, pin: str) -> Entry:
    """Another PIN for an entry; whoever is logged in by it is logged out.

    Raises PinRefused (weak, no such entry), PeopleUnreadable, OSError.
    """
    kept = hashed(pin)
    with _changing(home):
        people = load_people(home)
        before = _found(people, entry_id)
        entry = before.model_copy(
            update={"pin_hash": kept, "generation": before.generation + 1, "set_at": datetime.now(UTC)}
        )
        entries = tuple(entry if one.id == entry_id else one for one in people.entries)
        save_people(home, People(entries=entries))
    return entry


def remove_pin(home: Path, entry_id: str) -> Entry:
    """The entry that is gone now. The only master stays as long as there are others.

    Raises PinRefused, PeopleUnreadable, OSError.
    """
    with _changing(home):
        people = load_people(home)
        gone = _found(people, entry_id)
        rest = tuple(one for one in people.entries if one.id != entry_id)
        if rest and not any(one.role is Role.MASTER for one in rest):
            raise refused(PinProblem.LAST_MASTER)
        save_people(home, People(entries=rest))
    return gone


def _found(people: People, entry_id: str) -> Entry:
    if (entry := people.find(entry_id)) is None:
        raise refused(PinProblem.UNKNOWN)
    return entry


def _good(label: str) -> str:
    try:
        return TypeAdapter(Label).validate_python(" ".join(label.split()))
    except ValidationError:
        raise refused(PinProblem.BAD_LABEL) from None


def _free(label: str, people: People) -> str:
    taken = {entry.label for entry in people.entries}
    numbered = (f"{label} {number}" for number in range(2, len(taken) + 3))
    return _good(next(one for one in (label, *numbered) if one not in taken))


@contextmanager
def _changing(home: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile. Raises BlockingIOError after five seconds."""
    home.mkdir(parents=True, exist_ok=True)
    lock = platform.FileLock.take(home / ".people.lock", _PATIENCE_S)
    try:
        yield
    finally:
        lock.release()
