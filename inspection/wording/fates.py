"""What becomes of a part, in words."""

from typing import assert_never

from inspection.disposition import Fate
from inspection.language import Language, catalog
from inspection.wording.words import LOCALE


def fate_word(fate: Fate, language: Language) -> str:
    """The word for it.

    >>> [fate_word(fate, "de") for fate in Fate]
    ['gut', 'Nacharbeit', 'Ausschuss']
    """
    _ = catalog(LOCALE, language).gettext
    match fate:
        case Fate.GOOD:
            return _("good")
        case Fate.REWORK:
            return _("rework")
        case Fate.SCRAP:
            return _("scrap")
        case _:
            assert_never(fate)
