"""The recipe book: what is in force, and every version there was.

HOME/recipes/NAME.yaml                    in force; where it is missing, the recipe that ships with the program
HOME/recipes/versions/NAME/v0003.yaml     a version that was saved or judged by, kept unchanged

A version's number stands in every record, so a number never has two contents.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspection.errors import RecipeInvalid, RecipeRefused
from inspection.places import NAME, SHIPPED_RECIPES, find_recipe
from inspection.recipe import Recipe, load_recipe
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.recipe_book.versioned_file import VersionedFile
from inspection.recipe_book.writing import comments_of, recipe_yaml, with_version

VERSIONS: Final = "versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The recipe that counts, with its text; `is_own` is false for one that ships with the program."""

    recipe: Recipe
    text: str
    is_own: bool


def in_force(name: str, home: Path) -> InForce | None:
    """The recipe `name` that is in force, None where there is none. Raises RecipeInvalid where it cannot be read."""
    for path, is_own in ((_file(name, home).current, True), (SHIPPED_RECIPES / f"{name}.yaml", False)):
        if path.is_file():
            recipe = load_recipe(path)
            if recipe.name != name:
                raise RecipeInvalid(
                    f"{path}: the recipe in it is called {recipe.name}; name the file {recipe.name}.yaml"
                )
            return InForce(recipe=recipe, text=path.read_text(encoding="utf-8"), is_own=is_own)
    return None


def versions(name: str, home: Path) -> tuple[int, ...]:
    """The numbers of all versions that can still be read, the oldest first."""
    now = in_force(name, home)
    return tuple(sorted({*_file(name, home).numbers(), *([now.recipe.version] if now else [])}))


def recipe_version(name: str, version: int, home: Path) -> Recipe:
    """A version as it was kept, or the one in force. Raises RecipeInvalid with the numbers there are."""
    path = _file(name, home).path(version)
    if path.is_file():
        return load_recipe(path)
    now = in_force(name, home)
    if now is not None and now.recipe.version == version:
        return now.recipe
    known = ", ".join(map(str, versions(name, home))) or "none"
    raise RecipeInvalid(f"version {version} of the recipe {name!r} is not in the book; there are: {known}")


def saved_at(name: str, version: int, home: Path) -> datetime | None:
    """When a version came into the book; None for one that is not kept there."""
    path = _file(name, home).path(version)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else None


def save_recipe(recipe: Recipe, home: Path) -> Recipe:
    """Put a changed recipe in force under the next number; `recipe.version` is the one that the change began with.

    Raises RecipeRefused when nothing changed, when another version is in force by now, or while another saves;
    RecipeInvalid where the file in force cannot be read; StorageFull, StorageFailed. Nothing is written then.
    """
    file = _file(recipe.name, home)
    with file.saving():
        now = in_force(recipe.name, home)
        if now is not None:
            _refuse_stale(recipe, now.recipe)
            now = _kept(file, now)
        saved = recipe.model_copy(update={"version": _next(file)})
        text = recipe_yaml(saved, comments_of(now.text) if now else ())
        file.keep(saved.version, text)
        file.put_in_force(text)
    return saved


def keep_in_force(name: str, home: Path) -> Recipe:
    """The recipe to judge by, once it is certain that its version can be read again.

    What a person edited by hand without raising the number gets the next one: the file's `version` is set anew, nothing
    else in it changes. Raises RecipeInvalid where there is no such recipe, and what `save_recipe` raises.
    """
    now = in_force(name, home)
    if now is None:
        return find_recipe(name, home)  # says which there are
    file = _file(name, home)
    if _as_kept(file, now.recipe.version) == now.recipe:
        return now.recipe
    with file.saving():
        now = in_force(name, home) or now
        kept = _kept(file, now)
        if kept.recipe != now.recipe:
            file.put_in_force(kept.text)
    return kept.recipe


def refuse_name(name: str, home: Path) -> None:
    """Raise RecipeRefused where `name` is taken, or cannot be one."""
    if not NAME.fullmatch(name):
        raise RecipeRefused(
            f"{name!r} cannot be a recipe's name: small letters, digits and hyphens, as in gate-hinge",
            Refusal(problem=Problem.NOT_A_NAME, name=name),
        )
    if in_force(name, home) is not None:
        raise RecipeRefused(
            f"there is a recipe {name} already: take another name, or change that one",
            Refusal(problem=Problem.NAME_TAKEN, name=name),
        )


def _file(name: str, home: Path) -> VersionedFile:
    if not NAME.fullmatch(name):
        raise RecipeInvalid(f"{name!r} cannot be a recipe's name: small letters, digits and hyphens, as in gate-hinge")
    folder = home / "recipes"
    return VersionedFile(current=folder / f"{name}.yaml", versions=folder / VERSIONS / name)


def _refuse_stale(recipe: Recipe, now: Recipe) -> None:
    if recipe.version != now.version:
        raise RecipeRefused(
            f"version {now.version} of {recipe.name} is in force by now, this change began with version "
            f"{recipe.version}: look at the new version, then change that one",
            Refusal(problem=Problem.NEWER_VERSION, name=now.name, version=now.version),
        )
    if recipe == now:
        raise RecipeRefused(
            f"nothing changed in {recipe.name}: version {now.version} stays in force",
            Refusal(problem=Problem.NOTHING_CHANGED, name=now.name, version=now.version),
        )


def _kept(file: VersionedFile, now: InForce) -> InForce:
    """What is in force, kept under its number; under the next one where that number was something else."""
    known = _as_kept(file, now.recipe.version)
    if known == now.recipe:
        return now
    if known is not None:
        recipe = now.recipe.model_copy(update={"version": _next(file)})
        now = InForce(recipe=recipe, text=with_version(now.text, recipe), is_own=now.is_own)
    file.keep(now.recipe.version, now.text)
    return now


def _as_kept(file: VersionedFile, number: int) -> Recipe | None:
    path = file.path(number)
    return load_recipe(path) if path.is_file() else None


def _next(file: VersionedFile) -> int:
    return max(file.numbers(), default=0) + 1
