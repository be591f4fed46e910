"""`meisterblick recipe`: what is checked on a part, kept in versions, handed on as one readable file."""

import re
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from inspection.errors import InspectionError, RecipeInvalid, RecipeRefused
from inspection.language import Language
from inspection.places import default_home, find_recipe, recipe_names
from inspection.recipe import Recipe, load_recipe

app = typer.Typer(help="Recipes: new, show, check, export, import, list.", no_args_is_help=True)

PROBLEMS, REFUSED = 1, 2
Lang = Annotated[str, typer.Option("--lang", help="de or en.")]
Name = Annotated[str, typer.Argument(help="Name of the recipe.")]


@app.command("list")
def list_recipes(language: Lang = "de") -> None:
    """Every recipe in force, with version, title and model; `*` marks those that the workshop has changed or made."""
    from inspection.recipe_book import in_force

    home = default_home()
    for name in recipe_names(home):
        try:
            found = in_force(name, home)
        except RecipeInvalid as error:
            typer.echo(f"! {name}: {error}")
            continue
        if found is not None:
            recipe = found.recipe
            title = recipe.title(_language(language))
            typer.echo(f"{'*' if found.is_own else ' '} {name}  v{recipe.version}  {title}  ({recipe.model})")


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Name of the new recipe: small letters, digits, hyphens.")],
    base: Annotated[str, typer.Option("--from", help="Recipe to begin with.")] = "weld-bead",
) -> None:
    """A new recipe that begins as a copy of another; edit the file, then `recipe check`."""
    from inspection.recipe_book import copy_recipe

    home = default_home()
    try:
        recipe = copy_recipe(find_recipe(base, home), name, home)
    except InspectionError as error:
        _complain(error)
    typer.echo(
        f"{home / 'recipes' / f'{recipe.name}.yaml'}: a copy of {base}. Edit it, then: meisterblick recipe check {name}"
    )


@app.command("show")
def show(
    name: Name,
    version: Annotated[int | None, typer.Option(help="Another version than the one in force.", min=1)] = None,
    language: Lang = "de",
) -> None:
    """What a recipe checks, as a table: every limit with where its number comes from."""
    from rich.console import Console
    from rich.table import Column, Table

    from inspection.recipe_book import recipe_version, versions
    from inspection.recipe_book.describing import LimitRow, facts, heading, limit_rows

    home, spoken = default_home(), _language(language)
    try:
        recipe = find_recipe(name, home) if version is None else recipe_version(name, version, home)
        known = versions(name, home)
    except InspectionError as error:
        _complain(error)
    german = spoken == "de"
    rows = limit_rows(recipe, spoken)
    columns = [
        (head, [getattr(row, field) for row in rows])
        for head, field in zip(_GERMAN if german else _ENGLISH, LimitRow.model_fields, strict=True)
    ]
    shown = [(head, cells) for head, cells in columns if any(cells)]
    table = Table(*(Column(head, overflow="fold", min_width=_longest_word(cells)) for head, cells in shown))
    for cells in zip(*(cells for _, cells in shown), strict=True):
        table.add_row(*cells)
    typer.echo(heading(recipe, spoken))
    for word, text in facts(recipe, spoken):
        typer.echo(f"  {word}: {text}")
    if shown:
        Console().print(table)
    typer.echo(f"{'Versionen im Buch' if german else 'Versions in the book'}: {', '.join(map(str, known))}")


_GERMAN = ("Fehler", "Gemessen", "Grenzwert", "Schutzband", "Quelle", "Bemerkung")
_ENGLISH = ("Defect", "Measured", "Limit", "Guard band", "Source", "Remark")


def _longest_word(cells: list[str]) -> int:
    return max(len(word) for cell in cells for word in [*cell.split(" "), ""])


@app.command("check")
def check(
    recipe: Annotated[str, typer.Argument(help="Name of a recipe, or a file: one of the book or an exported one.")],
    language: Lang = "de",
) -> None:
    """What would go wrong with a recipe at this bench; exit status 1 for problems, 2 when it cannot be read."""
    from camera.opening import make_camera
    from inspection.recipe_book import check_recipe
    from inspection.recipe_book.describing import heading
    from inspection.setup import Setup
    from inspection.station.settings import load_settings

    home, spoken = default_home(), _language(language)
    try:
        found = _named(recipe, home)
        setup = Setup.of(found, home, make_camera(load_settings(home).camera).camera_id)
        remarks = check_recipe(found, home, setup, spoken)
    except InspectionError as error:
        _complain(error)
    typer.echo(heading(found, spoken))
    for remark in remarks:
        typer.echo(f"{'!!' if remark.is_problem else '  '}  {remark.text}")
    if any(remark.is_problem for remark in remarks):
        raise typer.Exit(PROBLEMS)
    typer.echo("Damit kann geprüft werden." if spoken == "de" else "Parts can be inspected with it.")


@app.command("export")
def export(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="File to write; NAME.recipe.yaml where it is left out.")] = None,
    version: Annotated[int | None, typer.Option(help="Another version than the one in force.", min=1)] = None,
) -> None:
    """Write a recipe into one readable file for another workshop: no code, no path, no address, no model in it."""
    from inspection.recipe_book import export_recipe, recipe_version

    home, target = default_home(), out or Path(f"{name}.recipe.yaml")
    try:
        recipe = find_recipe(name, home) if version is None else recipe_version(name, version, home)
        exported = export_recipe(recipe, home)
        with target.open("xb") as file:
            file.write(exported.data)
    except FileExistsError:
        _complain(RecipeRefused(f"there is a file {target} already: give --out another name"))
    except (InspectionError, OSError) as error:
        _complain(error)
    typer.echo(f"{target}: {name}, version {recipe.version}, {len(exported.data):,} bytes")
    if exported.without_picture:
        typer.echo("without the golden picture (too large, or gone): it has to be taught where the recipe is used")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="File that `recipe export` wrote.")],
    as_name: Annotated[str | None, typer.Option("--as", help="Take it under this name.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make it the next version of the one of that name.")
    ] = False,
) -> None:
    """Take over a recipe from another workshop. Nothing changes when anything in the file is not as it must be."""
    from inspection.recipe_book import import_recipe, read_exported

    home = default_home()
    try:
        received = read_exported(_bytes(file))
        name = as_name or received.recipe.name
        if not replace and name in recipe_names(home):
            raise RecipeRefused(
                f"there is a recipe {name} already: give --as NAME, or --replace to make this its next "
                "version (the versions before are kept)"
            )
        recipe = import_recipe(received, home, as_name=as_name, replace=replace)
    except (InspectionError, OSError) as error:
        _complain(error)
    typer.echo(
        f"{recipe.name}, version {recipe.version}, is in the book. Next: meisterblick recipe check {recipe.name}"
    )


def _named(recipe: str, home: Path) -> Recipe:
    """The recipe of that name, or in that file."""
    from inspection.recipe_book import in_force, read_exported

    path = Path(recipe)
    if path.is_file():
        data = _bytes(path)
        exported = re.search(rb"(?m)^format:", data) is not None
        return read_exported(data).recipe if exported else load_recipe(path)
    found = in_force(recipe, home) if recipe in recipe_names(home) else None
    return found.recipe if found else find_recipe(recipe, home)


def _bytes(path: Path) -> bytes:
    """The file, no more of it than is looked at."""
    from inspection.recipe_book.strict_yaml import MAX_BYTES

    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _language(given: str) -> Language:
    return "en" if given == "en" else "de"


def _complain(error: Any) -> NoReturn:
    typer.echo(f"meisterblick: {error}", err=True)
    raise typer.Exit(REFUSED) from None
