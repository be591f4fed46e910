"""A station's store in a process of its own, for tests that kill it, cut its power or break its disk.

`python -m tests.inspection.records.writer` forks a process for every line `MODE HOME` on stdin, waits for its end, and
says `GONE`. The child says `PID n`, opens the store in HOME and says `OPEN`. MODE is
  endless  it saves until it is killed and says `ACK id` after each acknowledged record
  words    it saves one part and gives the master's word on it until it is killed: `ACK id` with the id of each word
  steps    every further line on stdin saves one record (`ACK id`, or `ERR type: message`); an empty line ends it
Every third save is a group, every fifth an event, every seventh a picture that is there already.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inspection.errors import StorageError
from inspection.record import Event
from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, picture, pictured

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


def give_words_for_ever(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    say("OPEN")
    part = store.save(*pictured(PICTURE_BYTES)).inspection
    while True:
        say(f"ACK {store.save_override(override(part)).override.override_id}")


def step(home: Path) -> None:
    store = RecordStore.open(home, NO_LOW_WATER)
    say("OPEN")
    while sys.stdin.readline().strip():
        try:
            say(f"ACK {store.save(*pictured(PICTURE_BYTES)).inspection.record_id}")
        except StorageError as error:
            say(f"ERR {type(error).__name__}: {error}")


def main() -> None:
    from inspection.records import database  # noqa: F401 - loaded once, not in every child

    modes = {"endless": save_for_ever, "words": give_words_for_ever, "steps": step}
    while line := sys.stdin.readline():
        mode, home = line.rstrip("\n").split(" ", maxsplit=1)
        child = os.fork()
        if child == 0:
            say(f"PID {os.getpid()}")
            modes[mode](Path(home))
            os._exit(0)
        os.waitpid(child, 0)
        say("GONE")


if __name__ == "__main__":
    main()
