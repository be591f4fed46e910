"""Two ways of doing the same thing, timed in turn on the same machine."""

import statistics
import time
from collections.abc import Callable

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
    label: str, ours: Callable[[], object], peers: dict[str, Callable[[], object]], *, n: int, warm_up: int = 3
) -> Case:
    """Call ours and each peer A B A B ..., `n` rounds after `warm_up`; the ratio is taken round by round."""
    contenders = {"ours": ours, **peers}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(n + warm_up):
        for name, call in contenders.items():
            started = time.perf_counter()
            call()
            if turn >= warm_up:
                times[name].append((time.perf_counter() - started) * 1000)
    ratios = {name: [mine / other for mine, other in zip(times["ours"], times[name], strict=True)] for name in peers}
    return Case(
        label=label,
        ours=round(statistics.median(times["ours"]), 3),
        peers={name: round(statistics.median(times[name]), 3) for name in peers},
        ratio={name: round(statistics.median(rounds), 3) for name, rounds in ratios.items()},
        spread={name: (round(min(rounds), 3), round(max(rounds), 3)) for name, rounds in ratios.items()},
        n=n,
    )
