"""A station's store in a process of its own, for tests that kill it, cut its power or break its disk.

`python -m tests.inspection.records.writer MODE HOME`, where MODE is
  killed   every line on stdin forks a process that opens the store and saves for ever (`PID n`, then `ACK id` after
           each acknowledged record), until it is killed (`GONE`)
  endless  opens the store (`OPEN`) and saves for ever
  steps    opens the store (`OPEN`); every line on stdin saves one record (`ACK id`, or `ERR type: message`)
Every third save is a group, every fifth an event, every seventh a picture that is there already.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inspection.errors import StorageError
from inspection.record import Event
from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER, inspection, picture, pictured

PICTURE_BYTES = 60_000


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def save_for_ever(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    say("OPEN")
    number = 0
    while True:
        for record_id in save(store, number):
            say(f"ACK {record_id}")
        number += 1


def save(store: RecordStore, number: int) -> Iterator[str]:
    if number % 5 == 4:
        store.save_event(Event(code="note", detail=f"number {number}"))
    elif number % 3 == 2:
        for record in store.save_all([pictured(PICTURE_BYTES) for _ in range(5)]):
            yield record.inspection.record_id
    elif number % 7 == 6:
        again = picture(b"the same picture" * 1000)
        yield store.save(inspection(again), [again]).inspection.record_id
    else:
        yield store.save(*pictured(PICTURE_BYTES)).inspection.record_id


def be_killed(home: Path) -> None:
    from inspection.records import database  # noqa: F401 - loaded once, not in every fork
    from inspection.records.migrate import migrate  # noqa: F401

    say("READY")
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            save_for_ever(home)
        say(f"PID {child}")
        os.waitpid(child, 0)
        say("GONE")


def step(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    say("OPEN")
    for _line in sys.stdin:
        try:
            say(f"ACK {store.save(*pictured(PICTURE_BYTES)).inspection.record_id}")
        except StorageError as error:
            say(f"ERR {type(error).__name__}: {error}")


if __name__ == "__main__":
    {"killed": be_killed, "endless": save_for_ever, "steps": step}[sys.argv[1]](Path(sys.argv[2]))
