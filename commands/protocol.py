"""`meisterblick protocol`: a Prüfprotokoll of one part, or of the parts of an order, as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from inspection.errors import InspectionError
from inspection.language import Language
from inspection.places import default_home

WRONG_USE = 2


def protocol(
    records: Annotated[list[str], typer.Argument(help="Entry number, or id of the record or its beginning; several.")],
    out: Annotated[Path, typer.Option(help="PDF file to write.")],
    language: Annotated[str, typer.Option("--lang", help="de or en.")] = "de",
    workshop: Annotated[str, typer.Option(help="Name of the workshop, to stand at the top.")] = "",
    order: Annotated[str, typer.Option(help="Name or number of the order, to stand at the top.")] = "",
) -> None:
    """Write the Prüfprotokoll of one or more recorded parts; also beside a running station, from the records alone."""
    from inspection.protocol import RecordBook, protocol_pdf

    spoken: Language = "en" if language == "en" else "de"
    try:
        with RecordBook.opened(default_home()) as book:
            found = [book.find(record) for record in records]
            pdf = protocol_pdf(found, book, spoken, workshop=workshop, order=order)
        out.write_bytes(pdf)
    except (InspectionError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    typer.echo(f"{out}: {len(found)} {'part' if len(found) == 1 else 'parts'}, {len(pdf):,} bytes")
