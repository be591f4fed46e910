"""The golden picture comes back as it was taught, or not at all."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from camera.frame import Pixels
from inspection.locating import Golden, GoldenMissing, load_golden, save_golden
from inspection.locating.errors import Problem

small = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3)))


def golden(seed: int = 0) -> Golden:
    return Golden.of(np.random.default_rng(seed).integers(0, 256, (40, 60, 3), np.uint8))


@given(small)
def test_what_was_taught_is_read_again(pixels: Pixels) -> None:
    one = Golden.of(pixels)
    again = Golden.read(one.png)
    assert (again.pixels == pixels).all()
    assert again.sha256 == one.sha256
    assert again.wh == (pixels.shape[1], pixels.shape[0])


def test_it_is_kept_and_found_by_its_hash(tmp_path: Path) -> None:
    one, other = golden(1), golden(2)
    for taught in (one, other):
        save_golden(taught, tmp_path / "taught" / "bead")
    for taught in (one, other):  # teaching anew takes nothing away from an older recipe
        assert (load_golden(tmp_path / "taught" / "bead", taught.sha256).pixels == taught.pixels).all()
    assert not list(tmp_path.rglob("*.tmp"))


def test_it_cannot_be_changed() -> None:
    taught = golden()
    for layer in (taught.pixels, taught.grey):
        with pytest.raises(ValueError, match="read-only"):
            layer[0, 0] = 1


def test_none_was_taught(tmp_path: Path) -> None:
    with pytest.raises(GoldenMissing, match="teach it") as missing:
        load_golden(tmp_path, None)
    assert missing.value.problem is Problem.NOT_TAUGHT


def test_another_workshops_golden_part_is_not_here(tmp_path: Path) -> None:
    with pytest.raises(GoldenMissing, match="teach the golden part again") as missing:
        load_golden(tmp_path, golden().sha256)
    assert missing.value.problem is Problem.DAMAGED


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_seen(place: int, change: int) -> None:
    taught = golden()
    with tempfile.TemporaryDirectory() as folder:
        path = save_golden(taught, Path(folder))
        data = bytearray(taught.png)
        data[place % len(data)] ^= change
        path.write_bytes(bytes(data))
        with pytest.raises(GoldenMissing, match="has changed"):
            load_golden(Path(folder), taught.sha256)
