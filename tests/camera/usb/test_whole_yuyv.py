"""Truncated YUYV frames, told by rows that cannot be new."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera import FrameBroken, Pixels
from camera.usb.whole_yuyv import WholeYuyv

WIDTH_PX, HEIGHT_PX, BUFFERS = 64, 24, 4
ROW = WIDTH_PX * 2


def noisy(rng: np.random.Generator, *, noise: float = 1.0) -> Pixels:
    """One exposure of a grey wall, as bytes."""
    return rng.normal(128, noise, HEIGHT_PX * ROW).round().clip(0, 255).astype(np.uint8)


def flat(grey: int = 235) -> Pixels:
    return np.tile(np.array([grey, 128], np.uint8), HEIGHT_PX * WIDTH_PX)


def watched(frames: list[Pixels]) -> WholeYuyv:
    """A stream that has seen them all."""
    stream = WholeYuyv(WIDTH_PX, HEIGHT_PX, buffers=BUFFERS)
    for frame in frames:
        stream.check(frame)
    return stream


def cut(new: Pixels, old: Pixels, n_bytes: int) -> Pixels:
    """So many bytes of the new frame came, in the old one's buffer."""
    return np.concatenate([new[:n_bytes], old[n_bytes:]])


@given(
    seed=st.integers(0, 2**32 - 1),
    noise=st.floats(0.5, 20),
    n_bytes=st.integers(0, (HEIGHT_PX - 1) * ROW),
    frames_ago=st.integers(1, 2 * BUFFERS),
)
def test_any_cut_of_a_noisy_frame_over_an_older_one_is_found(
    seed: int, noise: float, n_bytes: int, frames_ago: int
) -> None:
    rng = np.random.default_rng(seed)
    frames = [noisy(rng, noise=noise) for _ in range(2 * BUFFERS)]
    stream = watched(frames)
    torn = cut(noisy(rng, noise=noise), frames[-frames_ago], n_bytes)
    if np.array_equal(torn, frames[-1]):
        assert stream.check(torn)  # nothing new came: the station says that it is the same exposure
        return
    with pytest.raises(FrameBroken, match=r"the last \d+ of 24 rows of the frame are those of an older frame"):
        stream.check(torn)


@given(seed=st.integers(0, 2**32 - 1), noise=st.floats(0.5, 20))
def test_fresh_frames_are_whole(seed: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    stream = watched([noisy(rng, noise=noise) for _ in range(BUFFERS)])
    assert all(stream.check(noisy(rng, noise=noise)) for _ in range(20))


def test_truncated_over_truncated_ones_is_found() -> None:
    rng = np.random.default_rng(1)
    buffers = [noisy(rng) for _ in range(BUFFERS)]
    stream = watched(buffers)
    for number in range(5 * BUFFERS):
        torn = buffers[number % BUFFERS] = cut(noisy(rng), buffers[number % BUFFERS], 8 * ROW + number)
        with pytest.raises(FrameBroken):
            stream.check(torn)


def test_repeating_a_refused_frame_does_not_make_it_whole() -> None:
    rng = np.random.default_rng(2)
    frames = [noisy(rng) for _ in range(BUFFERS)]
    stream, torn = watched(frames), cut(noisy(rng), frames[0], 5 * ROW)
    for _ in range(2):
        with pytest.raises(FrameBroken):
            stream.check(torn)


def test_nothing_is_known_before_every_buffer_was_seen() -> None:
    rng = np.random.default_rng(3)
    stream = WholeYuyv(WIDTH_PX, HEIGHT_PX, buffers=BUFFERS)
    assert [stream.check(noisy(rng)) for _ in range(6)] == [False] * BUFFERS + [True] * 2


def test_fresh_memory_is_no_picture() -> None:
    stream = WholeYuyv(WIDTH_PX, HEIGHT_PX, buffers=BUFFERS)
    torn = cut(noisy(np.random.default_rng(4)), np.zeros(HEIGHT_PX * ROW, np.uint8), 7 * ROW)
    with pytest.raises(FrameBroken, match="zeros"):
        stream.check(torn)


@pytest.mark.parametrize("grey", [16, 235])
def test_where_there_is_no_noise_equal_rows_are_no_sign(grey: int) -> None:
    """Backlit: white all over, but for the part in the middle."""
    rng = np.random.default_rng(5)
    stream = watched([flat(grey)] * BUFFERS)
    for _ in range(10):
        frame = flat(grey)
        frame[8 * ROW : 12 * ROW] = noisy(rng)[: 4 * ROW]
        assert stream.check(frame)


def test_clean_edges_between_black_and_white_are_no_sign() -> None:
    rng = np.random.default_rng(6)
    silhouette = flat(235).reshape(HEIGHT_PX, ROW)
    silhouette[:, 40:80] = np.tile(np.array([16, 128], np.uint8), 20)
    stream = watched([flat(235)] * BUFFERS)
    for _ in range(10):
        frame = silhouette.copy()
        frame[4:-3] = noisy(rng).reshape(HEIGHT_PX, ROW)[4:-3]
        assert stream.check(frame.reshape(-1))


def test_another_number_of_bytes_is_told() -> None:
    stream = WholeYuyv(WIDTH_PX, HEIGHT_PX, buffers=BUFFERS)
    with pytest.raises(FrameBroken, match="expected 3072 bytes of YUYV for 64 x 24 px, got 100"):
        stream.check(np.ones(100, np.uint8))
