"""When a slot is given back: never while somebody looks at its frame, then once, and never to another process."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import cast

import numpy as np
import pytest
from pydantic import BaseModel

from camera import Frame, FrameBroken, FrameStale, PictureChanged, Pixels, SnapTimeout
from camera.driver import Layout
from camera.process.camera_process import CameraProcess
from camera.process.messages import Free, Ready, Spoiled
from camera.process.raw_frames import Decoded, to_pixels
from camera.process.shelf import Shelf

LONG_S = 30
SIZE_PX = 4


class Process:
    """In the place of a camera process: keeps what it is told; every byte of a slot is the slot's number."""

    def __init__(self) -> None:
        self.said: list[BaseModel] = []

    def say(self, command: BaseModel) -> None:
        self.said.append(command)

    def view(self, slot: int, n_bytes: int) -> Pixels:
        return np.full(n_bytes, slot, np.uint8)


class Decoding:
    """In the place of `to_pixels`: counts, and while it `holds` waits to be let go, once for each look."""

    def __init__(self) -> None:
        self.holds = False
        self.begun = 0
        self._changed = threading.Condition()
        self._may_end = threading.Semaphore(0)

    def __call__(self, data: Pixels, layout: Layout, width_px: int, height_px: int) -> Decoded:
        with self._changed:
            self.begun += 1
            self._changed.notify_all()
        if self.holds:
            assert self._may_end.acquire(timeout=LONG_S)
        return to_pixels(data, layout, width_px, height_px)

    def wait_for(self, begun: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.begun == begun, LONG_S)

    def let_end(self, looks: int = 1) -> None:
        self._may_end.release(looks)


@pytest.fixture
def decoding(monkeypatch: pytest.MonkeyPatch) -> Decoding:
    made = Decoding()
    monkeypatch.setattr("camera.process.shelf.to_pixels", made)
    return made


@pytest.fixture
def lookers(decoding: Decoding) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool
        decoding.let_end(10)  # those of a test that failed


@pytest.fixture
def shelf() -> Shelf:
    return Shelf("scripted", threading.Condition())


@pytest.fixture
def process() -> Process:
    return Process()


def put(shelf: Shelf, process: Process, slot: int, *, n_bytes: int = SIZE_PX * SIZE_PX) -> None:
    """A frame comes in this slot; it is torn where it has other than 4 x 4 bytes."""
    shelf.put(cast(CameraProcess, process), ready_frame(slot, SIZE_PX, n_bytes))


def ready_frame(slot: int, height_px: int, n_bytes: int | None = None) -> Ready:
    return Ready(
        slot=slot,
        n_bytes=SIZE_PX * height_px if n_bytes is None else n_bytes,
        layout="mono8",
        width_px=SIZE_PX,
        height_px=height_px,
        began_s=time.monotonic(),
        exposure_time_us=None,
        gain_db=None,
    )


def look(shelf: Shelf) -> Frame:
    return shelf.newest(1000 * LONG_S)


def snap(shelf: Shelf) -> Frame:
    return shelf.exposed_since(0.0, float("inf"), lambda: None)


def slot_of(frame: Frame) -> int:
    [value] = np.unique(frame.pixels)
    return int(value)


def test_a_frame_nobody_looks_at_is_given_back_when_the_next_comes(shelf: Shelf, process: Process) -> None:
    put(shelf, process, 0)
    assert process.said == []
    put(shelf, process, 1)
    put(shelf, process, 2)
    assert process.said == [Free(slot=0), Free(slot=1)]


@pytest.mark.parametrize("looking", [look, snap])
def test_a_frame_that_was_looked_at_stays_until_the_next_comes(
    shelf: Shelf, process: Process, looking: Callable[[Shelf], Frame]
) -> None:
    put(shelf, process, 0)
    looking(shelf)
    assert process.said == []
    put(shelf, process, 1)
    assert process.said == [Free(slot=0)]


def test_a_frame_is_not_given_back_while_somebody_looks_at_it(
    shelf: Shelf, process: Process, decoding: Decoding, lookers: ThreadPoolExecutor
) -> None:
    decoding.holds = True
    put(shelf, process, 0)
    first = lookers.submit(look, shelf)
    decoding.wait_for(begun=1)
    put(shelf, process, 1)
    assert process.said == []
    put(shelf, process, 2)
    assert process.said == [Free(slot=1)]
    decoding.let_end()
    assert slot_of(first.result(LONG_S)) == 0
    assert process.said == [Free(slot=1), Free(slot=0)]


def test_of_two_who_look_the_last_gives_it_back(
    shelf: Shelf, process: Process, decoding: Decoding, lookers: ThreadPoolExecutor
) -> None:
    decoding.holds = True
    put(shelf, process, 0)
    looks: list[Future[Frame]] = [lookers.submit(look, shelf), lookers.submit(snap, shelf)]
    decoding.wait_for(begun=2)
    put(shelf, process, 1)
    decoding.let_end()
    wait(looks, LONG_S, FIRST_COMPLETED)
    assert [one.done() for one in looks].count(True) == 1
    assert process.said == []
    decoding.let_end()
    assert [slot_of(one.result(LONG_S)) for one in looks] == [0, 0]
    assert process.said == [Free(slot=0)]


def test_a_torn_frame_is_given_back_as_any_other(
    shelf: Shelf, process: Process, decoding: Decoding, lookers: ThreadPoolExecutor
) -> None:
    put(shelf, process, 0, n_bytes=1)
    with pytest.raises(FrameBroken):
        snap(shelf)
    with pytest.raises(FrameStale, match="no picture to show"):
        look(shelf)
    assert process.said == []
    put(shelf, process, 1, n_bytes=1)
    assert process.said == [Free(slot=0)]
    decoding.holds, before = True, decoding.begun
    late = lookers.submit(snap, shelf)
    decoding.wait_for(begun=before + 1)
    put(shelf, process, 2)
    assert process.said == [Free(slot=0)]
    decoding.let_end()
    assert isinstance(late.exception(LONG_S), FrameBroken)
    assert process.said == [Free(slot=0), Free(slot=1)]


def test_the_newest_is_decoded_once_however_often_it_is_looked_at(
    shelf: Shelf, process: Process, decoding: Decoding
) -> None:
    put(shelf, process, 0)
    frame = look(shelf)
    assert look(shelf) is frame
    assert snap(shelf) is frame
    assert decoding.begun == 1
    put(shelf, process, 1)
    assert slot_of(look(shelf)) == 1
    assert decoding.begun == 2


def test_nothing_is_left_of_a_process_that_ended(shelf: Shelf) -> None:
    ended, gone = _ended_after_a_look(shelf)
    assert ended == [Free(slot=0)]
    gc.collect()
    assert gone() is None
    with pytest.raises(FrameStale):
        look(shelf)
    new = Process()
    put(shelf, new, 0)
    put(shelf, new, 1)
    assert new.said == [Free(slot=0)]
    assert ended == [Free(slot=0)]


def _ended_after_a_look(shelf: Shelf) -> tuple[list[BaseModel], "weakref.ref[Process]"]:
    process = Process()
    for slot in range(2):
        put(shelf, process, slot)
        look(shelf)
    shelf.clear()
    return process.said, weakref.ref(process)


def test_a_look_that_outlasts_its_process_gives_nothing_back_to_the_next(
    shelf: Shelf, decoding: Decoding, lookers: ThreadPoolExecutor
) -> None:
    decoding.holds = True
    gone, late = _ended_during_a_look(shelf, decoding, lookers)
    new = Process()
    put(shelf, new, 0)
    decoding.let_end()
    assert slot_of(late.result(LONG_S)) == 3
    assert new.said == []
    decoding.holds = False
    assert slot_of(look(shelf)) == 0
    gc.collect()
    assert gone() is None


def _ended_during_a_look(
    shelf: Shelf, decoding: Decoding, lookers: ThreadPoolExecutor
) -> tuple["weakref.ref[Process]", Future[Frame]]:
    process = Process()
    put(shelf, process, 3)
    late = lookers.submit(look, shelf)
    decoding.wait_for(begun=1)
    shelf.clear()
    return weakref.ref(process), late


# --- at the trigger line: each frame is a part


def spoil(shelf: Shelf, why: str, code: str = FrameBroken.code) -> None:
    shelf.spoil(Spoiled(code=code, why=why))


def test_parts_are_kept_in_order_from_the_first_question_on(shelf: Shelf, process: Process) -> None:
    put(shelf, process, 0)
    assert not shelf.wait_for_part(0)
    for slot in (1, 2, 3):
        put(shelf, process, slot)
    assert process.said == [Free(slot=0)]
    assert [slot_of(shelf.next_part()) for _ in range(3)] == [1, 2, 3]
    assert not shelf.wait_for_part(0)
    with pytest.raises(SnapTimeout, match="no part waits"):
        shelf.next_part()
    assert process.said == [Free(slot=0), Free(slot=1), Free(slot=2)], "the newest stays, to be looked at"


def test_a_part_without_a_whole_picture_has_its_turn(shelf: Shelf, process: Process) -> None:
    shelf.wait_for_part(0)
    put(shelf, process, 0)
    spoil(shelf, "1 part passed without a picture")
    put(shelf, process, 1, n_bytes=SIZE_PX)
    spoil(shelf, "the same picture", FrameStale.code)
    put(shelf, process, 2)
    assert slot_of(shelf.next_part()) == 0
    with pytest.raises(FrameBroken, match="passed without a picture"):
        shelf.next_part()
    with pytest.raises(FrameBroken, match="expected 4 x 4"):
        shelf.next_part()
    with pytest.raises(FrameStale, match="the same picture"):
        shelf.next_part()
    assert slot_of(shelf.next_part()) == 2
    assert process.said == [Free(slot=0), Free(slot=1)]


def test_a_part_of_another_size_is_refused_in_its_turn(shelf: Shelf, process: Process) -> None:
    shelf.wait_for_part(0)
    put(shelf, process, 0)
    shelf.put(cast(CameraProcess, process), ready_frame(1, SIZE_PX // 2))
    put(shelf, process, 2)
    assert slot_of(shelf.next_part()) == 0
    with pytest.raises(PictureChanged, match="expected pictures of 4 x 4"):
        shelf.next_part()
    assert slot_of(shelf.next_part()) == 2
    assert process.said == [Free(slot=0), Free(slot=1)]


def test_parts_that_wait_outlive_the_camera(shelf: Shelf, process: Process) -> None:
    shelf.wait_for_part(0)
    put(shelf, process, 0)
    put(shelf, process, 1)
    shelf.clear()
    assert [slot_of(shelf.next_part()) for _ in range(2)] == [0, 1]


def test_whoever_snaps_takes_that_part_out_of_the_line(shelf: Shelf, process: Process) -> None:
    shelf.wait_for_part(0)
    put(shelf, process, 0)
    put(shelf, process, 1)
    assert slot_of(snap(shelf)) == 1
    assert slot_of(shelf.next_part()) == 0
    assert not shelf.wait_for_part(0)
    assert process.said == [Free(slot=0)]
