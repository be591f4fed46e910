"""Row 13: kill -9 at any instant. No acknowledged record is lost, none is without its picture."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.inspection.records.processes import Writer, assert_nothing_lost

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writer forks, which this system cannot")


def kill_again_and_again(home: Path, kills: int, seed: int) -> list[str]:
    """Kill a writing store `kills` times, after a random number of records or in the middle of opening."""
    draw = random.Random(seed)
    with Writer("killed", home) as writer:
        assert writer.answer() == "READY"
        for _ in range(kills):
            writer.ask()
            before = len(writer.acknowledged)
            enough = draw.randrange(-3, 9)
            while not (line := writer.answer()).startswith("PID"):
                assert line
            child = int(line.removeprefix("PID "))
            while enough > 0 and len(writer.acknowledged) - before < enough:
                assert not writer.answer().startswith("GONE"), "the writer ended before it was killed"
            time.sleep(draw.uniform(0, 0.01) if enough > 0 else draw.uniform(0, 0.08))
            os.kill(child, signal.SIGKILL)
            writer.answers_until("GONE")
        return list(writer.acknowledged)


def test_a_killed_store_loses_nothing_it_acknowledged(home: Path) -> None:
    acknowledged = kill_again_and_again(home, kills=25, seed=1)
    assert len(acknowledged) > 25
    assert_nothing_lost(home, acknowledged)
