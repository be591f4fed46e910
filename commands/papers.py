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
    from inspection.papers import paper_pdf, read_station
    from inspection.papers import papers as all_papers

    if language not in ("de", "en"):
        typer.echo(f"meisterblick: there are no papers in {language!r}; choose --lang de or --lang en", err=True)
        raise typer.Exit(WRONG_USE)
    spoken: Language = "en" if language == "en" else "de"
    today = date.today()
    try:
        made = all_papers(read_station(default_home(), today), spoken, workshop=workshop)
        out.mkdir(parents=True, exist_ok=True)
        for paper in made:
            (out / f"{paper.file_name}.md").write_text(paper.markdown, encoding="utf-8")
            (out / f"{paper.file_name}.pdf").write_bytes(paper_pdf(paper, today, workshop=workshop))
    except (InspectionError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    for paper in made:
        typer.echo(f"{out / paper.file_name}.md, .pdf: {paper.title}")
