"""`meisterblick demo-data`: plausible years of a shop that never was, in a folder of their own."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection.errors import InspectionError

if TYPE_CHECKING:
    from inspection.demonstration.years import Filled

WRONG_USE = 2
FOLDER = "demonstration"


def demo_data(
    records: Annotated[int, typer.Option(help="How many parts.", min=1, max=2_000_000)] = 20_000,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Folder to fill; one without records (default: that of the demonstration, never the shop's).",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed makes other years; the same one the same years.")] = 1,
    last_day: Annotated[
        str | None, typer.Option("--until", help="Last day, YYYY-MM-DD (default: yesterday).", show_default=False)
    ] = None,
) -> None:
    """Make up parts, orders, machines, words and dispositions of months or years, to try the scrap book with.

    200 parts a working day, at least 60 days. No part of them was ever inspected, and the first entry says so.
    """
    from inspection.places import default_home

    own = (home or default_home() / FOLDER).absolute()
    try:
        until = date.fromisoformat(last_day) if last_day else date.today() - timedelta(days=1)
        filled = fill_and_tell(own, records, until, seed)
    except (InspectionError, OSError, ValueError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    typer.echo(
        f"{own}: {filled.parts:,} parts from {filled.first_day} to {filled.last_day}, {filled.overrides:,} words of "
        f"the master, {filled.dispositions:,} dispositions, {filled.withdrawals:,} taken back; "
        f"look at them with: meisterblick --home {own}"
    )


def fill_and_tell(home: Path, parts: int, until: date, seed: int = 1) -> "Filled":
    """Fill the folder of a demonstration and show how far it is. Raises as `prepare` and `fill_years`."""
    from inspection.demonstration.own_folder import prepare
    from inspection.demonstration.years import fill_years, refuse_records

    refuse_records(home)
    prepare(home)
    from rich.progress import Progress, TaskID

    words = {"render": "pictures", "record": "parts"}
    with Progress(transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(words[what], total=of)
            shown.update(tasks[what], completed=done)

        return fill_years(home, parts, until=until, seed=seed, tell=tell)
