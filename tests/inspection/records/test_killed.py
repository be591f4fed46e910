"""Row 13: kill -9 at any instant. No acknowledged record is lost, none is without its picture."""

import random
import time
from pathlib import Path

from tests.inspection.records.processes import Writer, assert_nothing_lost


def kill_again_and_again(writer: Writer, home: Path, kills: int, seed: int) -> list[str]:
    """Kill a writing store `kills` times, after a random number of records or in the middle of opening."""
    draw, acknowledged = random.Random(seed), list[str]()
    for _ in range(kills):
        writer.start("endless", home)
        enough = draw.randrange(-2, 9)
        while len(writer.acknowledged) < enough:
            assert writer.answer() != "GONE", "the writer ended before it was killed"
        time.sleep(draw.uniform(0, 0.01) if enough > 0 else draw.uniform(0, 0.05))
        writer.kill()
        acknowledged += writer.acknowledged
    return acknowledged


def test_a_killed_store_loses_nothing_it_acknowledged(writer: Writer, home: Path) -> None:
    acknowledged = kill_again_and_again(writer, home, kills=25, seed=1)
    assert len(acknowledged) > 25
    assert_nothing_lost(home, acknowledged)
