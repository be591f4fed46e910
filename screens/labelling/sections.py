"""The parts of the room of drawing, and which one is shown."""

from enum import StrEnum
from typing import Final

from inspection.language import Language
from inspection.people.role import Role
from screens.sections import Sections
from screens.texts import translator


class Section(StrEnum):
    """A part of the room; the value stands in its address."""

    DRAW = "draw"
    APPROVE = "approve"
    BRING = "bring"
    GUESS = "guess"


def section_word(section: Section, language: Language) -> str:
    """What the part is called."""
    _ = translator(language)
    return {
        Section.DRAW: _("Draw"),
        Section.APPROVE: _("Approve"),
        Section.BRING: _("Fetch pictures"),
        Section.GUESS: _("Guess first"),
    }[section]


def section_role(section: Section) -> Role:
    """Who may work there."""
    return Role.MASTER if section is Section.APPROVE else Role.TRAINEE


SECTIONS: Final = Sections(page="label", kind=Section, word=section_word, parameter="do")
