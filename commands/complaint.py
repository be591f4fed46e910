"""An error of the library as one line for a person at a terminal."""

from inspection.errors import RecipeInvalid, RecipeRefused
from inspection.language import Language


def in_words(error: Exception, language: Language) -> str:
    """What happened and what to do next; with the technical detail where only that names the place."""
    from inspection.recipe_book import refusal_sentence

    match error:
        case RecipeRefused():
            return refusal_sentence(error, language)
        case RecipeInvalid():
            return f"{refusal_sentence(error, language)} ({error})"
        case _:
            return str(error)
