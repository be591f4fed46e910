"""The parts of the room of teaching."""

from enum import StrEnum
from typing import Final

from inspection.language import Language
from screens.sections import Sections
from screens.texts import translator


class Section(StrEnum):
    """A part of the page; the value stands in its address."""

    ENOUGH = "enough"
    TRAIN = "train"
    GOOD_PARTS = "good-parts"
    DECIDE = "decide"
    RUNS = "runs"
    EXCHANGE = "exchange"


def section_word(section: Section, language: Language) -> str:
    """What the section is called."""
    _ = translator(language)
    return {
        Section.ENOUGH: _("Is it enough?"),
        Section.TRAIN: _("Train"),
        Section.GOOD_PARTS: _("Good parts only"),
        Section.DECIDE: _("Decide"),
        Section.RUNS: _("So far"),
        Section.EXCHANGE: _("Exchange"),
    }[section]


SECTIONS: Final = Sections(page="learn", kind=Section, word=section_word)
