"""Minutes of one core: what else the machine does takes nothing away from a training."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def minutes_of_one_core() -> Iterator[None]:
    """Keep this process on one core, and let its clocks tell how long that core has worked for it.

    For trainers that watch a budget of minutes with `time.monotonic` or `time.time` in one process.
    """
    if hasattr(os, "sched_setaffinity"):  # not on Windows and macOS
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    since = time.time() - time.process_time()
    with (
        patch.object(time, "monotonic", time.process_time),
        patch.object(time, "time", lambda: since + time.process_time()),
    ):
        yield
