"""A set of pictures from files, several at a time: while one is calculated, others are read, judged and recorded."""

import gc
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from inspection.detection.detector import Detector
from inspection.inspect_part import JudgedPart, inspect_part
from inspection.setup import Setup

SPARE: Final = 1
"""So many threads more than lanes: the net has work while others read or wait for Python. With two lanes it is worth
5 % of the pictures a second in bf16 and 7 % in f32; a second one is worth nothing."""

AHEAD_PER_LANE: Final = 2
"""So many pictures a lane are begun before the first of them is taken: who takes them may pause, and none piles up."""

SWITCH_INTERVAL_S: Final = 0.0005
"""So long one lane keeps the others from running Python, instead of 5 ms, which is as long as a net takes."""


def inspect_pictures(
    files: Iterable[Path], setup: Setup, detector: Detector, *, lanes: int, kept: bool
) -> Generator[tuple[Path, JudgedPart]]:
    """Inspect `files`, each as the one view of a part, `lanes` at a time; they come out in the order of `files`.

    `detector` must work at `lanes` pictures at a time (see `load_detector`). With `kept` a record refers to the
    file, which stays where it is; else the part has a copy. A file that is no picture comes out NOT_JUDGED, and the run
    goes on. Closing the iterator waits for the pictures at hand, and begins no other. While it is open the lanes share
    the processor of the whole process (see `_shared_processor`).
    """
    ahead: deque[tuple[Path, Future[JudgedPart]]] = deque()
    threads = lanes + SPARE if lanes > 1 else lanes
    with _shared_processor(), ThreadPoolExecutor(threads, thread_name_prefix="picture") as pool:
        try:
            for file in files:
                ahead.append((file, pool.submit(inspect_picture, file, setup, detector, kept=kept)))
                if len(ahead) == AHEAD_PER_LANE * lanes:
                    first, judged = ahead.popleft()
                    yield first, judged.result()
            while ahead:
                first, judged = ahead.popleft()
                yield first, judged.result()
        finally:
            pool.shutdown(cancel_futures=True)


def inspect_picture(file: Path, setup: Setup, detector: Detector, *, kept: bool) -> JudgedPart:
    """One picture from its file to its verdict; see `inspect_pictures`."""
    from camera.picture_file import read_picture_file

    snaps = {setup.recipe.views[0]: lambda: read_picture_file(file)}
    return inspect_part(snaps, setup, detector, kept_at=str(file.absolute()) if kept else None)


@contextmanager
def _shared_processor() -> Iterator[None]:
    """What lanes would wait for: OpenCV's threads for each other, Python, the garbage collection of all that is loaded.

    With two lanes and a net of 6 ms each is worth 3 to 8 % more pictures a second.
    """
    import cv2

    opencv_threads, switch_interval_s = cv2.getNumThreads(), sys.getswitchinterval()
    cv2.setNumThreads(1)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        cv2.setNumThreads(opencv_threads)
        sys.setswitchinterval(switch_interval_s)
