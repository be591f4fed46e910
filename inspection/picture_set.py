"""A set of pictures from files, several at a time: each core reads, judges and measures in a process of its own."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Final, TypeAlias

from inspection.detection.detector import Detector
from inspection.errors import LaneLost
from inspection.inspect_part import inspect_part
from inspection.platform import usable_cores
from inspection.record import Inspection
from inspection.setup import Setup

Judge: TypeAlias = tuple[Setup, Detector]
MakeJudge: TypeAlias = Callable[[int | None], Judge]
"""Makes setup and detector, which calculates with so many threads (None: all). It is sent to other processes, so it is
a function of a module, or a `partial` of one."""
Inspect: TypeAlias = Callable[[Iterable[Path]], Iterator[tuple[Path, Inspection]]]

WORTH_PROCESSES: Final = 100
"""So many pictures are judged one by one in the time in which processes that are started for them catch up."""

GROUP: Final = 4
"""So many pictures a lane is given at a time: that saves half a millisecond a picture."""

GROUPS_AHEAD: Final = 3
"""So many groups a lane are begun before the first of them is taken: who takes them may pause, and none piles up."""


def lanes_for(pictures: int) -> int:
    """How many pictures of a set are best judged at the same time: one a core, or one by one where there are few."""
    return usable_cores() if pictures >= WORTH_PROCESSES else 1


@contextmanager
def picture_lanes(make: MakeJudge, lanes: int) -> Generator[Inspect]:
    """What inspects files, each as the one view of a part, `lanes` at a time; they come out in the order of the files.

    A record refers to the file, which stays where it is. A file that is no picture comes out NOT_JUDGED, and the run
    goes on. With one lane all threads of the processor work at one picture, in this process; with more each lane is a
    process with one thread, for Python can do one thing at a time in a process. Leaving waits for the pictures at
    hand, and begins no other.

    Raises what `make` raises; LaneLost when one of the processes ended.
    """
    if lanes == 1:
        setup, detector = make(None)
        yield partial(_one_by_one, setup, detector)
        return
    pool = ProcessPoolExecutor(lanes, mp_context=get_context("spawn"), initializer=_begin, initargs=(make,))
    try:
        for begun in [pool.submit(_begun) for _ in range(lanes)]:
            begun.result()
        yield partial(_several, pool, lanes)
    except BrokenProcessPool as error:
        raise LaneLost(
            f"one of the {lanes} processes that judge the pictures has ended, most likely for want of memory; what was "
            "printed or recorded up to now holds: close other programs and call again for the other pictures"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(setup: Setup, detector: Detector, files: Iterable[Path]) -> Iterator[tuple[Path, Inspection]]:
    for file in files:
        yield file, inspect_picture(file, setup, detector)


def _several(pool: ProcessPoolExecutor, lanes: int, files: Iterable[Path]) -> Iterator[tuple[Path, Inspection]]:
    ahead: deque[tuple[tuple[Path, ...], Future[list[str]]]] = deque()
    waiting = iter(files)
    while True:
        while len(ahead) < GROUPS_AHEAD * lanes and (group := tuple(islice(waiting, GROUP))):
            ahead.append((group, pool.submit(_inspected_here, group)))
        if not ahead:
            return
        group, judged = ahead.popleft()
        for file, inspection in zip(group, judged.result(), strict=True):
            yield file, Inspection.model_validate_json(inspection)


def inspect_picture(file: Path, setup: Setup, detector: Detector) -> Inspection:
    """One picture from its file to its verdict; see `picture_lanes`."""
    from camera.picture_file import read_picture_file

    snaps = {setup.recipe.views[0]: lambda: read_picture_file(file)}
    return inspect_part(snaps, setup, detector, kept_at=str(file.absolute())).inspection


# What follows runs in the processes of the lanes.

_here: Final[list[Judge | Exception]] = []
"""This process's own judge, or why it has none: a process is a lane, and is given only files."""


def _begin(make: MakeJudge) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the command, and that its lanes
    threading.Thread(target=_end_with_the_command, daemon=True).start()
    import cv2

    cv2.setNumThreads(1)
    try:
        _here.append(make(1))
    except Exception as error:  # whatever it is, it is told where somebody asks
        _here.append(error)
    gc.freeze()  # what is loaded now stays: there is no use in going through it again and again


def _end_with_the_command() -> None:
    """A command that was killed cannot say so; its lanes would wait for pictures for ever."""
    command = parent_process()
    assert command is not None
    command.join()
    os._exit(1)


def _begun() -> None:
    """Raises why this lane has no judge, where it has none."""
    [judge] = _here
    if isinstance(judge, Exception):
        raise judge


def _inspected_here(files: tuple[Path, ...]) -> list[str]:
    [judge] = _here
    assert isinstance(judge, tuple)
    return [inspect_picture(file, *judge).model_dump_json() for file in files]
