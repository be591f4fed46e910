"""Minutes of one core: what else the machine does takes nothing away from a training."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import psutil


@contextmanager
def minutes_of_one_core() -> Iterator[None]:
    """Keep this process on one core, the idlest, and let its clocks tell how long that core has worked for it.

    For trainers that watch a budget of minutes with `time.monotonic` or `time.time` in one process.
    """
    since = time.time() - time.process_time()
    with (
        _on_one_core(),
        patch.object(time, "monotonic", time.process_time),
        patch.object(time, "time", lambda: since + time.process_time()),
    ):
        yield


@contextmanager
def _on_one_core() -> Iterator[None]:
    """The idlest: two trainings that are started one after the other do not share a core."""
    if not hasattr(os, "sched_setaffinity"):  # on Windows and macOS
        yield
        return
    cores = os.sched_getaffinity(0)
    busy = psutil.cpu_percent(interval=0.5, percpu=True)
    os.sched_setaffinity(0, {min(cores, key=lambda core: busy[core])})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
