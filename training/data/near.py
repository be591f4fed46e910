"""Which pictures show the same: equal bytes, or nearly the same picture saved, scaled or taken once more.

First a perceptual hash (64 bits of a cosine transform, https://www.hackerfactor.com/blog/index.php?/archives/432) finds
candidates without comparing pixels; ten lines with OpenCV serve, so there is no dependency for it. Pictures of one
kind of part are all alike to such a hash, so the fine structure of the candidates decides. Pictures are compared as
taken: a turned or mirrored part is another picture.

The thresholds were measured on real boards, beads, tiles and spindles; docs/decisions/0008-datasets.md has the figures.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from camera.errors import FrameBroken
from camera.frame import Pixels
from camera.picture_file import read_picture_file

MAX_DISTANCE: Final = 8
"""Bits of 64 in which two near-duplicates may differ."""

SIDE_PX: Final = 128
_BLOCK: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Detail:
    """A band of structure, between two blurs (sigma in px of the thumbnail), and how alike it must be (-1..1)."""

    finer_than: float
    coarser_than: float
    min_correlation: float


_SAME: Final = _Detail(finer_than=2.0, coarser_than=1.0, min_correlation=0.97)
"""Finds a copy saved as JPEG 50, at half or 0.8 of its size, brighter by 15 % or with noise."""

_SAME_AGAINST_GROUPS: Final = _Detail(finer_than=1.5, coarser_than=0.7, min_correlation=0.98)
"""Where people named two different parts: spindles in one lamp's light are alike to everything but the finest."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprint:
    """What stays of a picture for comparing: hash of the bytes, perceptual hash, grey thumbnail (128, 128) uint8."""

    sha256: str
    phash: int
    thumbnail: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPair:
    """Two pictures, by their places in a sequence, that show nearly the same; `distance_bits` 0 to 8."""

    first: int
    second: int
    distance_bits: int
    exact: bool


def fingerprint(pixels: Pixels, data: bytes) -> Fingerprint:
    """The fingerprint of `pixels` (height, width, 3; RGB; uint8), stored as `data`."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    thumbnail = cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    lowest = cv2.dct(small)[:8, :8].ravel()
    bits = np.packbits(lowest > np.median(lowest))
    thumbnail.setflags(write=False)
    return Fingerprint(
        sha256=sha256(data).hexdigest(), phash=int(bits.view(np.uint64)[0]), thumbnail=np.asarray(thumbnail, np.uint8)
    )


def fingerprints(pictures: Sequence[Path], *, threads: int = 2) -> list[Fingerprint | FrameBroken]:
    """The fingerprint of each picture file, decoded strictly, or why it is no whole picture; in their order."""

    def one(path: Path) -> Fingerprint | FrameBroken:
        try:
            frame = read_picture_file(path)
        except FrameBroken as error:
            return error
        return fingerprint(frame.pixels, frame.encoded or b"")

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, pictures))


def near_pairs(prints: Sequence[Fingerprint], groups: Sequence[str | None]) -> list[NearPair]:
    """Every pair of near-duplicates, `first` < `second`, in their order. `groups` as long as `prints`.

    Copies with equal bytes are compared by their first: a picture that is there thrice gives two pairs.
    """
    found, firsts = [], dict[str, int]()
    for index, one in enumerate(prints):
        first = firsts.setdefault(one.sha256, index)
        if first != index:
            found.append(NearPair(first=first, second=index, distance_bits=0, exact=True))
    distinct = sorted(firsts.values())
    bands = lru_cache(maxsize=1024)(lambda index, detail: _band(prints[index].thumbnail, detail))
    for first, second, distance in _candidates([prints[index].phash for index in distinct]):
        a, b = distinct[first], distinct[second]
        if _alike(bands, a, b, groups[a], groups[b]):
            found.append(NearPair(first=a, second=b, distance_bits=distance, exact=False))
    return sorted(found, key=lambda pair: (pair.first, pair.second))


def _alike(bands: Callable[..., NDArray[Any]], a: int, b: int, group_a: str | None, group_b: str | None) -> bool:
    detail = _SAME if group_a is None or group_b is None or group_a == group_b else _SAME_AGAINST_GROUPS
    first, second = bands(a, detail), bands(b, detail)
    if not first.any() or not second.any():  # no structure at all: the hash has nothing to go by either
        return bool(first.any() == second.any())
    return float(first @ second) >= detail.min_correlation


def _candidates(hashes: Sequence[int]) -> list[tuple[int, int, int]]:
    """(first, second, distance) of all hashes at most MAX_DISTANCE apart: all against all, a block at a time."""
    packed = np.array(hashes, np.uint64)
    found = []
    for start in range(0, len(packed), _BLOCK):
        rows = packed[start : start + _BLOCK]
        distances = np.bitwise_count(rows[:, None] ^ packed[None, start:])
        firsts, seconds = np.nonzero(distances <= MAX_DISTANCE)
        later = seconds > firsts
        for first, second in zip(firsts[later].tolist(), seconds[later].tolist(), strict=True):
            found.append((start + first, start + second, int(distances[first, second])))
    return found


def _band(thumbnail: NDArray[np.uint8], detail: _Detail) -> NDArray[Any]:
    """Structure between two blurs as a vector of length 1; all zero for a picture of one grey."""
    import cv2

    grey = thumbnail.astype(np.float32)
    band = cv2.GaussianBlur(grey, (0, 0), detail.coarser_than) - cv2.GaussianBlur(grey, (0, 0), detail.finer_than)
    flat = (band - band.mean()).ravel()
    length = float(np.linalg.norm(flat))
    return np.asarray(flat / length if length > 1.0 else np.zeros_like(flat))
