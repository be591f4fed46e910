"""`meisterblick recipe`: what is checked on a part, kept in versions, handed on as one readable file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.complaint import in_words
from inspection.errors import InspectionError, RecipeInvalid, RecipeRefused
from inspection.language import Language
from inspection.places import default_home, find_recipe, recipe_names
from inspection.recipe import Recipe, load_recipe

if TYPE_CHECKING:
    from inspection.recipe_book import Remark

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
    language: Lang = "de",
) -> None:
    """A new recipe that begins as a copy of another; edit the file, then `recipe check`."""
    from inspection.recipe_book import copy_recipe

    home = default_home()
    try:
        recipe = copy_recipe(find_recipe(base, home), name, home)
    except InspectionError as error:
        _complain(error, _language(language))
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
    from inspection.recipe_book import recipe_version, versions

    home, spoken = default_home(), _language(language)
    try:
        recipe = find_recipe(name, home) if version is None else recipe_version(name, version, home)
        known = versions(name, home)
    except InspectionError as error:
        _complain(error, _language(language))
    _tell(recipe, spoken)
    german = spoken == "de"
    typer.echo(f"{'Versionen im Buch' if german else 'Versions in the book'}: {', '.join(map(str, known))}")


def _tell(recipe: Recipe, language: Language) -> None:
    """What the recipe is called, what it checks, and its limits as a table."""
    from rich.console import Console
    from rich.table import Column, Table

    from inspection.recipe_book.describing import LimitRow, facts, heading, limit_rows

    rows = limit_rows(recipe, language)
    columns = [
        (head, [getattr(row, field) for row in rows])
        for head, field in zip(_GERMAN if language == "de" else _ENGLISH, LimitRow.model_fields, strict=True)
    ]
    shown = [(head, cells) for head, cells in columns if any(cells)]
    table = Table(*(Column(head, overflow="fold", min_width=_longest_word(cells)) for head, cells in shown))
    for cells in zip(*(cells for _, cells in shown), strict=True):
        table.add_row(*cells)
    typer.echo(heading(recipe, language))
    for word, text in facts(recipe, language):
        typer.echo(f"  {word}: {text}")
    if shown:
        Console().print(table)


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
    from inspection.recipe_book.describing import heading

    home, spoken = default_home(), _language(language)
    try:
        found = _named(recipe, home)
        remarks = _remarks(found, home, spoken)
    except InspectionError as error:
        _complain(error, spoken)
    typer.echo(heading(found, spoken))
    _list(remarks)
    if any(remark.is_problem for remark in remarks):
        raise typer.Exit(PROBLEMS)
    typer.echo("Damit kann geprüft werden." if spoken == "de" else "Parts can be inspected with it.")


def _remarks(recipe: Recipe, home: Path, language: Language) -> "tuple[Remark, ...]":
    """What the recipe would run into at this bench."""
    from camera.opening import make_camera
    from inspection.recipe_book import check_recipe
    from inspection.station.build import setup_for
    from inspection.station.settings import load_settings

    settings = load_settings(home)
    setup = setup_for(recipe, settings, home, make_camera(settings.camera).camera_id)
    return check_recipe(recipe, home, setup, language)


def _list(remarks: "tuple[Remark, ...]") -> None:
    for remark in remarks:
        typer.echo(f"{'!!' if remark.is_problem else '  '}  {remark.text}")


@app.command("export")
def export(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="File to write; NAME.recipe.yaml where it is left out.")] = None,
    version: Annotated[int | None, typer.Option(help="Another version than the one in force.", min=1)] = None,
    language: Lang = "de",
) -> None:
    """Write a recipe into one readable file for another workshop: no code, no path, no address, no model in it."""
    from inspection.recipe_book import Problem, Refusal, export_recipe, recipe_version

    home, target, spoken = default_home(), out or Path(f"{name}.recipe.yaml"), _language(language)
    try:
        recipe = find_recipe(name, home) if version is None else recipe_version(name, version, home)
        exported = export_recipe(recipe, home)
        with target.open("xb") as file:
            file.write(exported.data)
    except FileExistsError:
        refusal = Refusal(problem=Problem.FILE_EXISTS, name=str(target))
        _complain(RecipeRefused(f"there is a file {target} already: give --out another name", refusal), spoken)
    except (InspectionError, OSError) as error:
        _complain(error, spoken)
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
    language: Lang = "de",
) -> None:
    """Take over a recipe from another workshop. Nothing changes when anything in the file is not as it must be."""
    from inspection.recipe_book import Problem, import_recipe, read_exported

    home, spoken = default_home(), _language(language)
    try:
        recipe = import_recipe(read_exported(_bytes(file)), home, as_name=as_name, replace=replace)
    except (InspectionError, OSError) as error:
        taken = isinstance(error, RecipeRefused) and error.problem is Problem.NAME_TAKEN
        _complain(error, spoken, hint=" (--as NAME, --replace)" if taken else "")
    _tell(recipe, spoken)
    try:
        _list(_remarks(recipe, home, spoken))
    except InspectionError as error:  # the recipe is in the book all the same
        typer.echo(f"!!  {in_words(error, spoken)}")
    if spoken == "de":
        typer.echo(f"{recipe.name}, Version {recipe.version}, steht im Buch. Erst lesen, dann danach prüfen lassen.")
    else:
        typer.echo(f"{recipe.name}, version {recipe.version}, is in the book. Read it before judging by it.")


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


def _complain(error: Exception, language: Language, hint: str = "") -> NoReturn:
    typer.echo(f"meisterblick: {in_words(error, language)}{hint}", err=True)
    raise typer.Exit(REFUSED) from None
