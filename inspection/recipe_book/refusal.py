"""Why a recipe or card was not saved, imported or exported."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """The sentence for each, with the next step, is in `inspection.recipe_book.wording`."""

    # it was not saved
    NOTHING_CHANGED = "nothing-changed"
    NEWER_VERSION = "newer-version"
    BEING_SAVED = "being-saved"
    NAME_TAKEN = "name-taken"
    NOT_A_NAME = "not-a-name"
    NOT_ALIGNED = "not-aligned"
    FILE_EXISTS = "file-exists"
    # the file from elsewhere was not taken
    TOO_LARGE = "too-large"
    NOT_EXPORTED = "not-exported"
    NEWER_PROGRAM = "newer-program"
    NOT_WHOLE = "not-whole"
    UNKNOWN_ENTRY = "unknown-entry"
    WRONG_ENTRY = "wrong-entry"
    NOT_PLAIN = "not-plain"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A problem with what it is about: the recipe, card or file `name`, the `version` in force.

    `where` is the entry, or the line, that is wrong.
    """

    problem: Problem
    name: str = ""
    version: int = 0
    where: str = ""
