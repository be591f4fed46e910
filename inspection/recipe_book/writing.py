"""A recipe as text: YAML that a person can read and edit."""

import re
from typing import Any

from inspection.recipe import Recipe

OURS = "#: "
"""Begins the comment lines that the program writes; others at the top of a file are the workshop's, and stay."""


def recipe_yaml(recipe: Recipe, comments: tuple[str, ...] = ()) -> str:
    """The recipe with everything that it rests on, defaults included: a later program may have others."""
    head = [
        f"{OURS}Recipe {recipe.name}, version {recipe.version}. What is changed here gets a new number at the next",
        f"{OURS}start. `meisterblick recipe check {recipe.name}` says what would be wrong.",
        *comments,
    ]
    return "\n".join(head) + "\n" + plain_yaml(plain_recipe(recipe))


def plain_recipe(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain data, without entries that say nothing as long as leaving them out means the same."""
    plain = recipe.model_dump(mode="json")
    short: dict[str, Any] = _without_nothing(plain)
    return short if Recipe.model_validate(short) == recipe else plain


def _without_nothing(value: Any) -> Any:
    match value:
        case dict():
            kept = {name: _without_nothing(entry) for name, entry in value.items()}
            return {name: entry for name, entry in kept.items() if entry is not None and entry not in ({}, [])}
        case list():
            return [_without_nothing(entry) for entry in value]
        case _:
            return value


def plain_yaml(plain: object) -> str:
    """YAML of plain data, in the order given, short lists and entries on one line."""
    import yaml

    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def comments_of(text: str) -> tuple[str, ...]:
    """The workshop's own comment lines at the top of a recipe file."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if not line.startswith(OURS):
            lines.append(line)
    return tuple(lines)


def with_version(text: str, recipe: Recipe) -> str:
    """The text of a hand-edited file with the version of `recipe`, everything else as it was written."""
    changed = re.sub(r"(?m)^version:[ \t]*\d+", f"version: {recipe.version}", text, count=1)
    return changed if _recipe_in(changed) == recipe else recipe_yaml(recipe, comments_of(text))


def _recipe_in(text: str) -> Recipe:
    import yaml

    return Recipe.model_validate(yaml.safe_load(text))
