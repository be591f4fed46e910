"""Recipes of the workshop: every version kept, one readable file to exchange them."""

from inspection.recipe_book.book import in_force, keep_in_force, recipe_version, save_recipe, saved_at, versions
from inspection.recipe_book.checking import Remark, check_recipe
from inspection.recipe_book.exchange import (
    Exported,
    Received,
    copy_recipe,
    export_recipe,
    import_recipe,
    read_exported,
)
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.recipe_book.wording import refusal_sentence

__all__ = [
    "Exported",
    "Problem",
    "Received",
    "Refusal",
    "Remark",
    "check_recipe",
    "copy_recipe",
    "export_recipe",
    "import_recipe",
    "in_force",
    "keep_in_force",
    "read_exported",
    "recipe_version",
    "refusal_sentence",
    "save_recipe",
    "saved_at",
    "versions",
]
