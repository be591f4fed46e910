"""What a run gave: as a table for people, as a file for later."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.machine import Machine
from benchmarks.pairs import Benchmark
from inspection.closed import Closed

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

RESULTS: Final = Path(__file__).parent / "results"


class Run(Closed):
    """One run of some benchmarks on one machine. `quick` is the short form, whose times nobody should believe."""

    date: datetime
    quick: bool
    machine: Machine
    benchmarks: tuple[Benchmark, ...]


def keep(run: Run, folder: Path = RESULTS) -> Path:
    """Write the run to a file of its own, named by date (UTC) and processor. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    processor = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\((r|tm)\)", "", run.machine.processor.lower())).strip("-")
    file = folder / f"{run.date.astimezone(UTC):%Y-%m-%d-%H%M%S}-{processor}.json"
    file.write_text(run.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return file


def as_table(benchmark: Benchmark) -> "Group":
    """Each case under its name, a row a peer."""
    from rich import box
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Column, Table
    from rich.text import Text

    told: list[RenderableType] = [Text(benchmark.name, style="bold")]
    for case in benchmark.cases:
        table = Table(
            Column("peer", overflow="fold", width=40),
            *(Column(head, justify="right") for head in ("ours", "peer's", "unit", "ratio", "min to max", "n")),
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            show_edge=False,
        )
        for name, value in case.peers.items():
            low, high = case.spread.get(name, (case.ratio[name],) * 2)
            figures = f"{case.ours:g}", f"{value:g}", case.unit, f"{case.ratio[name]:.2f}", f"{low:.2f} to {high:.2f}"
            table.add_row(name, *figures, str(case.n))
        if not case.peers:
            table.add_row("", f"{case.ours:g}", "", case.unit, "", "", str(case.n))
        told += [Text(f"  {case.label}"), Padding(table, (0, 0, 0, 4))]
    return Group(*told)
