"""What stands on a card. The lengths are such that a card fits a screen."""

from typing import Annotated

from pydantic import Field, StringConstraints

from inspection.closed import Closed
from inspection.language import Language

_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_PRINTABLE)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=_PRINTABLE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_PRINTABLE)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=63)]


class CardText(Closed):
    """A card in one language: what it looks like, likely causes and what to try, each with the first one first."""

    title: Title
    looks_like: Text
    causes: Lines
    try_first: Lines


class Card(Closed):
    """The card of a class of defects on a kind of part: a crack in wood is another thing than one in a weld.

    `iso_6520` is the defect's number in ISO 6520-1, None where it has none. `is_own` is true for one that the workshop
    wrote.
    """

    class_name: Name
    part_type: Name
    iso_6520: str | None = Field(default=None, pattern=r"^\d{3,4}$")
    language: Language
    is_own: bool = False
    text: CardText


class CardFile(Closed):
    """A card as it lies on the disk: all its languages in one file."""

    class_name: Name
    part_type: Name
    iso_6520: str | None = Field(default=None, pattern=r"^\d{3,4}$")
    texts: dict[Language, CardText] = Field(min_length=1)
