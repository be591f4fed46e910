"""Two ways of doing the same thing, timed in turn on the same machine."""

import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial

from inspection.closed import Closed


class Case(Closed):
    """Medians in `unit` over `n` rounds; `ratio` = ours over peer, `spread` its smallest and largest round."""

    label: str
    ours: float
    peers: dict[str, float]
    ratio: dict[str, float]
    spread: dict[str, tuple[float, float]]
    unit: str = "ms"
    n: int


class Benchmark(Closed):
    """A named benchmark with its cases."""

    name: str
    cases: tuple[Case, ...]


def in_turn(
    label: str,
    ours: Callable[[], object],
    peers: Mapping[str, Callable[[], object]],
    *,
    n: int,
    warm_up: int = 3,
    pictures: int | None = None,
    uncounted: bool = False,
) -> Case:
    """Ours and one peer A B A B ..., `n` rounds after `warm_up`, then ours and the next; ratios are taken by round.

    In pairs, so that no third one's threads, still looking for work, run into the time of either. Where calls are so
    short that the other of the pair does as well, one that is not counted goes before each (`uncounted`). In
    milliseconds a call, or where a call is about so many `pictures`, in pictures a second.
    """
    unit = "ms" if pictures is None else "pictures/s"
    mine: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for name, peer in peers.items():
        both = [partial(_timed, call, pictures, uncounted=uncounted) for call in (ours, peer)]
        rounds = [(both[0](), both[1]()) for _ in range(n + warm_up)][warm_up:]
        mine[name], theirs[name] = [one for one, _ in rounds], [other for _, other in rounds]
    ratios = {name: [one / other for one, other in zip(mine[name], theirs[name], strict=True)] for name in peers}
    return Case(
        label=label,
        ours=round(statistics.median(value for values in mine.values() for value in values), 3),
        peers={name: round(statistics.median(values), 3) for name, values in theirs.items()},
        ratio={name: round(statistics.median(values), 3) for name, values in ratios.items()},
        spread={name: (round(min(values), 3), round(max(values), 3)) for name, values in ratios.items()},
        unit=unit,
        n=n,
    )


def _timed(call: Callable[[], object], pictures: int | None, *, uncounted: bool) -> float:
    if uncounted:
        call()
    started = time.perf_counter()
    call()
    seconds = time.perf_counter() - started
    return seconds * 1000 if pictures is None else pictures / seconds
