"""What the commands about models share: how they print, in which language, and how they end."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from inspection.language import Language
from inspection.station.settings import load_settings

REFUSED, WRONG_USE = 1, 2


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


Lang = Annotated[str | None, typer.Option("--lang", help="de or en (default: the station's).", show_default=False)]
As = Annotated[Format, typer.Option("--format", help="json prints one object.")]


def spoken_language(given: str | None, home: Path) -> Language:
    """The language asked for, else the station's. Raises RecipeInvalid for settings that cannot be read."""
    spoken = load_settings(home).language if given is None else given
    return "en" if spoken == "en" else "de"


def complain(error: Exception, status: int = WRONG_USE) -> NoReturn:
    """Say what went wrong, and end."""
    typer.echo(f"meisterblick: {error}", err=True)
    raise typer.Exit(status) from None
