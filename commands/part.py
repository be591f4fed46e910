"""`meisterblick part`: a whole part as one file, handed on to another workshop or taken from one."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from commands.complaint import in_words
from commands.spoken import Lang, Spoken, spoken_language
from inspection.errors import InspectionError
from inspection.language import Language
from inspection.places import default_home
from training.errors import TrainingError

app = typer.Typer(help="Whole parts: export, import.", no_args_is_help=True)

REFUSED = 2


@app.command("export")
def export(
    name: Annotated[str, typer.Argument(help="Name of the part.")],
    out: Annotated[Path, typer.Option(help="File to write, as plate.mbpart.")],
    pictures: Annotated[
        int, typer.Option(help="So many of the newest approved pictures leave the house with it.", min=0, max=60)
    ] = 0,
    language: Lang = None,
) -> None:
    """Write recipe, model and card into one file. No picture goes along that is not asked for."""
    from training.labelling.book import LabelBook
    from training.part_exchange.packing import approved_pictures, pack, write_parcel

    home, spoken = default_home(), _language(language)
    try:
        book = LabelBook.open(home) if pictures else None
        try:
            chosen = [one.sha256 for one in approved_pictures(book, name)[:pictures]] if book else []
            packed = pack(name, home, book, chosen)
        finally:
            if book is not None:
                book.close()
        write_parcel(packed, out)
    except (InspectionError, TrainingError, OSError) as error:
        _complain(error, spoken)
    parcel, size = packed.parcel, f"{len(packed.data):,}"
    models = ", ".join(f"{one.name} ({one.licence})" for one in parcel.models)
    if spoken == "de":
        typer.echo(f"{out}: {name} mit {models}, {len(parcel.pictures)} Bilder, {size} Byte")
        if parcel.pictures:
            typer.echo("Mit dieser Datei verlassen Bilder das Haus.")
        if packed.without_golden:
            typer.echo("Ohne das Bild des Musterteils: Es muss dort neu angelernt werden.")
        return
    typer.echo(f"{out}: {name} with {models}, {len(parcel.pictures)} pictures, {size} bytes")
    if parcel.pictures:
        typer.echo("With this file pictures leave the house.")
    if packed.without_golden:
        typer.echo("Without the golden picture: it has to be taught where the part is used.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="File that `part export` wrote.")],
    as_name: Annotated[str | None, typer.Option("--as", help="Take it under this name.", show_default=False)] = None,
    language: Lang = None,
) -> None:
    """Take a part from another workshop; all of it is checked first, and nothing is written when anything is wrong.

    Exit status 0 when it is taken, 2 when it was refused. It judges nothing before somebody chooses it.
    """
    from training.labelling.book import LabelBook
    from training.part_exchange.taking import take_part

    home, spoken = default_home(), _language(language)
    try:
        home.mkdir(parents=True, exist_ok=True)
        book = LabelBook.open(home)
        try:
            taken = take_part(file, home, book, as_name=as_name)
        finally:
            book.close()
    except (InspectionError, TrainingError, OSError) as error:
        _complain(error, spoken)
    models = ", ".join(taken.models)
    if spoken == "de":
        anew = f" (dort: {taken.part_there})" if taken.part != taken.part_there else ""
        typer.echo(f"{taken.part}{anew} mit {models} und {taken.pictures} Bildern ist da.")
        typer.echo(f"Erst lesen (meisterblick recipe show {taken.part}), dann beim Einrichten wählen.")
    else:
        anew = f" (there: {taken.part_there})" if taken.part != taken.part_there else ""
        typer.echo(f"{taken.part}{anew} with {models} and {taken.pictures} pictures is here.")
        typer.echo(f"Read it first (meisterblick recipe show {taken.part}), then choose it when setting up.")


def _language(given: Spoken | None) -> Language:
    try:
        return spoken_language(given, default_home())
    except InspectionError as error:
        _complain(error, "en" if given is Spoken.EN else "de")


def _complain(error: Exception, language: Language) -> NoReturn:
    typer.echo(f"meisterblick: {in_words(error, language)}", err=True)
    raise typer.Exit(REFUSED) from None
