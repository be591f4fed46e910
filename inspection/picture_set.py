"""A set of pictures from files, several at a time: while one is calculated, others are read, judged and recorded."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from inspection.detection.detector import Detector
from inspection.inspect_part import JudgedPart, inspect_part
from inspection.setup import Setup

AHEAD_PER_LANE: Final = 2
"""So many pictures a lane are begun before the first of them is taken: who takes them may pause, and none piles up."""


def inspect_pictures(
    files: Iterable[Path], setup: Setup, detector: Detector, *, lanes: int, kept: bool
) -> Generator[tuple[Path, JudgedPart]]:
    """Inspect `files`, each as the one view of a part, `lanes` at a time; they come out in the order of `files`.

    `detector` must bear calls from `lanes` threads at a time (see `load_detector`). With `kept` a record refers to the
    file, which stays where it is; else the part has a copy. A file that is no picture comes out NOT_JUDGED, and the run
    goes on. Closing the iterator waits for the pictures at hand, and begins no other. While it is open, OpenCV takes
    one thread a call in the whole process, else its threads wait for each other.
    """
    ahead: deque[tuple[Path, Future[JudgedPart]]] = deque()
    with _one_opencv_thread(), ThreadPoolExecutor(lanes, thread_name_prefix="picture") as pool:
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
def _one_opencv_thread() -> Iterator[None]:
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)
