"""`meisterblick report scrap`: what was scrapped, why and what it cost, for a spreadsheet, on paper, for a program."""

import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError
from inspection.language import Language
from inspection.places import default_home
from inspection.scrap_book.report.value import By
from inspection.scrap_book.report.writing import Format

WRONG_USE = 2
Moment = datetime | None
_DAY = ["%Y-%m-%d", "%d.%m.%Y"]

app = typer.Typer(no_args_is_help=True)


@app.callback()
def report() -> None:
    """Reports out of the records; also beside a running station."""


@app.command("scrap")
def scrap(
    since: Annotated[Moment, typer.Option("--from", formats=_DAY, help="First day.", show_default="the oldest")] = None,
    until: Annotated[Moment, typer.Option("--to", formats=_DAY, help="Last day.", show_default="the newest")] = None,
    by: Annotated[By, typer.Option(help="What the rows are.")] = By.DAY,
    file_format: Annotated[Format, typer.Option("--format", help="What is written.")] = Format.CSV,
    part: Annotated[str | None, typer.Option(help="Only this kind of part.", show_default=False)] = None,
    order: Annotated[str | None, typer.Option(help="Only this order.", show_default=False)] = None,
    machine: Annotated[str | None, typer.Option(help="Only this machine.", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write (default: standard output).", show_default=False)
    ] = None,
    language: Lang = None,
) -> None:
    """Count good parts, rework and scrap, with shares, their intervals and euros; nobody is counted."""
    if since is not None and until is not None and until < since:
        raise typer.BadParameter(f"--to {until:%Y-%m-%d} lies before --from {since:%Y-%m-%d}: swap them")
    home = default_home()
    try:
        spoken = spoken_language(language, home)
        last = None if until is None else until + timedelta(days=1)
        asked = {"since": since and _begin(since), "until": last and _begin(last)}
        data = _written(home, {**asked, "part_type": part, "order": order, "machine": machine}, by, file_format, spoken)
        if out is not None:
            out.write_bytes(data)
    except (InspectionError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        typer.echo(f"{out}: {len(data):,} bytes")


def _written(home: Path, asked: dict[str, object], by: By, file_format: Format, language: Language) -> bytes:
    from inspection.scrap_book.costs import load_costs
    from inspection.scrap_book.facts import Question, read_period
    from inspection.scrap_book.report.building import scrap_report
    from inspection.scrap_book.report.writing import written

    question = Question.model_validate(asked)
    facts = read_period(home, load_costs(home), question.since, question.until)
    return written(scrap_report(facts, question, by), file_format, language)


def _begin(day: datetime) -> datetime:
    """Midnight of this computer's time zone."""
    return datetime.combine(day.date(), time()).astimezone()
