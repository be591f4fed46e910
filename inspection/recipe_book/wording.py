"""What is said to people when a recipe or card was not saved or taken."""

from typing import assert_never

from inspection.errors import RecipeInvalid, RecipeRefused
from inspection.language import Language, catalog
from inspection.recipe_book.refusal import Problem
from inspection.wording import LOCALE


def refusal_sentence(error: RecipeRefused | RecipeInvalid, language: Language) -> str:
    """What happened and what to do next; `str(error)` has the technical detail, in English."""
    _ = catalog(LOCALE, language).gettext
    match error:
        case RecipeInvalid():
            return _("There is no such recipe, or its file cannot be read. Check the name, or mend or delete the file.")
        case RecipeRefused(refusal=refusal):
            template = _template(refusal.problem, language)
            return template.format(name=refusal.name, version=refusal.version, where=_where(refusal.where, language))
        case _:
            assert_never(error)


def _where(where: str, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    number = where.removeprefix("line ")
    return where if number == where else _("line {number}").format(number=number)


def _template(problem: Problem, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match problem:
        case Problem.NOTHING_CHANGED:
            return _("Nothing was changed in {name}: version {version} stays in force.")
        case Problem.NEWER_VERSION:
            return _("Somebody has saved version {version} of {name} meanwhile. Look at it, then change that one.")
        case Problem.BEING_SAVED:
            return _("Somebody else is saving {name} now. Wait a moment, then save again.")
        case Problem.NAME_TAKEN:
            return _("There is a recipe {name} already. Take another name, or make it the next version of that one.")
        case Problem.NOT_A_NAME:
            return _("“{name}” cannot be a name. Use small letters, digits and hyphens, as in gate-hinge.")
        case Problem.NOT_ALIGNED:
            return _("The recipe does not look for its part. Choose marker or outline first, then teach.")
        case Problem.FILE_EXISTS:
            return _("There is a file {name} already. Give another name; nothing was overwritten.")
        case Problem.TOO_LARGE:
            return _("The file is larger than any recipe. Choose the file that was exported.")
        case Problem.NOT_EXPORTED:
            return _("The file is no exported recipe, or damaged. Have the recipe exported again.")
        case Problem.NEWER_PROGRAM:
            return _("The file comes from a newer program. Update this one, then take the recipe.")
        case Problem.NOT_WHOLE:
            return _("The file was changed or damaged on its way. Take it as it was exported, and change it here.")
        case Problem.UNKNOWN_ENTRY:
            return _("The file holds an entry that no recipe has here: {where}. Have it exported again, or update.")
        case Problem.WRONG_ENTRY:
            return _("In the file, the entry {where} says what no recipe can. Have it mended, then exported again.")
        case Problem.NOT_PLAIN:
            return _("The file holds what no recipe has ({where}). Have the recipe exported again.")
        case Problem.PICTURE:
            return _("The golden part's picture in the file cannot be used. Have it exported again, or without one.")
        case _:
            assert_never(problem)
