"""The sections of the system page, and which one is shown."""

from enum import StrEnum
from typing import Final

from inspection.language import Language
from screens.sections import Sections
from screens.texts import translator


class Section(StrEnum):
    """A part of the page; the value stands in its address."""

    STATE = "state"
    MODELS = "models"
    STORAGE = "storage"
    PEOPLE = "people"
    LOG = "log"
    LANGUAGE = "language"
    ABOUT = "about"


def section_word(section: Section, language: Language) -> str:
    """What the section is called."""
    _ = translator(language)
    return {
        Section.STATE: _("State"),
        Section.MODELS: _("Models"),
        Section.STORAGE: _("Storage"),
        Section.PEOPLE: _("Login"),
        Section.LOG: _("Logbook"),
        Section.LANGUAGE: _("Language"),
        Section.ABOUT: _("About"),
    }[section]


SECTIONS: Final = Sections(page="system", kind=Section, word=section_word)
