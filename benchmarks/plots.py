"""`python -m benchmarks.plots`: draw the plots of `docs/benchmarks.md` from the newest kept results.

A curve of `growth` becomes a panel, all of one kind of size a file; `latency`, `tiles` and `throughput` become bars
that say how many times as fast as each peer ours is. What no kept run has is not drawn.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from benchmarks.growth.curve import AT_MOST, TOLERANCE
from benchmarks.pairs import Benchmark, Case
from benchmarks.results import RESULTS, Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
COMPARED: Final = ("latency", "tiles", "throughput")
FASTER: Final = {"ms": -1, "pictures/s": 1}
"""The units that say how fast something is, and the power of the ratio that says how many times as fast ours is."""
UNITS: Final = {"MP": "megapixels", "defects": "defects", "records": "records", "pictures": "sample-set"}
"""What the sizes of the curves are counted in, and the file of each."""
OURS, GREY, INK = "#1f5fbf", "#8a8a8a", "#24292f"
COLUMNS: Final = 2
LEAST_SPAN: Final = 30.0
"""So many times the lowest time is the highest that a panel has room for: what is flat shall look flat."""
STYLE: Final[Any] = {
    "svg.fonttype": "none",  # letters as letters: small, and readable for those who hear the page
    "svg.hashsalt": "benchmarks",  # the same figures give the same file
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A curve as it stands in the results: milliseconds by size, and what was said of its growth."""

    name: str
    unit: str
    points: tuple[tuple[float, float], ...]
    nature: str
    exponent: float
    at_most: float


def main(
    results: Annotated[Path, typer.Option(help="Folder of the kept runs.")] = RESULTS,
    out: Annotated[Path, typer.Option(help="Folder of the plots.")] = PICTURES,
) -> None:
    """Draw the plots of docs/benchmarks.md anew from the newest kept run of each benchmark."""
    out.mkdir(parents=True, exist_ok=True)
    for name, svg in plots(newest(kept_runs(results))):
        (out / name).write_bytes(svg)
        typer.echo(out / name)


def kept_runs(folder: Path) -> list[Run]:
    """All kept runs but the short ones, the oldest first. Raises ValueError for a file that is none."""
    runs = [Run.model_validate_json(file.read_bytes()) for file in sorted(folder.glob("*.json"))]
    return sorted((run for run in runs if not run.quick), key=lambda run: run.date)


def newest(runs: Iterable[Run]) -> dict[str, Benchmark]:
    """Each benchmark as it came out last, by its name."""
    return {benchmark.name: benchmark for run in runs for benchmark in run.benchmarks}


def plots(benchmarks: dict[str, Benchmark]) -> Iterator[tuple[str, bytes]]:
    """File name and SVG of each plot."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        for name in COMPARED:
            if name in benchmarks and (cases := _compared(benchmarks[name])):
                yield f"benchmark-{name}.svg", _svg(_bars(cases))
        drawn = curves(benchmarks["growth"]) if "growth" in benchmarks else ()
        for unit, file in UNITS.items():
            if of_unit := [curve for curve in drawn if curve.unit == unit]:
                yield f"benchmark-{file}.svg", _svg(_panels(of_unit))


def curves(growth: Benchmark) -> tuple[Drawn, ...]:
    """What `benchmarks.growth.curve` wrote: cases "NAME: SIZE UNIT", and behind them "NAME: ... NATURE"."""
    found: list[Drawn] = []
    points: list[tuple[float, float]] = []
    unit = ""
    for case in growth.cases:
        name, _, said = case.label.rpartition(": ")
        if case.unit != "exponent":
            size, unit = said.split(" ", 1)
            points.append((float(size), case.ours))
            continue
        nature, at_most = said.rsplit(" ", 1)[1], case.peers[AT_MOST]
        found.append(
            Drawn(name=name, unit=unit, points=tuple(points), nature=nature, exponent=case.ours, at_most=at_most)
        )
        points = []
    return tuple(found)


def _panels(drawn: Sequence[Drawn]) -> "Figure":
    from matplotlib.figure import Figure

    rows = -(-len(drawn) // COLUMNS)
    figure = Figure(figsize=(9, 3.1 * rows), layout=_layout())
    panels = figure.subplots(rows, COLUMNS, squeeze=False).flatten().tolist()
    for axes, curve in zip(panels, drawn, strict=False):
        _panel(axes, curve)
    for axes in panels[len(drawn) :]:
        axes.set_visible(False)
    return figure


def _panel(axes: "Axes", curve: Drawn) -> None:
    """Time over size, and dashed, what it would be by its nature, going by the largest size; 0 is a line of its own."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    sized = [point for point in curve.points if point[0] > 0]
    sizes, times = zip(*sized, strict=True)
    power = curve.at_most - TOLERANCE
    last_size, last = sized[-1]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.plot(sizes, [last * (size / last_size) ** power for size in sizes], color=GREY, linestyle="--", linewidth=1)
    axes.plot(sizes, times, color=OURS, marker="o", linewidth=2)
    if len(sized) < len(curve.points):
        axes.axhline(curve.points[0][1], color=OURS, linestyle=":", linewidth=1)
        axes.annotate(f"none: {_ms(curve.points[0][1])}", (sizes[-1], curve.points[0][1]), **_beside(-1, 4))
    for size, time in (sized[0], sized[-1]):
        at_end = size == last_size
        axes.annotate(_ms(time), (size, time), **_beside(-1 if at_end else 1, 7), color=OURS)
    middle, span = (min(times) * max(times)) ** 0.5, max(LEAST_SPAN, 4 * max(times) / min(times)) ** 0.5
    axes.set_ylim(middle / span, middle * span)
    axes.set_title(curve.name, fontsize=10, loc="left")
    axes.set_xlabel(f"{curve.unit} (exponent {curve.exponent:.2f}; dashed: {curve.nature})")
    axes.set_ylabel("time in ms")
    axes.set_xticks(sizes, [f"{size:,g}" for size in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 3), numticks=8))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda time, _: f"{time:,g}"))


def _compared(benchmark: Benchmark) -> list[tuple[Case, int]]:
    return [(case, FASTER[case.unit]) for case in benchmark.cases if case.unit in FASTER and case.peers]


def _bars(cases: Sequence[tuple[Case, int]]) -> "Figure":
    """How many times as fast as each peer; the whisker reaches from the smallest to the largest round."""
    from matplotlib.figure import Figure

    rows = sum(len(case.peers) + 1 for case, _ in cases)
    figure = Figure(figsize=(9, 0.9 + 0.34 * rows), layout=_layout())
    axes = figure.subplots()
    place, ticks, names = 0.0, [], []
    for case, power in cases:
        title: dict[str, Any] = {"fontweight": "bold", "va": "center", "backgroundcolor": "white"}
        axes.annotate(case.label, (0, -place), xycoords=("axes fraction", "data"), **title)
        for peer, ratio in case.ratio.items():
            place += 1
            times = ratio**power
            low, high = sorted(one**power for one in case.spread.get(peer, (ratio, ratio)))
            axes.barh(-place, times, height=0.6, color=OURS, xerr=[[times - low], [high - times]], ecolor=INK)
            axes.annotate(f"{times:.2f}", (max(high, 1), -place), **_beside(1, -4))
            ticks.append(-place)
            names.append(peer)
        place += 1
    axes.axvline(1, color=INK, linewidth=1, zorder=0)
    axes.set_yticks(ticks, names)
    axes.set_ylim(-place + 0.3, 0.7)
    axes.set_xlabel("how many times as fast as the peer (1: as fast)")
    axes.set_xlim(0, 1.15 * axes.get_xlim()[1])
    return figure


def _beside(side: int, up: float) -> dict[str, Any]:
    """Text to the right (1) or left (-1) of a point, so many points above it."""
    return {
        "xytext": (4 * side, up),
        "textcoords": "offset points",
        "ha": "left" if side > 0 else "right",
        "fontsize": 9,
    }


def _ms(time: float) -> str:
    return f"{time:,.0f} ms" if time >= 100 else f"{time:.3g} ms"


def _layout() -> "ConstrainedLayoutEngine":
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    return ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12)


def _svg(figure: "Figure") -> bytes:
    """Opaque, so that it is read on a light page and on a dark one."""
    with io.BytesIO() as file:
        figure.savefig(file, format="svg", facecolor="white", metadata={"Date": None, "Creator": None})
        return file.getvalue()


if __name__ == "__main__":
    typer.run(main)
