"""Promotes one model after the other in a process of its own, for tests that kill it or cut its power.

`python -m tests.inspection.model_book.promoter` forks a process for every line `HOME` on stdin, waits for its end and
says `GONE`. The child says `PID n` and promotes the models of MODELS in turn, from the one after the active one on; it
says `NEXT name` before each promotion and `ACK name` after it.
"""

import os
import sys
from itertools import count
from pathlib import Path
from typing import Final

from inspection.model_book.changing import make_active
from inspection.places import find_model
from tests.inspection.model_book.building import sound

SLOT: Final = "plate"
MODELS: Final = ("plate", "plate-2", "plate-3", "plate-4", "plate-5")


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def promote_for_ever(home: Path) -> None:
    start = MODELS.index(find_model(SLOT, home).name) + 1
    for number in count(start):
        name = MODELS[number % len(MODELS)]
        say(f"NEXT {name}")
        make_active(SLOT, home / "models" / name, home, sound)
        say(f"ACK {name}")


def main() -> None:
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            say(f"PID {os.getpid()}")
            promote_for_ever(Path(line.rstrip("\n")))
        os.waitpid(child, 0)
        say("GONE")


if __name__ == "__main__":
    main()
