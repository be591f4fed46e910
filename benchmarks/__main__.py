"""`python -m benchmarks [NAME...]`: run them all, or the ones named."""

import subprocess
import sys
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer

from benchmarks.machine import this_machine
from benchmarks.pairs import Benchmark
from benchmarks.results import Run, as_table, keep


class Name(StrEnum):
    """The benchmarks: a module each, with `run(*, quick)`."""

    LATENCY = "latency"
    TILES = "tiles"
    THROUGHPUT = "throughput"
    START = "start"
    GROWTH = "growth"


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


def main(
    names: Annotated[list[Name] | None, typer.Argument(metavar="[NAME...]", help="Which (default: all).")] = None,
    format: Annotated[Format, typer.Option(help="json prints JSON Lines, one object a benchmark.")] = Format.TABLE,
    quick: Annotated[bool, typer.Option("--quick", help="Seconds instead of minutes: whether it runs at all.")] = False,
    keep_it: Annotated[bool, typer.Option("--keep", help="Write benchmarks/results/DATE-PROCESSOR.json.")] = False,
) -> None:
    """Measure ours against its peers in the same run, in turn, and print the ratios.

    The peers come with `uv sync`. Let nothing else work on the machine meanwhile.
    """
    machine = this_machine()
    started, done = datetime.now(UTC), []
    if format is Format.TABLE:
        _print(*machine.lines)
    wanted = list(dict.fromkeys(names or Name))
    for name in wanted:
        benchmark = run_here(name, quick=quick) if len(wanted) == 1 else _run_apart(name, quick=quick)
        done.append(benchmark)
        if format is Format.JSON:
            typer.echo(benchmark.model_dump_json())
        else:
            _print(as_table(benchmark))
    if keep_it:
        file = keep(Run(date=started, quick=quick, machine=machine, benchmarks=tuple(done)))
        typer.echo(f"kept in {file}", err=True)


def run_here(name: Name, *, quick: bool) -> Benchmark:
    """Run one benchmark in this process."""
    benchmark = import_module(f"benchmarks.{name}").run(quick=quick)
    assert isinstance(benchmark, Benchmark)
    return benchmark


def _run_apart(name: Name, *, quick: bool) -> Benchmark:
    """Run one in a process of its own: what one has loaded and started must not be in the way of the next."""
    command = [sys.executable, "-m", "benchmarks", name, "--format", "json", *(["--quick"] if quick else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        typer.echo(f"benchmarks: {name} failed with exit status {done.returncode}, see above", err=True)
        raise typer.Exit(1)
    return Benchmark.model_validate_json(done.stdout)


def _print(*lines: object) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 120)
    for line in lines:
        console.print(line, highlight=False, markup=False)


if __name__ == "__main__":
    typer.run(main)
