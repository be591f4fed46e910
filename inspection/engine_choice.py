"""Which engine, and in which precision, is fastest on this PC: all that are here are timed in turn with one model."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from camera.frame import Pixels
from inspection.closed import Closed
from inspection.detection.detector import Detector
from inspection.errors import DetectorError, ModelRefused
from inspection.record import EngineName, Precision

SECONDS_EACH: Final = 3.0
TURNS: Final = 15
"""Each one's time comes in so many pieces, one after another's: what else the PC does then hits all of them alike."""
MIN_TURNS: Final = 5
"""One picture each, where it takes so long that the time is up before."""
WORTH: Final = 0.9
"""What needs more than nine tenths of the time is not worth another engine, or numbers with fewer digits."""
BUSY: Final = 0.5
"""From so much load for each core on, something else calculates as well."""
SCATTER: Final = 1.25
"""Where the middle half of the turns is as wide as that, it is for other work: a net calculates the same each time."""


class Way(Closed):
    """How a net is calculated."""

    engine: EngineName
    precision: Precision

    def __str__(self) -> str:
        return f"{self.engine} {self.precision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A detector that calculates in one way; `why_not` says why it may not judge so, "" where it may."""

    detector: Detector
    why_not: str = ""


Load = Callable[[Way], Loaded]
"""Raises ModelRefused where it cannot be calculated so."""


class Tried(Closed):
    """What a way came to: milliseconds from the picture in memory to the detections, over `turns` medians of a turn.

    `middle_half_ms` is what half of the turns lie between. Both None: it did not run. It may judge where `why_not` is
    empty.
    """

    way: Way
    median_ms: float | None = None
    middle_half_ms: tuple[float, float] | None = None
    turns: int = 0
    why_not: str = ""

    @property
    def scatters(self) -> bool:
        """Whether its times differ by more than those of a quiet PC."""
        return self.middle_half_ms is not None and self.middle_half_ms[1] > SCATTER * self.middle_half_ms[0]


class Proposal(Closed):
    """The way that is proposed, or None: it stays as it is. `why` is in English."""

    way: Way | None
    why: str


def measure(
    ways: Iterable[Way],
    load: Load,
    pixels: Pixels,
    *,
    seconds_each: float = SECONDS_EACH,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[Tried, ...]:
    """Time all `ways` in turn, about `seconds_each`; `clock` is in seconds. One that fails is told with its reason."""
    loaded: dict[Way, Loaded] = {}
    failed: dict[Way, str] = {}
    turns: dict[Way, list[float]] = {way: [] for way in ways}
    for way in turns:
        try:
            loaded[way] = load(way)
            loaded[way].detector.find(pixels)  # the first time it may compile
        except (ModelRefused, DetectorError) as error:
            failed[way] = str(error)
    began, rounds = clock(), 0
    while (left := loaded.keys() - failed) and (rounds < MIN_TURNS or clock() - began < seconds_each * len(left)):
        rounds += 1
        for way in [way for way in turns if way in left]:
            try:
                turns[way].append(_turn_ms(loaded[way].detector, pixels, seconds_each / TURNS, clock))
            except DetectorError as error:
                failed[way] = str(error)
    return tuple(
        Tried(way=way, why_not=failed[way]) if way in failed else _tried(way, times, loaded[way].why_not)
        for way, times in turns.items()
    )


def _turn_ms(detector: Detector, pixels: Pixels, turn_s: float, clock: Callable[[], float]) -> float:
    """The median of a turn of `turn_s`. Raises DetectorError."""
    detector.find(pixels)  # not counted: the threads of the one before still look for work
    times: list[float] = []
    began = clock()
    while not times or clock() - began < turn_s:
        started = clock()
        detector.find(pixels)
        times.append((clock() - started) * 1000)
    return statistics.median(times)


def _tried(way: Way, times: Sequence[float], why_not: str) -> Tried:
    low, median, high = (round(value, 2) for value in statistics.quantiles(times, method="inclusive"))
    return Tried(way=way, median_ms=median, middle_half_ms=(low, high), turns=len(times), why_not=why_not)


def propose(tried: Iterable[Tried], now: Way) -> Proposal:
    """The fastest way that may judge, where it is faster than `now` beyond noise and worth a change.

    Beyond noise: the middle halves of both do not overlap.

    >>> f32, bf16 = (Way(engine="openvino", precision=one) for one in (Precision.F32, Precision.BF16))
    >>> slow = Tried(way=f32, median_ms=25.0, middle_half_ms=(24.0, 26.0), turns=9)
    >>> fast = Tried(way=bf16, median_ms=10.0, middle_half_ms=(9.0, 11.0), turns=9)
    >>> propose([slow, fast], now=f32).why
    '2.5 times as fast as openvino f32'
    >>> propose([slow, fast], now=bf16).why
    'as set already: nothing is faster'
    """
    able = {one.way: (one.median_ms, one.middle_half_ms) for one in tried if not one.why_not}
    ran = {way: (median, middle) for way, (median, middle) in able.items() if median is not None and middle is not None}
    if not ran:
        return Proposal(way=None, why="nothing that may judge with this model ran here")
    fastest = min(ran, key=lambda way: ran[way][0])
    if now not in ran:
        return Proposal(way=fastest, why=f"the fastest that runs here; {now} does not")
    if fastest == now:
        return Proposal(way=None, why="as set already: nothing is faster")
    median, (low, _) = ran[now]
    faster = [way for way, (other, (_, high)) in ran.items() if high < low and other <= WORTH * median]
    if not faster:
        return Proposal(way=None, why="as set already: nothing is faster by more than the spread and a tenth")
    best = min(faster, key=lambda way: ran[way][0])
    return Proposal(way=best, why=f"{median / ran[best][0]:.1f} times as fast as {now}")
