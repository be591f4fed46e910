"""What the commands about models share: how they print, and how they end."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from inspection.errors import ModelRefused

REFUSED, WRONG_USE = 1, 2


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


As = Annotated[Format, typer.Option("--format", help="json prints one object.")]


def slot_begun(name: str, home: Path) -> str | None:
    """The slot that a model's name begins with: board for board-2. Raises ModelRefused for a damaged pointer."""
    from inspection.model_book.listing import all_slots

    fitting = [slot for slot in all_slots(home) if name == slot or name.startswith(f"{slot}-")]
    return max(fitting, key=len, default=None)


def slot_for(name: str, slot: str | None, home: Path) -> str:
    """The slot that is asked for, else the one that a model's name begins with.

    Raises ModelRefused with the slots there are.
    """
    from inspection.model_book.listing import all_slots

    slots = all_slots(home)
    there_are = f"there are: {', '.join(sorted(slots))}"
    if slot is not None and slot not in slots:
        raise ModelRefused(f"no recipe calls its model {slot!r}; {there_are}")
    found = slot or slot_begun(name, home)
    if found is None:
        raise ModelRefused(f"name what {name!r} is for: --for SLOT; {there_are}")
    return found


def complain(error: Exception, status: int = WRONG_USE) -> NoReturn:
    """Say what went wrong, and end."""
    typer.echo(f"meisterblick: {error}", err=True)
    raise typer.Exit(status) from None
