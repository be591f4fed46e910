"""In which language a command speaks: an unknown one is refused, none is made of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inspection.language import Language
from inspection.station.settings import load_settings


class Spoken(StrEnum):
    """A language that the program has texts in."""

    DE = "de"
    EN = "en"


Lang = Annotated[
    Spoken | None, typer.Option("--language", "--lang", help="Default: the station's.", show_default=False)
]


def spoken_language(given: Spoken | None, home: Path) -> Language:
    """The language asked for, else the station's. Raises RecipeInvalid for settings that cannot be read."""
    spoken = load_settings(home).language if given is None else given
    return "en" if spoken == "en" else "de"
