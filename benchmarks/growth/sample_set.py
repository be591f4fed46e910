"""Time against the number of pictures in a sample set: `meisterblick inspect FOLDER --record`, as a whole process.

Nature: linear. The start of the program is in it, so that few pictures cost more each than many.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks.growth.curve import Curve, Nature, measured
from benchmarks.pictures import write_boards
from benchmarks.processes import program, seconds
from benchmarks.shipped import PART

COUNTS: Final = (50, 200, 800, 2000)
QUICK_COUNTS: Final = (2, 4)
DIFFERENT, ROUNDS = 50, 2
"""So many different pictures; the others say in a comment that they are others, and have a SHA-256 of their own."""
_START, _COMMENT = b"\xff\xd8", b"\xff\xfe"
"""JPEG's markers SOI and COM (ITU-T T.81, table B.1)."""


def curves(folder: Path, *, quick: bool) -> Iterator[Curve]:
    """See the module."""
    counts, rounds = (QUICK_COUNTS, 1) if quick else (COUNTS, ROUNDS)
    fresh, calls = count(), dict[float, Callable[[], object]]()
    for number, files in _written(folder / "sets", counts).items():
        calls[number] = partial(_inspect, files, folder, fresh)
    yield measured("sample set, inspected and recorded", "pictures", Nature.LINEAR, calls, rounds=rounds, warm_up=0)


def _inspect(files: Path, folder: Path, fresh: Iterator[int]) -> None:
    """The command, in a station's folder without records."""
    home = folder / f"home-{next(fresh)}"
    home.mkdir()
    seconds([program("meisterblick"), "inspect", str(files), "--part", PART, "--record", "--format", "json"], home)


def _written(folder: Path, counts: tuple[int, ...]) -> dict[int, Path]:
    """A folder for each number of pictures."""
    known = folder / "known"
    known.mkdir(parents=True)
    boards = [file.read_bytes() for file in write_boards(known, min(DIFFERENT, max(counts)))]
    sets = {number: folder / f"{number}" for number in counts}
    for number, files in sets.items():
        files.mkdir()
        for index in range(number):
            (files / f"board-{index:05d}.jpg").write_bytes(_with_comment(boards[index % len(boards)], f"{index}"))
    return sets


def _with_comment(jpeg: bytes, comment: str) -> bytes:
    said = comment.encode()
    return _START + _COMMENT + (len(said) + 2).to_bytes(2, "big") + said + jpeg.removeprefix(_START)
