"""Which pictures show the same: equal bytes, or nearly the same picture saved, scaled or taken once more.

First a perceptual hash (64 bits of a cosine transform, https://www.hackerfactor.com/blog/index.php?/archives/432) finds
candidates without comparing pixels; ten lines with OpenCV serve, so there is no dependency for it. Pictures of one
kind of part are all alike to such a hash, so the structure of the candidates decides: a copy differs from its original
by less than a grey level where another part in the same light differs by more. Pictures are compared as taken: a
turned or mirrored part is another picture.

The thresholds were measured on real boards, beads, tiles and spindles; docs/decisions/0008-datasets.md has the figures.
"""

from collections.abc import Sequence
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

_FINE_SIGMAS_PX: Final = (1.0, 2.0)
"""The fine structure is what lies between these two blurs of the thumbnail."""

MAX_FINE_DIFFERENCE: Final = 0.7
"""Root mean square difference in grey levels of 255. Measured: JPEG 50 to 90, 0.8 of the size and noise stay below 0.6
on nearly every picture; two places of a spindle in one lamp's light, the likest of all, differ by 0.83 and more."""

MIN_CORRELATION: Final = 0.99
"""Of everything but the mean brightness, so that two smooth pictures are not equal for lack of structure."""

MIN_FINE_CORRELATION: Final = 0.97
"""Finds copies at half the size or brighter by 15 %; of two parts in one light it may say the same, so it only counts
where nobody wrote down that they are two parts."""


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
    structure = lru_cache(maxsize=512)(lambda index: _structure(prints[index].thumbnail))
    for first, second, distance in _candidates([prints[index].phash for index in distinct]):
        a, b = distinct[first], distinct[second]
        two_parts = groups[a] is not None and groups[b] is not None and groups[a] != groups[b]
        if _alike(structure(a), structure(b), two_parts=two_parts):
            found.append(NearPair(first=a, second=b, distance_bits=distance, exact=False))
    return sorted(found, key=lambda pair: (pair.first, pair.second))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Structure:
    """Grey levels of a thumbnail without their mean, whole and only what is fine; flat vectors."""

    whole: NDArray[Any]
    fine: NDArray[Any]


def _alike(first: _Structure, second: _Structure, *, two_parts: bool) -> bool:
    """Whether one is a copy of the other. `two_parts`: people wrote down that they show two different parts."""
    difference = float(np.sqrt(np.mean((first.fine - second.fine) ** 2)))
    if difference <= MAX_FINE_DIFFERENCE and _correlation(first.whole, second.whole) >= MIN_CORRELATION:
        return True
    return not two_parts and _correlation(first.fine, second.fine) >= MIN_FINE_CORRELATION


def _correlation(first: NDArray[Any], second: NDArray[Any]) -> float:
    """From -1 to 1; of two pictures of one grey 1, of one such and another 0."""
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    if min(lengths) < 1.0:
        return float(max(lengths) < 1.0)
    return float(first @ second) / (lengths[0] * lengths[1])


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


def _structure(thumbnail: NDArray[np.uint8]) -> _Structure:
    import cv2

    grey = thumbnail.astype(np.float32)
    less, more = (cv2.GaussianBlur(grey, (0, 0), sigma) for sigma in _FINE_SIGMAS_PX)
    whole, fine = ((band - band.mean()).ravel() for band in (less, less - more))
    return _Structure(whole=whole, fine=fine)
