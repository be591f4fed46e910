"""The option that says in which language a command speaks: an unknown one is refused, none is made of it."""

from enum import StrEnum
from typing import Annotated

import typer


class Spoken(StrEnum):
    """A language that the program has texts in."""

    DE = "de"
    EN = "en"


Lang = Annotated[
    Spoken | None, typer.Option("--language", "--lang", help="Default: the station's.", show_default=False)
]
