"""`meisterblick papers`: privacy and AI papers from the station's own state, as Markdown and PDF."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from inspection.errors import InspectionError
from inspection.language import Language
from inspection.places import default_home

WRONG_USE = 2


def papers(
    out: Annotated[Path, typer.Option(help="Folder to write to; made where it is missing.")],
    language: Annotated[str, typer.Option("--lang", help="de or en.")] = "de",
    workshop: Annotated[str, typer.Option(help="Name of the workshop, to stand at the top.")] = "",
) -> None:
    """Write what the law asks about this station: record of processing, purpose and limits, models, what is stored.

    Also who decides. Made from settings, roles, recipes, models and records as they are now; beside a running station.
    """
    from inspection.papers import paper_files

    if language not in ("de", "en"):
        typer.echo(f"meisterblick: there are no papers in {language!r}; choose --lang de or --lang en", err=True)
        raise typer.Exit(WRONG_USE)
    spoken: Language = "en" if language == "en" else "de"
    try:
        files = paper_files(default_home(), spoken, date.today(), workshop=workshop)
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (out / name).write_bytes(data)
    except (InspectionError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    for name in files:
        typer.echo(str(out / name))
