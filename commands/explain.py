"""`meisterblick explain`: the arithmetic of a recorded verdict, and whether the same comes out again."""

from pathlib import Path
from typing import Annotated

import typer

from inspection.errors import InspectionError, RecipeInvalid
from inspection.language import Language
from inspection.places import default_home
from inspection.recipe import Recipe
from inspection.record import Inspection

WRONG_USE = 2


def explain(
    record: Annotated[str, typer.Argument(help="Entry number, or id of the record or its beginning.")],
    language: Annotated[str, typer.Option("--lang", help="de or en.")] = "de",
) -> None:
    """Say why a part got its verdict: every value, limit and guard band; then decide again from the record."""
    from inspection.protocol import RecordBook
    from inspection.protocol import explain as explained

    home = default_home()
    spoken: Language = "en" if language == "en" else "de"
    try:
        with RecordBook.opened(home) as book:
            found = book.find(record)
            about = found.inspection.record_id
            words, taken_back = book.overrides_of([about]), book.withdrawals_of([about])
            becomes = book.dispositions_of([about]).get(about, ())
    except (InspectionError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    withdrawal = taken_back[about].withdrawal if about in taken_back else None
    for line in explained(found, _recipe(found.inspection, home), spoken, words.get(about, ()), withdrawal, becomes):
        typer.echo(line.replace("\N{NO-BREAK SPACE}", " "))


def _recipe(inspection: Inspection, home: Path) -> Recipe | None:
    from inspection.recipe_book import recipe_version

    try:
        return recipe_version(inspection.recipe, inspection.recipe_version, home)
    except RecipeInvalid:
        return None
