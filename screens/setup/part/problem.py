"""What cannot be saved yet, in one plain sentence that names the field."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from inspection.language import Language
from screens.setup.typing import parse_number, written
from screens.texts import translator

Made = TypeVar("Made")


class DraftProblem(Exception):
    """A field says something that cannot be; `in_words` names it."""

    def __init__(self, in_words: Callable[[Language], str]) -> None:
        super().__init__(in_words("en"))
        self.in_words = in_words


Word = Callable[[Language], str]
"""What a field is called, in a language."""


def named(name: str) -> Word:
    """What a field with a fixed name is called."""
    return lambda language: field_word(name, language)


def number_in(
    text: str, word: Word, *, above: float | None = None, least: float | None = None, most: float | None = None
) -> float:
    """The number in a field. Raises DraftProblem, which names the field, for anything else."""
    value = parse_number(text)
    if value is None:
        raise DraftProblem(lambda language: _no_number(text, word(language), language))
    if above is not None and not value > above:
        raise DraftProblem(lambda language: _bounded(word, "above", above, language))
    if least is not None and value < least:
        raise DraftProblem(lambda language: _bounded(word, "least", least, language))
    if most is not None and value > most:
        raise DraftProblem(lambda language: _bounded(word, "most", most, language))
    return value


def plain_problem(make: Callable[[], Made]) -> Made:
    """What `make` makes. Raises DraftProblem for the first thing that pydantic finds."""
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        raise DraftProblem(lambda language: _plain(first, language)) from error


def field_word(name: str, language: Language) -> str:
    """What a field is called on the page."""
    _ = translator(language)
    return {
        "t": _("Plate thickness t"),
        "s": _("Seam thickness s"),
        "a": _("Throat a"),
        "height": _("Height of the surface"),
        "fixed_mm": _("Length of a pixel"),
        "fixed_percent": _("Uncertainty of the scale"),
        "limits": _("Limits"),
        "grades": _("Grades"),
        "own": _("Own limits"),
        "titles": _("Name of the part"),
        "title": _("Title"),
        "looks_like": _("What it looks like"),
        "causes": _("Likely causes"),
        "try_first": _("What to try first"),
        "regions": _("Areas"),
        "norm": _("Norm"),
        "class_name": _("Defect"),
        "marker_id": _("Number of the marker"),
        "max_shift": _("Moved"),
        "max_turn": _("Turned"),
        "max_turn_deg": _("Turned"),
    }.get(name, name)


def grade_word(name: str, language: Language) -> str:
    """What a grade is called on the page."""
    _ = translator(language)
    return _("Grade {name}").format(name=name)


def _no_number(text: str, word: str, language: Language) -> str:
    _ = translator(language)
    if not text.strip():
        return _("{field}: please enter a number.").format(field=word)
    return _("{field}: “{text}” is no number.").format(field=word, text=text.strip())


def _bounded(word: Word, bound: str, value: float, language: Language) -> str:
    _ = translator(language)
    template = {
        "above": _("{field}: must be more than {value}."),
        "least": _("{field}: must be {value} at least."),
        "most": _("{field}: must be {value} at most."),
    }[bound]
    return template.format(field=word(language), value=written(value, language))


def _plain(first: object, language: Language) -> str:
    """One of pydantic's findings; those with words of their own come last, in English."""
    _ = translator(language)
    assert isinstance(first, dict)
    names = [str(step) for step in first["loc"] if isinstance(step, str)]
    word = field_word(names[-1] if names else "", language)
    context = first.get("ctx", {})
    match first["type"]:
        case "string_too_short" | "too_short" | "missing":
            text = _("{field}: must not be empty.").format(field=word)
        case "string_too_long":
            text = _("{field}: {count} characters at most.").format(field=word, count=context["max_length"])
        case "too_long":
            text = _("{field}: {count} lines at most.").format(field=word, count=context["max_length"])
        case "greater_than":
            text = _("{field}: must be more than {value}.").format(field=word, value=context["gt"])
        case "greater_than_equal":
            text = _("{field}: must be {value} at least.").format(field=word, value=context["ge"])
        case "less_than_equal":
            text = _("{field}: must be {value} at most.").format(field=word, value=context["le"])
        case _:
            text = f"{word}: {str(first['msg']).removeprefix('Value error, ')}".removeprefix(": ")
    return text
