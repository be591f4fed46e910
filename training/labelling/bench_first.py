"""Inspection goes first, also before what is done in the station's own process."""

import time
from typing import Final

from inspection.precedence import inspecting
from training.labelling.book import LabelBook

LOOK_EVERY_S: Final = 0.01
MOST_S: Final = 10.0
"""A part takes well under a second; whoever holds the lock for so long is no station that judges."""


def bench_first(book: LabelBook) -> None:
    """Stand still while a part is judged in the folder of the book."""
    until = time.monotonic() + MOST_S
    while inspecting(book.root.parent) and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
