"""`meisterblick models`: which there are, whether they are sound, which one judges, and what may take its place."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.model_bands import calibrate
from commands.model_change import promote, rollback
from commands.model_compare import compare
from commands.model_export import export
from commands.model_tiles import tiles
from commands.models_shared import REFUSED, As, Format, complain
from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError
from inspection.places import SHIPPED_MODELS, default_home, model_folder

app = typer.Typer(
    help="Models: list, show, verify, compare, promote, rollback, export, calibrate, tiles.", no_args_is_help=True
)
app.command("compare")(compare)
app.command("promote")(promote)
app.command("rollback")(rollback)
app.command("export")(export)
app.command("calibrate")(calibrate)
app.command("tiles")(tiles)


@app.command("list")
def list_models(format: As = Format.TEXT, language: Lang = None) -> None:
    """Every model: where it judges, version, classes, licence, figures, precisions, and whether it has a card."""
    from inspection.model_book.listing import all_entries, leading_nowhere
    from inspection.model_book.telling import as_table

    home = default_home()
    try:
        entries = all_entries(home)
        nowhere = leading_nowhere(home)
        spoken = spoken_language(language, home)
    except InspectionError as error:
        complain(error)
    if format is Format.JSON:
        typer.echo(json.dumps([entry.model_dump(mode="json") for entry in entries], indent=2))
    else:
        typer.echo(as_table(entries, spoken))
    for slot, problem in nowhere.items():
        typer.echo(f"!! {slot}: {problem}", err=True)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of a model.")], format: As = Format.TEXT, language: Lang = None
) -> None:
    """A model's card and what its manifest says, in words."""
    from inspection.model_book.listing import entry_of
    from inspection.model_book.telling import as_text, card_of

    home = default_home()
    try:
        entry = entry_of(_folder(name, home), home)
        spoken = spoken_language(language, home)
    except InspectionError as error:
        complain(error)
    if format is Format.JSON:
        typer.echo(entry.model_dump_json(indent=2))
        return
    typer.echo(as_text(entry, spoken))
    if card := card_of(entry.path):
        typer.echo(f"\n{card}")


@app.command("verify")
def verify(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE_OR_NAME...", help="Models by name, folders or files; all where none is named."),
    ] = None,
    language: Lang = None,
) -> None:
    """Hold models against their manifests: hashes, classes, external data, self-test. No pickle is ever read.

    Exit status 1 when something is wrong; it is named.
    """
    from inspection.model_book.verifying import verify as verify_one
    from inspection.model_book.verifying import verify_all

    home = default_home()
    try:
        german = spoken_language(language, home) == "de"
    except InspectionError as error:
        complain(error)
    wrong = 0
    for found in (verify_one(one, home) for one in what) if what else verify_all(home):
        wrong += bool(found.problems)
        for problem in found.problems:
            typer.echo(f"!!  {found.name}: {problem}")
        if not found.problems:
            typer.echo(f"ok  {found.name}: {'; '.join(found.passed)}")
    if wrong:
        typer.echo(f"{wrong} × nicht in Ordnung" if german else f"{wrong} not in order", err=True)
        raise typer.Exit(REFUSED)


def _folder(name: str, home: Path) -> Path:
    """A model's folder, also of weights alone. Raises ModelRefused."""
    from inspection.model_book.listing import is_model

    weights_only = (root / name for root in (home / "models", SHIPPED_MODELS) if "/" not in name)
    return next((folder for folder in weights_only if is_model(folder)), None) or model_folder(name, home)
