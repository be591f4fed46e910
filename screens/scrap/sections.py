"""The sections of the scrap book."""

from enum import StrEnum
from typing import Final

from inspection.language import Language
from screens.sections import Sections
from screens.texts import translator


class Section(StrEnum):
    """A part of the page; the value stands in its address."""

    RATE = "rate"
    CAUSES = "causes"
    WHERE = "where"
    COMPARE = "compare"
    DRIFT = "drift"
    COSTS = "costs"
    REPORT = "report"


def section_word(section: Section, language: Language) -> str:
    """What the section is called."""
    _ = translator(language)
    return {
        Section.RATE: _("Scrap rate"),
        Section.CAUSES: _("Defects"),
        Section.WHERE: _("Where on the part"),
        Section.COMPARE: _("Before and after"),
        Section.DRIFT: _("Model, pictures"),
        Section.COSTS: _("Costs"),
        Section.REPORT: _("Report"),
    }[section]


SECTIONS: Final = Sections(page="scrap", kind=Section, word=section_word)
